"""The API, version 1: operations of the areas under one roof, described by OpenAPI 3.1."""

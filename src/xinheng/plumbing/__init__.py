"""Machinery that knows no credit word: tables, files, keys, HTTP, PostgreSQL, the clock."""

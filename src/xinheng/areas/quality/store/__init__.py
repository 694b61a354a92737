"""Queries of the quality board; every count is one set-based statement."""

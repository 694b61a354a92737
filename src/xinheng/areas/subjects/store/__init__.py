"""The area's SQL: sets of organisations in, names for the search, the search itself, merges."""

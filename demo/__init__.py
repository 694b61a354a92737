"""The demonstration: a synthetic province and what runs it."""

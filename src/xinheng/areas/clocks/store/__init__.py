"""Queries over clocks; every list and count is one statement that an index answers."""

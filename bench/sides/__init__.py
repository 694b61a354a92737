"""The sides of the measurement of checking alone: each a process in its own environment, asked in turn."""

"""A read-only look at the tables, for operators and auditors; nothing is ever changed here."""

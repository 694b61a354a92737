"""True without a database: identifiers, working days, law as data, the log. No Django, no clock, no network."""

"""The area's queries: `notices`, `contacts`, `deliveries`, `following`."""

"""撤销公示: the act behind a record was revoked, and the record falls with it (draft, art. 36)."""

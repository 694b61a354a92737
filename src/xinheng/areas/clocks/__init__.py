"""By when something must be done: every clock of a case from its start to its end, and what its lapse does."""

"""Objection, repair, withdrawal: a record that hurts somebody can be contested, repaired, and falls with its ground."""

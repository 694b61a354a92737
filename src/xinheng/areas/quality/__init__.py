"""Timeliness, completeness, compliance, reconciliation; problem rows until they are closed."""

"""Desks: where departments, the credit centre, legal officers and auditors work."""

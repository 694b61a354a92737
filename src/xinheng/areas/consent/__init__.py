"""Consent: who may act for whom, who may read what with whose authorisation, and who did."""

"""Notices: 告知 before and after an effect, in the inbox and by other channels, with proof of service."""

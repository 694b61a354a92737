"""Logins: by user name and password, completed with a one-time code."""

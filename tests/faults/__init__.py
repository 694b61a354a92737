"""Processes that are killed, disks that are full, databases that stop, senders that come at once."""

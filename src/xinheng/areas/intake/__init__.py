"""A file in, a receipt out: receive, map, check, resolve, preview, deposit; every row accounted for."""

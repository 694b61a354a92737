"""What every web page needs and no credit word touches: permission, limits, headers, log, errors, health."""

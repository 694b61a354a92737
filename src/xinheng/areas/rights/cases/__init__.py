"""What every case has: a number, a state, steps that are only ever added, evidence found by its hash."""

"""The measurements: each module has `measure(run)`, which yields results."""

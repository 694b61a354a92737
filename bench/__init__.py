"""Side-by-side measurements: ours and a yardstick, in one run, in turn. See `bench/README.md`."""

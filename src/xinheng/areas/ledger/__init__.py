"""The append-only Merkle log: one entry for each change of state, signed checkpoints, proofs."""

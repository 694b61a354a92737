"""The pure rules of the board: periods, scores, reconciliation, coverage, clocks, source counts."""

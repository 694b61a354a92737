"""A batch whose ground fell away: marked in one transaction, and off every page with its commit."""

from __future__ import annotations

from collections.abc import Iterator

from bench import files
from bench.result import Result, at_least
from bench.server import Server

ROWS = 100_000
_SINGLY = 1_000
_RUNS = 3
# the demo's rows hold a person here and there, whose records nobody is shown
_NOT_SHOWN = 0.2


class StillShown(AssertionError):
    """Records are on display after the act that they rest on was revoked."""


def measure(server: Server, rows: int = ROWS) -> Iterator[Result]:
    """Records marked a second, all at once and one by one."""
    singly = min(_SINGLY, rows)
    file = files.rows_file("penalty", rows + singly + 100, ending="parquet")
    ours, beside = [], []
    for _run in range(_RUNS):
        with server.fresh() as database:
            database.ask("deposit", "penalty", str(file), "1")
            with database.connect() as connection:
                connection.execute("VACUUM ANALYZE")
            told = database.ask("mark", str(rows), str(singly), "revoked")
        if told["before"] - told["after"] < rows * (1 - _NOT_SHOWN):
            raise StillShown(told)
        ours.append(rows / told["several"])
        beside.append(singly / told["singly"])
    yield at_least(
        "mark-a-batch", 5, ours=ours, yardstick=beside, yardstick_name="marking one by one", unit="records/s", rows=rows,
        note=f"One transaction with one entry of the log and a Merkle root over the records; {singly:,} one by one.",
    )  # fmt: skip

"""An XLSX sheet of licences: reading, mapping and checking beside fastexcel's own reading."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from bench import files
from bench.place import WORK
from bench.result import Result, at_least
from bench.server import Server

ROWS = 50_000
RUNS = 3


def measure(server: Server, rows: int = ROWS, *, runs: int = RUNS) -> Iterator[Result]:
    """Thousand rows a second, in turn."""
    path = WORK / "files" / f"licence-{rows}.xlsx"
    if not path.exists():
        pl.read_parquet(files.rows_file("licence", rows, ending="parquet")).write_excel(path)
    with server.fresh() as database:
        told = database.ask("workbook", str(path), str(rows), str(runs))
    rates = {side: [rows / seconds / 1e3 for seconds in told[side]] for side in ("ours", "fastexcel")}
    yield at_least(
        "workbook", 0.5, ours=rates["ours"], yardstick=rates["fastexcel"], yardstick_name="fastexcel reading the sheet",
        unit="thousand rows/s", rows=rows, note="Ours reads, maps and checks all rules.",
    )  # fmt: skip

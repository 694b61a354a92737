"""File to receipt: new penalty rows in CSV beside raw COPY and `bulk_create` of the same rows, and the file again."""

from __future__ import annotations

import time
from collections.abc import Iterator

import polars as pl

from bench import files
from bench.place import WORK
from bench.result import Result, at_least
from bench.server import Database, Server

ROWS = 1_000_000
RUNS = 3
_BLOCK = 1 << 20


class NotDeposited(AssertionError):
    """The file did not become what the measurement is about."""


def measure(server: Server, rows: int = ROWS, *, runs: int = RUNS) -> Iterator[Result]:
    """Thousand rows a second; each run on a database of its own: ours, the file again, COPY, `bulk_create`."""
    file = files.rows_file("penalty", rows, ending="csv")
    rates: dict[str, list[float]] = {"ours": [], "again": [], "copy": [], "bulk_create": []}
    for _run in range(runs):
        with server.fresh() as database:
            first, again = database.ask("deposit", "penalty", str(file), "2")
            _is(first, "new", rows)
            _is(again, "unchanged", rows)
            rates["ours"].append(rows / first["seconds"] / 1e3)
            rates["again"].append(rows / again["seconds"] / 1e3)
            rates["copy"].append(rows / _copy(database) / 1e3)
            few = max(rows // 33, 100)
            rates["bulk_create"].append(few / database.ask("bulk_create", str(few)) / 1e3)
    unit = "thousand rows/s"
    yield at_least(
        "end-to-end-copy", 0.6, ours=rates["ours"], yardstick=rates["copy"], unit=unit, rows=rows,
        yardstick_name="raw binary COPY of the finished rows into the same logged, indexed, partitioned table",
        note=f"fsync on; an empty archive each time; {_shares(file)}. The COPY neither reads CSV, checks, hashes, nor "
        "keeps organisations, persons, findings or a ledger.",
    )  # fmt: skip
    yield at_least(
        "end-to-end-bulk-create", 8, ours=rates["ours"], yardstick=rates["bulk_create"], unit=unit, rows=rows,
        yardstick_name=f"Django bulk_create of {rows // 33:,} of the rows into the same table",
    )  # fmt: skip
    yield at_least(
        "same-file-again", 5, ours=rates["again"], yardstick=rates["ours"], unit=unit, rows=rows,
        yardstick_name="the same file for the first time", note="All rows unchanged.",
    )  # fmt: skip


def _is(deposited: dict[str, object], outcome: str, rows: int) -> None:
    counts = deposited["counts"]
    if not isinstance(counts, dict) or counts[outcome] != rows:
        raise NotDeposited(f"{outcome}: {deposited}")


def _copy(database: Database) -> float:
    """Seconds of a raw COPY of the finished rows into a twin of the version table."""
    finished = WORK / "files" / "finished.binary"
    with database.connect() as connection:
        with finished.open("wb") as file, connection.cursor().copy(
            "COPY (SELECT * FROM archive_version) TO STDOUT (FORMAT binary)"
        ) as out:  # fmt: skip
            for block in out:
                file.write(block)
        shelf = connection.execute("SELECT shelf FROM archive_version LIMIT 1").fetchone()
        assert shelf is not None
        connection.execute(
            "CREATE TABLE bench_twin (LIKE archive_version INCLUDING ALL) PARTITION BY LIST (shelf)"
        )
        connection.execute(f"CREATE TABLE bench_twin_rows PARTITION OF bench_twin FOR VALUES IN ({shelf[0]})")
        connection.execute("CHECKPOINT")
        begun = time.perf_counter()
        with finished.open("rb") as file, connection.cursor().copy(
            "COPY bench_twin FROM STDIN (FORMAT binary)"
        ) as into:  # fmt: skip
            while block := file.read(_BLOCK):
                into.write(block)
        seconds = time.perf_counter() - begun
        connection.execute("TRUNCATE bench_twin")
        finished.unlink()
    return seconds


def _shares(file: object) -> str:
    """The share of rows that name natural persons, said of the file."""
    rows = pl.scan_csv(str(file), infer_schema=False).select(
        persons=(pl.col("CF_XDR_LB") == "自然人").mean(),
        named=(pl.col("CF_FR_ZJHM").is_not_null() | pl.col("CF_XDR_ZJHM").is_not_null()).mean(),
        organisations=pl.col("CF_XDR_SHXYM").n_unique(),
    )
    found = rows.collect().row(0, named=True)
    return (
        f"{found['persons']:.0%} of the rows are about natural persons, {found['named']:.0%} bring a person's number "
        f"to encrypt, {found['organisations']:,} organisations are new"
    )

"""The rows that are measured: made by the demo's synthetic province, the same for the same number."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from bench.place import WORK
from bench.sides.rules import TODAY
from demo.province.bulk import Kind, blocks, write_rows

FAULTY_EVERY = 200
_FAULTS = (
    {"XK_XDR_SHXYM": pl.lit("91520102MA6DEM0061")},
    {"XK_XKLB": pl.lit("其它")},
    {"XK_JDRQ": pl.lit("2099-01-01")},
    {"XK_YXQZI": pl.lit("1990-01-01")},
    {"XK_XKWS": pl.lit(None, dtype=pl.String)},
    {"XK_XKJGDM": pl.lit("115200000093900338")},
    {"XK_YXQZ": pl.lit("2024-02-30")},
)


def rows_file(kind: Kind, rows: int, *, ending: str, seed: int = 1) -> Path:
    """A file of `rows` clean rows, written once."""
    path = WORK / "files" / f"{kind}-{rows}-{seed}.{ending}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"unfinished-{path.name}")
        write_rows(unfinished, kind=kind, count=rows, today=TODAY, seed=seed)
        unfinished.rename(path)
    return path


def faulty_licences(rows: int) -> tuple[Path, int]:
    """Licence rows of which every 200th has exactly one fault, and the number of faults."""
    path = WORK / "files" / f"licence-faulty-{rows}.parquet"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        frame = pl.concat(blocks("licence", rows, today=TODAY))
        number = pl.int_range(pl.len())
        turn, organisation = (number // FAULTY_EVERY) % len(_FAULTS), pl.col("XK_XDR_LB") != "自然人"
        wrong = {
            name: pl.when((number % FAULTY_EVERY == 0) & (turn == at) & organisation)
            .then(value)
            .otherwise(pl.col(name))
            for at, fault in enumerate(_FAULTS)
            for name, value in fault.items()
        }
        frame.with_columns(**wrong).write_parquet(path)
    frame = pl.read_parquet(path, columns=["XK_XDR_LB"]).gather_every(FAULTY_EVERY)
    return path, frame.filter(pl.col("XK_XDR_LB") != "自然人").height

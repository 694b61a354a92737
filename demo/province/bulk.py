"""Files of millions of rows for measurements, written in blocks of bounded memory."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final, Literal

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from demo.province import decisions
from demo.province.departments import DEPARTMENTS, Department
from demo.province.organisations import organisations

BLOCK: Final = 250_000
Kind = Literal["licence", "penalty", "registration"]


def blocks(
    kind: Kind, count: int, *, today: date, seed: int = 1, organisation_count: int = 200_000
) -> Iterator[pl.DataFrame]:
    """`count` clean rows in national field codes, in frames of at most BLOCK rows; all keys differ.

    A registration is made for each of `count` organisations; licences and penalties of the last three years
    are spread over `organisation_count` organisations, all of one department.
    """
    department = DEPARTMENTS[0]
    if kind == "registration":
        organisation_count = count + len(DEPARTMENTS) * 98
    everyone = organisations(organisation_count, today=today, seed=seed)
    subjects = everyone.filter(pl.col("department").is_null())
    organs = decisions.organs_of(everyone, department)
    rng = np.random.default_rng([seed, 3])
    for first in range(0, count, BLOCK):
        length = min(BLOCK, count - first)
        if kind == "registration":
            yield decisions.first_registrations(subjects.slice(first, length), organs)
            continue
        drawn = subjects[rng.integers(0, len(subjects), length)]
        days = pl.Series(np.datetime64(today, "D") - rng.integers(1, 1090, length))
        yield _decisions(kind, drawn, organs, department, days, first + 1, today, rng)


def write_rows(
    path: Path, *, kind: Kind, count: int, today: date, seed: int = 1, organisation_count: int = 200_000
) -> None:
    """The rows of `blocks` as one file; CSV or Parquet by the file's ending."""
    frames = blocks(kind, count, today=today, seed=seed, organisation_count=organisation_count)
    if path.suffix == ".parquet":
        _write_parquet(path, frames)
        return
    with path.open("wb") as file:
        for number, frame in enumerate(frames):
            frame.write_csv(file, include_header=number == 0)


def _decisions(
    kind: Kind,
    subjects: pl.DataFrame,
    organs: pl.DataFrame,
    department: Department,
    days: pl.Series,
    first: int,
    today: date,
    rng: np.random.Generator,
) -> pl.DataFrame:
    if kind == "licence":
        return decisions.licences(
            subjects, organs, department=department, decided=days, first=first, today=today, rng=rng
        )
    return decisions.penalties(subjects, organs, department=department, decided=days, first=first, rng=rng)


def _write_parquet(path: Path, frames: Iterator[pl.DataFrame]) -> None:
    writer: pq.ParquetWriter | None = None
    for frame in frames:
        table = frame.to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()

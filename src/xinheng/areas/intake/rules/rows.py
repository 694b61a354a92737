"""Positions of rows in a chunk, as ascending integer arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

Rows = npt.NDArray[np.int64]


def true_rows(flags: pl.Series) -> Rows:
    """Positions of true; null counts as false."""
    return flags.arg_true().to_numpy().astype(np.int64)


def filled_rows(cells: pl.Series) -> Rows:
    """Rows with a value."""
    return no_rows() if cells.null_count() == len(cells) else true_rows(cells.is_not_null())


def empty_rows(cells: pl.Series) -> Rows:
    """Rows without a value."""
    return true_rows(cells.is_null()) if cells.null_count() else no_rows()


def no_rows() -> Rows:
    """None at all."""
    return np.empty(0, dtype=np.int64)


def without(rows: Rows, others: Rows) -> Rows:
    """Rows that are not among the others."""
    return rows if len(others) == 0 or len(rows) == 0 else np.setdiff1d(rows, others, assume_unique=True)


def scattered(column: pl.Series, rows: Rows, values: pl.Series) -> pl.Series:
    """The column with `values` at `rows`."""
    if len(rows) == len(column):
        return values.alias(column.name)
    return column.clone().scatter(rows, values)

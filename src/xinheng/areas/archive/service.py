"""Questions to the archive."""

from __future__ import annotations

import polars as pl

from xinheng.areas.archive import store


def compare(rows: pl.DataFrame, *, item: str, department: str, organ: str) -> pl.DataFrame:
    """What the archive says to rows before they are deposited; see `store.compare`."""
    return store.compare(rows, item=item, department=department, organ=organ)

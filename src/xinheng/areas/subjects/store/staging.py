"""A Polars frame becomes a temporary table of the running transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import polars as pl
from django.db import connection

from xinheng.plumbing.postgres.copying import copy_into


@contextmanager
def staged(name: str, frame: pl.DataFrame, types: Mapping[str, str]) -> Iterator[str]:
    """A temporary table of that name with the frame's rows; `types` gives the SQL type of each column.

    Needs an open transaction; the table is gone when the block ends.
    """
    columns = ", ".join(f"{column} {kind}" for column, kind in types.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns}) ON COMMIT DROP")
        copy_into(name, frame.select(list(types)))
        cursor.execute(f"ANALYZE {name}")
        yield name
        cursor.execute(f"DROP TABLE {name}")

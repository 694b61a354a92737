"""COPY of a Polars frame in the running transaction."""

from __future__ import annotations

from io import BytesIO

import polars as pl
from django.db import connection

_COPY_ROWS = 50_000


def copy_into(table: str, frame: pl.DataFrame) -> None:
    """COPY a frame into the columns of the same names; null stays NULL, "" stays an empty text."""
    if not frame.height:
        return
    columns = ", ".join(frame.columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)") as copy,
    ):
        for part in frame.iter_slices(_COPY_ROWS):
            buffer = BytesIO()
            part.write_csv(buffer, include_header=False, quote_style="necessary")
            copy.write(buffer.getvalue())

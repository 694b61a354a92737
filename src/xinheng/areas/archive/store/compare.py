"""What the archive says to rows that are about to be deposited."""

from __future__ import annotations

import adbc_driver_postgresql.dbapi as adbc
import polars as pl

from xinheng.areas.archive.terms import Comparison
from xinheng.plumbing.postgres.connection import connection_uri

_AT_ONCE = 1_000_000
"""Rows that are asked together: it bounds the memory that a large file takes."""
_MATCHED = pl.Schema(
    {
        "row_no": pl.UInt32, "current_id": pl.Int64, "same": pl.Boolean, "gone": pl.Boolean,
        "provider": pl.String, "organ": pl.String,
    }
)  # fmt: skip
_MATCHES = """
    SELECT s.row_no, v.id AS current_id, v.content_hash = s.content_hash AS same,
           v.change = 'withdrawn' AS gone, v.provider, v.organ
    FROM pg_temp.archive_asked s
    JOIN archive_standing('infinity') v ON v.item = $1 AND v.key = s.key
"""


def compare(rows: pl.DataFrame, *, item: str, department: str, organ: str) -> pl.DataFrame:
    """Compare rows (row_no, key, content_hash, withdraws) with the records that stand.

    Returns row_no, comparison (a `Comparison` value) and current_id (null where no record stands). Only the
    department that provided a record or the organ that issued it may correct or withdraw it.
    """
    parts = [
        _matches(part, item=item)
        for part in rows.select("row_no", "key", "content_hash").iter_slices(_AT_ONCE)
    ]
    matches = pl.concat([_MATCHED.to_frame(), *parts])
    joined = rows.select("row_no", "withdraws").join(matches, on="row_no", how="left")
    may_change = (pl.col("provider") == department) | (pl.col("organ") == organ)
    return joined.select(
        "row_no",
        pl.when(pl.col("current_id").is_null() & pl.col("withdraws"))
        .then(pl.lit(Comparison.NOTHING_TO_WITHDRAW))
        .when(pl.col("current_id").is_null())
        .then(pl.lit(Comparison.NEW))
        .when(pl.col("gone") & pl.col("withdraws"))
        .then(pl.lit(Comparison.UNCHANGED))
        .when(pl.col("gone"))
        .then(pl.lit(Comparison.WITHDRAWN_BEFORE))
        .when(pl.col("same") & ~pl.col("withdraws"))
        .then(pl.lit(Comparison.UNCHANGED))
        .when(~may_change)
        .then(pl.lit(Comparison.CONFLICT))
        .when(pl.col("withdraws"))
        .then(pl.lit(Comparison.WITHDRAWN))
        .otherwise(pl.lit(Comparison.CORRECTED))
        .alias("comparison"),
        "current_id",
    )


def _matches(asked: pl.DataFrame, *, item: str) -> pl.DataFrame:
    """The standing version of each asked key that has one: joined in the database, fetched as Arrow."""
    with adbc.connect(connection_uri(), autocommit=True) as connection, connection.cursor() as cursor:
        cursor.adbc_ingest("archive_asked", asked.to_arrow(), mode="create", temporary=True)
        cursor.execute("ANALYZE pg_temp.archive_asked")
        cursor.execute(_MATCHES, (item,))
        found = pl.from_arrow(cursor.fetch_arrow_table())
    if not isinstance(found, pl.DataFrame):
        raise TypeError("the database answered with no table")
    return found.with_columns(pl.col("row_no").cast(pl.UInt32))

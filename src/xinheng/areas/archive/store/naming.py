"""Records as somebody outside names them: by key, or by subject and instrument."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import polars as pl
from django.db import connection

NAMED = pl.Schema(
    {
        "place": pl.Int64, "key": pl.Binary, "provider": pl.String, "organ": pl.String, "subject_kind": pl.String,
        "subject": pl.String, "instrument": pl.String, "decided_on": pl.Date, "gone": pl.Boolean,
    }
)  # fmt: skip
"""`place` is where in the question the record was named; `gone`: withdrawn, or a mark says that it never had a ground."""

_STANDING = """
    SELECT asked.place, v.key, v.provider, v.organ, v.subject_kind, v.subject, v.instrument, v.decided_on,
           v.change = 'withdrawn' OR EXISTS (
               SELECT FROM archive_marks(%(moment)s) m
               WHERE m.item = v.item AND m.key = v.key AND m.kind IN ('revoked', 'removed')
           ) AS gone
"""


def by_keys(item: str, keys: Sequence[bytes], *, moment: datetime) -> pl.DataFrame:
    """The standing records of an item with these keys, as `NAMED`; what is not held is not there."""
    return _frame(
        f"{_STANDING} FROM unnest(%(keys)s::bytea[]) WITH ORDINALITY AS asked (key, place)"
        " JOIN archive_standing(%(moment)s) v ON v.item = %(item)s AND v.key = asked.key",
        {"item": item, "keys": list(keys), "moment": moment},
    )


def by_instruments(
    item: str, subjects: Sequence[str], instruments: Sequence[str], *, moment: datetime
) -> pl.DataFrame:
    """The standing records of an item about these subjects with these (canonical) instrument numbers, as `NAMED`."""
    return _frame(
        f"{_STANDING} FROM unnest(%(subjects)s::text[], %(instruments)s::text[]) WITH ORDINALITY"
        " AS asked (subject, instrument, place) JOIN archive_standing(%(moment)s) v"
        " ON v.item = %(item)s AND v.subject = asked.subject AND v.instrument = asked.instrument",
        {"item": item, "subjects": list(subjects), "instruments": list(instruments), "moment": moment},
    )


def _frame(statement: str, values: dict[str, Any]) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    found = pl.DataFrame([(*row[:1], bytes(row[1]), *row[2:]) for row in rows], schema=NAMED, orient="row")
    return found.with_columns(place=pl.col("place") - 1)

"""Queries of what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from xinheng.areas.archive.terms import ROW_BITS
from xinheng.areas.disclosure.terms import PublicityFilter

Row = dict[str, Any]

_SHOWN = """
    SELECT s.*, t.entry, t.pack, t.version AS pack_version, t.status AS term_status
    FROM disclosure_shown(%(day)s, %(moment)s) s JOIN disclosure_term t ON t.id = s.term_id
"""


# what would be on display today but for the review that nobody has held yet
_AWAITING = """
    FROM archive_standing(%(moment)s) v
    JOIN disclosure_term t ON t.item = v.item AND t.first <= %(day)s AND (t.last IS NULL OR %(day)s <= t.last)
    CROSS JOIN LATERAL (SELECT disclosure_last_day(t.until, t.starts, t.months, t.days, v.decided_on, v.ends_on,
        (v.known_from AT TIME ZONE 'Asia/Shanghai')::date) AS shown_until) u
    WHERE t.review AND t.mode = 'proactive' AND v.change <> 'withdrawn' AND v.subject_kind = 'organisation'
      AND coalesce(u.shown_until, %(day)s) >= %(day)s
      AND NOT EXISTS (SELECT FROM disclosure_review r
                      WHERE r.scope = 'submission' AND r.about = v.submission_id AND r.at <= %(moment)s)
      AND NOT EXISTS (SELECT FROM disclosure_review r
                      WHERE r.scope = 'version' AND r.about = v.id AND r.at <= %(moment)s)
"""


def awaiting(*, day: date, moment: datetime) -> list[Row]:
    """submission_id, item and number of the records that await their review, the oldest submission first."""
    return _rows(
        f"SELECT v.submission_id, v.item, count(*) AS n {_AWAITING} GROUP BY v.submission_id, v.item"
        " ORDER BY v.submission_id",
        {"day": day, "moment": moment},
    )


def awaiting_of(submission: int, *, day: date, moment: datetime, limit: int, offset: int) -> list[Row]:
    """Records of one submission that await their review, in the order of its rows."""
    return _rows(
        f"""
        SELECT v.*, u.shown_until, t.id AS term_id, t.entry, t.pack, t.version AS pack_version,
               t.status AS term_status
        {_AWAITING} AND v.id >= %(first)s AND v.id < %(after)s
        ORDER BY v.id LIMIT %(limit)s OFFSET %(offset)s
        """,
        {"day": day, "moment": moment, "limit": limit, "offset": offset}
        | {"first": submission << ROW_BITS, "after": (submission + 1) << ROW_BITS},
    )


def shown_of_subject(
    subjects: Sequence[str],
    *,
    items: Sequence[str] | None,
    day: date,
    moment: datetime,
    limit: int,
    offset: int,
) -> list[Row]:
    """Records on display about any of the codes, newest decision first."""
    narrowed = "" if items is None else " AND s.item = ANY(%(items)s)"
    return _rows(
        f"{_SHOWN} WHERE s.subject = ANY(%(subjects)s){narrowed}"
        " ORDER BY s.decided_on DESC NULLS LAST, s.id DESC LIMIT %(limit)s OFFSET %(offset)s",
        {"subjects": list(subjects), "items": list(items or ()), "day": day, "moment": moment}
        | {"limit": limit, "offset": offset},
    )


def overview_of_subject(
    subjects: Sequence[str], *, items: Sequence[str], day: date, moment: datetime, each: int
) -> list[Row]:
    """The newest `each` records on display about any of the codes, of each item."""
    return _rows(
        f"""
        SELECT found.* FROM unnest(%(items)s::text[]) AS asked (item) CROSS JOIN LATERAL (
            {_SHOWN} WHERE s.subject = ANY(%(subjects)s) AND s.item = asked.item
            ORDER BY s.decided_on DESC NULLS LAST, s.id DESC LIMIT %(each)s
        ) found
        """,
        {"subjects": list(subjects), "items": list(items), "day": day, "moment": moment, "each": each},
    )


def counts_of_subject(subjects: Sequence[str], *, day: date, moment: datetime) -> dict[str, int]:
    """Number of records on display about any of the codes, by item."""
    rows = _rows(
        "SELECT item, count(*) AS n FROM disclosure_shown(%(day)s, %(moment)s)"
        " WHERE subject = ANY(%(subjects)s) GROUP BY item",
        {"subjects": list(subjects), "day": day, "moment": moment},
    )
    return {row["item"]: row["n"] for row in rows}


def counts(*, day: date, moment: datetime) -> dict[str, int]:
    """Number of all records on display, by item."""
    rows = _rows(
        "SELECT item, count(*) AS n FROM disclosure_shown(%(day)s, %(moment)s) GROUP BY item",
        {"day": day, "moment": moment},
    )
    return {row["item"]: row["n"] for row in rows}


def shown_record(*, item: str, key: bytes, day: date, moment: datetime) -> Row | None:
    """One record by its natural key, when it is on display."""
    rows = _rows(
        f"{_SHOWN} WHERE s.item = %(item)s AND s.key = %(key)s LIMIT 1",
        {"item": item, "key": key, "day": day, "moment": moment},
    )
    return rows[0] if rows else None


def shown_publicity(
    asked: PublicityFilter, *, day: date, moment: datetime, limit: int, offset: int
) -> list[Row]:
    """Records of the double-publicity column, newest decision first."""
    where, values = _where(asked)
    # one short walk of an index for each item: a single walk over several items would sort all they have
    return _rows(
        f"""
        SELECT found.* FROM unnest(%(items)s::text[]) AS asked (item) CROSS JOIN LATERAL (
            {_SHOWN} WHERE s.item = asked.item AND {where}
            ORDER BY s.decided_on DESC, s.id DESC LIMIT %(enough)s
        ) found
        ORDER BY found.decided_on DESC, found.id DESC LIMIT %(limit)s OFFSET %(offset)s
        """,
        values | {"day": day, "moment": moment, "enough": limit + offset, "limit": limit, "offset": offset},
    )


def count_publicity(asked: PublicityFilter, *, day: date, moment: datetime, at_most: int) -> int:
    """Number of records that the filter finds, counted up to `at_most`."""
    where, values = _where(asked)
    rows = _rows(
        "SELECT count(*) AS n FROM (SELECT 1 FROM disclosure_shown(%(day)s, %(moment)s) s"
        f" WHERE s.item = ANY(%(items)s) AND {where} LIMIT %(at_most)s) found",
        values | {"day": day, "moment": moment, "at_most": at_most},
    )
    return int(rows[0]["n"])


def _publicity_query(asked: PublicityFilter, *, day: date, moment: datetime) -> tuple[str, dict[str, Any]]:
    """The column's whole result as SQL and values, for an export that streams."""
    where, values = _where(asked)
    return (
        f"{_SHOWN} WHERE s.item = ANY(%(items)s) AND {where} ORDER BY s.decided_on DESC, s.id DESC",
        values | {"day": day, "moment": moment},
    )


_AFTER_DATED = "(s.decided_on, s.id) < (%(after_day)s, %(after_id)s)"
# the newest-first order puts records without a day before all others
_AFTER_UNDATED = "(s.decided_on IS NOT NULL OR s.id < %(after_id)s)"


def _where(asked: PublicityFilter) -> tuple[str, dict[str, Any]]:
    """Condition and values; every value is a parameter, every name stands here."""
    parts = ["true"]
    values: dict[str, Any] = {"items": list(asked.items)}
    equal = {"subject": asked.subject, "organ": asked.organ, "provider": asked.provider}
    for column, value in equal.items():
        if value:
            parts.append(f"s.{column} = %({column})s")
            values[column] = value
    if asked.about or asked.instrument:
        parts.append("(s.subject = ANY(%(about)s) OR s.instrument = %(instrument)s)")
        values |= {"about": list(asked.about), "instrument": asked.instrument}
    if asked.region:
        parts.append("s.region LIKE %(region)s")
        values["region"] = asked.region.rstrip("0").ljust(2, "0") + "%"
    if asked.decided_from:
        parts.append("s.decided_on >= %(decided_from)s")
        values["decided_from"] = asked.decided_from
    if asked.decided_to:
        parts.append("s.decided_on <= %(decided_to)s")
        values["decided_to"] = asked.decided_to
    if asked.after:
        parts.append(_AFTER_DATED if asked.after[0] else _AFTER_UNDATED)
        values |= {"after_day": asked.after[0], "after_id": asked.after[1]}
    return " AND ".join(parts), values


def _rows(statement: str, values: dict[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def publicity_portions(
    asked: PublicityFilter, *, day: date, moment: datetime, rows: int = 5_000
) -> Iterator[list[Row]]:
    """The column's whole result through a server-side cursor, `rows` at a time."""
    statement, values = _publicity_query(asked, day=day, moment=moment)
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while found := cursor.fetchmany(rows):
            names = [column.name for column in cursor.description]
            yield [dict(zip(names, row, strict=True)) for row in found]

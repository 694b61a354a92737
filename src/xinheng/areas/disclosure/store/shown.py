"""Queries of what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection, transaction

from xinheng.areas.archive.terms import ROW_BITS
from xinheng.areas.disclosure.store.rows import Row, rows_of
from xinheng.areas.disclosure.terms import PublicityFilter, View

_SHOWN = """
    SELECT s.*, t.entry, t.pack, t.version AS pack_version, t.status AS term_status
    FROM disclosure_shown(%(day)s, %(moment)s) s JOIN disclosure_term t ON t.id = s.term_id
    WHERE {where}
"""

# of another day's or moment's view, what is still on display, as it is now: nothing given up comes back (DIS-08)
_PROVIDED = "EXISTS (SELECT FROM disclosure_shown(%(today)s, %(provided_at)s) n WHERE n.id = s.id)"

_MARKED = """
    SELECT found.*, (
        SELECT jsonb_agg(jsonb_build_object('kind', m.kind, 'zh', m.words_zh, 'en', m.words_en, 'at', m.at)
                         ORDER BY m.at, m.mark_id)
        FROM archive_marks(%(told_at)s) m
        WHERE m.item = found.item AND m.key = found.key AND m.kind IN ('objected', 'stated')
    ) AS marks
    FROM ({query}) found
"""


def _marked(query: str) -> str:
    """The query's rows with the marks that are told beside them: looked up for these rows alone."""
    return _MARKED.format(query=query)


def _shown(view: View, where: str) -> str:
    return _SHOWN.format(where=_provided(view, where))


def _provided(view: View, where: str) -> str:
    return where if view.is_whole else f"{where} AND {_PROVIDED}"


def _values(view: View) -> Row:
    return {
        "day": view.day,
        "moment": view.moment,
        "today": view.today,
        "provided_at": view.provided_at,
        "told_at": view.provided_at or view.moment,
    }


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
      AND NOT EXISTS (SELECT FROM disclosure_hidden(%(day)s, %(moment)s) h WHERE h.item = v.item AND h.key = v.key)
"""


def awaiting(view: View) -> list[Row]:
    """submission_id, item and number of the records that await their review, the oldest submission first."""
    return rows_of(
        f"SELECT v.submission_id, v.item, count(*) AS n {_AWAITING} GROUP BY v.submission_id, v.item"
        " ORDER BY v.submission_id",
        _values(view),
    )


def awaiting_of(submission: int, view: View, *, limit: int, offset: int) -> list[Row]:
    """Records of one submission that await their review, in the order of its rows."""
    query = f"""
        SELECT v.id, v.item, v.key, v.subject, v.organ, v.instrument, v.decided_on, v.begins_on, v.ends_on, v.region,
               v.provider, v.source, v.submission_id, v.row_no, v.change, v.known_from, v.data, u.shown_until,
               t.id AS term_id, t.entry, t.pack, t.version AS pack_version, t.status AS term_status
        {_AWAITING} AND v.id >= %(first)s AND v.id < %(after)s
        ORDER BY v.id LIMIT %(limit)s OFFSET %(offset)s
    """
    return rows_of(
        _marked(query),
        _values(view)
        | {"limit": limit, "offset": offset}
        | {"first": submission << ROW_BITS, "after": (submission + 1) << ROW_BITS},
    )


def shown_of_subject(
    subjects: Sequence[str], view: View, *, items: Sequence[str] | None, limit: int, offset: int
) -> list[Row]:
    """Records on display about any of the codes, newest decision first."""
    narrowed = "" if items is None else " AND s.item = ANY(%(items)s)"
    query = _shown(view, f"s.subject = ANY(%(subjects)s){narrowed}")
    return rows_of(
        _marked(
            f"{query} ORDER BY s.decided_on DESC NULLS LAST, s.id DESC LIMIT %(limit)s OFFSET %(offset)s"
        ),
        _values(view)
        | {"subjects": list(subjects), "items": list(items or ()), "limit": limit, "offset": offset},
    )


def overview_of_subject(subjects: Sequence[str], view: View, *, items: Sequence[str], each: int) -> list[Row]:
    """The newest `each` records on display about any of the codes, of each item."""
    query = _shown(view, "s.subject = ANY(%(subjects)s) AND s.item = asked.item")
    return rows_of(
        _marked(f"""
        SELECT newest.* FROM unnest(%(items)s::text[]) AS asked (item) CROSS JOIN LATERAL (
            {query} ORDER BY s.decided_on DESC NULLS LAST, s.id DESC LIMIT %(each)s
        ) newest
        """),
        _values(view) | {"subjects": list(subjects), "items": list(items), "each": each},
    )


def counts_of_subject(subjects: Sequence[str], view: View) -> dict[str, int]:
    """Number of records on display about any of the codes, by item."""
    rows = rows_of(
        "SELECT s.item, count(*) AS n FROM disclosure_shown(%(day)s, %(moment)s) s"
        f" WHERE {_provided(view, 's.subject = ANY(%(subjects)s)')} GROUP BY s.item",
        _values(view) | {"subjects": list(subjects)},
    )
    return {row["item"]: row["n"] for row in rows}


def counts(view: View) -> dict[str, int]:
    """Number of all records on display, by item."""
    rows = rows_of(
        "SELECT s.item, count(*) AS n FROM disclosure_shown(%(day)s, %(moment)s) s"
        f" WHERE {_provided(view, 'true')} GROUP BY s.item",
        _values(view),
    )
    return {row["item"]: row["n"] for row in rows}


def shown_record(view: View, *, item: str, key: bytes) -> Row | None:
    """One record by its natural key, when it is on display."""
    query = _shown(view, "s.item = %(item)s AND s.key = %(key)s")
    rows = rows_of(_marked(f"{query} LIMIT 1"), _values(view) | {"item": item, "key": key})
    return rows[0] if rows else None


def shown_publicity(asked: PublicityFilter, view: View, *, limit: int, offset: int) -> list[Row]:
    """Records of the double-publicity column, newest decision first."""
    where, values = _where(asked)
    query = _shown(view, f"s.item = asked.item AND {where}")
    # one short walk of an index for each item: a single walk over several items would sort all they have
    return rows_of(
        _marked(f"""
        SELECT newest.* FROM unnest(%(items)s::text[]) AS asked (item) CROSS JOIN LATERAL (
            {query} ORDER BY s.decided_on DESC, s.id DESC LIMIT %(enough)s
        ) newest
        ORDER BY newest.decided_on DESC, newest.id DESC LIMIT %(limit)s OFFSET %(offset)s
        """),
        _values(view) | values | {"enough": limit + offset, "limit": limit, "offset": offset},
    )


def count_publicity(asked: PublicityFilter, view: View, *, at_most: int) -> int:
    """Number of records that the filter finds, counted up to `at_most`."""
    where, values = _where(asked)
    rows = rows_of(
        "SELECT count(*) AS n FROM (SELECT 1 FROM disclosure_shown(%(day)s, %(moment)s) s"
        f" WHERE {_provided(view, f's.item = ANY(%(items)s) AND {where}')} LIMIT %(at_most)s) found",
        _values(view) | values | {"at_most": at_most},
    )
    return int(rows[0]["n"])


def publicity_portions(asked: PublicityFilter, view: View, *, rows: int = 5_000) -> Iterator[list[Row]]:
    """The column's whole result through a server-side cursor, `rows` at a time."""
    where, values = _where(asked)
    query = _shown(view, f"s.item = ANY(%(items)s) AND {where}")
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_marked(f"{query} ORDER BY s.decided_on DESC, s.id DESC"), _values(view) | values)
        while found := cursor.fetchmany(rows):
            names = [column.name for column in cursor.description]
            yield [dict(zip(names, row, strict=True)) for row in found]


_AFTER_DATED = "(s.decided_on, s.id) < (%(after_day)s, %(after_id)s)"
# the newest-first order puts records without a day before all others
_AFTER_UNDATED = "(s.decided_on IS NOT NULL OR s.id < %(after_id)s)"


def _where(asked: PublicityFilter) -> tuple[str, Row]:
    """Condition and values; every value is a parameter, every name stands here."""
    parts = ["true"]
    values: Row = {"items": list(asked.items)}
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

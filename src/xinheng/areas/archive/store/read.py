"""A record's versions, and a version's place in the batch it came with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection

from xinheng.areas.archive.store.content import content_of_row
from xinheng.areas.archive.terms import ROW_BITS, BatchPlace, Change, SubjectKind, VersionFacts
from xinheng.kernel.tlog.content import Content

_COLUMNS = (
    "id, item, key, content_hash, subject_kind, subject, organ, instrument, decided_on, begins_on, ends_on, region,"
    " provider, source, submission_id, row_no, change, known_from, data"
)


def versions(*, item: str, key: bytes, moment: datetime) -> tuple[VersionFacts, ...]:
    """What was known of a record at a moment, oldest first; what its sender took back by then is left out."""
    rows = _rows(
        f"SELECT {_COLUMNS} FROM archive_version v WHERE item = %(item)s AND key = %(key)s"
        " AND known_from <= %(moment)s AND NOT EXISTS (SELECT FROM archive_takenback t"
        " WHERE t.submission_id = v.submission_id AND t.at <= %(moment)s) ORDER BY known_from, id",
        {"item": item, "key": key, "moment": moment},
    )
    return tuple(_facts(row) for row in rows)


def standing_about(
    subjects: Sequence[str], *, moment: datetime, items: Sequence[str] | None, limit: int, offset: int
) -> tuple[VersionFacts, ...]:
    """The standing version of each record about any of the subjects, newest decision first."""
    narrowed = "" if items is None else " AND v.item = ANY(%(items)s)"
    rows = _rows(
        f"SELECT {_COLUMNS} FROM archive_standing(%(moment)s) v WHERE v.subject = ANY(%(subjects)s){narrowed}"
        " ORDER BY v.decided_on DESC NULLS LAST, v.id DESC LIMIT %(limit)s OFFSET %(offset)s",
        {"subjects": list(subjects), "items": list(items or ()), "moment": moment}
        | {"limit": limit, "offset": offset},
    )
    return tuple(_facts(row) for row in rows)


def items_about(subjects: Sequence[str], *, moment: datetime) -> frozenset[str]:
    """The items of which some record about any of the subjects stands."""
    rows = _rows(
        "SELECT DISTINCT v.item FROM archive_standing(%(moment)s) v WHERE v.subject = ANY(%(subjects)s)",
        {"subjects": list(subjects), "moment": moment},
    )
    return frozenset(row["item"] for row in rows)


def count_about(subjects: Sequence[str], *, moment: datetime, items: Sequence[str] | None) -> int:
    """How many records about any of the subjects stand."""
    narrowed = "" if items is None else " AND v.item = ANY(%(items)s)"
    rows = _rows(
        f"SELECT count(*) AS n FROM archive_standing(%(moment)s) v WHERE v.subject = ANY(%(subjects)s){narrowed}",
        {"subjects": list(subjects), "items": list(items or ()), "moment": moment},
    )
    return int(rows[0]["n"])


def counting(
    subjects: Sequence[str], *, items: Sequence[str] | None, moment: datetime
) -> tuple[VersionFacts, ...]:
    """Versions about any of the codes that may count at a moment, newest decision first."""
    narrowed = "" if items is None else " AND item = ANY(%(items)s)"
    rows = _rows(
        f"SELECT {_COLUMNS} FROM archive_counting(%(moment)s) WHERE subject = ANY(%(subjects)s){narrowed}"
        " ORDER BY decided_on DESC NULLS LAST, id DESC",
        {"subjects": list(subjects), "items": list(items or ()), "moment": moment},
    )
    return tuple(_facts(row) for row in rows)


def batch_place(version_id: int) -> BatchPlace | None:
    """Where a version lies among those deposited with it; None when there is no such version."""
    rows = _rows(
        "SELECT known_from FROM archive_version WHERE id = %(id)s",
        {"id": version_id},
    )
    if not rows:
        return None
    submission, at = version_id >> ROW_BITS, rows[0]["known_from"]
    before = _rows(
        "SELECT count(*) AS n FROM archive_version WHERE id >= %(first)s AND id < %(id)s AND known_from = %(at)s",
        {"first": submission << ROW_BITS, "id": version_id, "at": at},
    )
    return BatchPlace(submission=submission, at=at, index=before[0]["n"])


def batch_rows(place: BatchPlace, *, wanted: range) -> pl.DataFrame:
    """Rows of the batch that `place` lies in, by their places: row_no, change, key, content_hash."""
    rows = _rows(
        "SELECT row_no, change, key, content_hash FROM archive_version"
        " WHERE id >= %(first)s AND id < %(after)s AND known_from = %(at)s"
        " ORDER BY id OFFSET %(start)s LIMIT %(number)s",
        _slice(place, wanted),
    )
    schema = {"row_no": pl.UInt32, "change": pl.String, "key": pl.Binary, "content_hash": pl.Binary}
    return pl.DataFrame(rows, schema=schema)


def changed_rows(place: BatchPlace, *, wanted: range) -> tuple[int, ...]:
    """Of the rows of a batch, by their places, those whose content is not the one that their hash was made of."""
    rows = _rows(
        "SELECT row_no, content_hash, key, data, withheld FROM archive_version"
        " WHERE id >= %(first)s AND id < %(after)s AND known_from = %(at)s"
        " ORDER BY id OFFSET %(start)s LIMIT %(number)s",
        _slice(place, wanted),
    )
    return tuple(row["row_no"] for row in rows if not content_of_row(row).fits(bytes(row["content_hash"])))


def content(version_id: int) -> Content | None:
    """Both parts of a version's content; None when there is no such version."""
    rows = _rows("SELECT key, data, withheld FROM archive_version WHERE id = %(id)s", {"id": version_id})
    return content_of_row(rows[0]) if rows else None


def first_received_days(submission: int) -> dict[date, int]:
    """Of the records that a submission brought in for the first time: decision day → number."""
    rows = _rows(
        "SELECT decided_on, count(*) AS n FROM archive_version WHERE id >= %(first)s AND id < %(after)s"
        " AND change = 'new' AND decided_on IS NOT NULL GROUP BY decided_on",
        {"first": submission << ROW_BITS, "after": (submission + 1) << ROW_BITS},
    )
    return {row["decided_on"]: row["n"] for row in rows}


def standing_of(submission: int) -> int:
    """Number of a submission's versions that stand."""
    rows = _rows(
        "SELECT count(*) AS n FROM archive_standing('infinity') WHERE id >= %(first)s AND id < %(after)s",
        {"first": submission << ROW_BITS, "after": (submission + 1) << ROW_BITS},
    )
    return int(rows[0]["n"])


def _facts(row: Mapping[str, Any]) -> VersionFacts:
    plain = {name: row[name] for name in row.keys() - {"submission_id", "row_no"}}
    return VersionFacts(
        **plain
        | {
            "key": bytes(row["key"]),
            "content_hash": bytes(row["content_hash"]),
            "subject_kind": SubjectKind(row["subject_kind"]),
            "change": Change(row["change"]),
            "data": json.loads(row["data"]),
            "submission": row["submission_id"],
            "row": row["row_no"],
        }
    )


def _slice(place: BatchPlace, wanted: range) -> dict[str, Any]:
    """Where in the table some places of a batch are."""
    return {
        "first": place.submission << ROW_BITS,
        "after": (place.submission + 1) << ROW_BITS,
        "at": place.at,
        "start": wanted.start,
        "number": len(wanted),
    }


def _rows(statement: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

"""Marks on records: which stand, which records bear them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from xinheng.areas.archive.terms import KeptMark, MarkFacts, MarkKind
from xinheng.kernel.text import Text

Record = tuple[str, bytes]
"""Item and natural key."""


def unknown_records(records: Sequence[Record]) -> int:
    """How many of these records the archive has never held."""
    return int(
        _rows(
            "SELECT count(*) AS n FROM unnest(%(items)s::text[], %(keys)s::bytea[]) AS asked (item, key)"
            " WHERE NOT EXISTS (SELECT FROM archive_version v WHERE v.item = asked.item AND v.key = asked.key)",
            _arrays(records),
        )[0]["n"]
    )


def bearing(
    records: Sequence[Record], *, kind: MarkKind, case: tuple[str, str], moment: datetime
) -> set[Record]:
    """Those of the records that bear this mark of this case already."""
    rows = _rows(
        "SELECT m.item, m.key FROM unnest(%(items)s::text[], %(keys)s::bytea[]) AS asked (item, key)"
        " JOIN archive_marks(%(moment)s) m ON m.item = asked.item AND m.key = asked.key"
        " WHERE m.kind = %(kind)s AND m.case_kind = %(case_kind)s AND m.case_id = %(case_id)s",
        _arrays(records) | {"moment": moment, "kind": kind, "case_kind": case[0], "case_id": case[1]},
    )
    return {(row["item"], bytes(row["key"])) for row in rows}


def add_mark(
    records: Sequence[Record], kind: MarkKind, *, case: tuple[str, str], words: Text, at: datetime
) -> int:
    """Mark the records; returns the mark's number."""
    return int(
        _rows(
            """
            WITH mark AS (
                INSERT INTO archive_mark (kind, case_kind, case_id, words_zh, words_en, at, records)
                VALUES (%(kind)s, %(case_kind)s, %(case_id)s, %(zh)s, %(en)s, %(at)s, %(records)s) RETURNING id
            ), marked AS (
                INSERT INTO archive_marked (mark_id, item, key)
                SELECT mark.id, asked.item, asked.key
                FROM mark, unnest(%(items)s::text[], %(keys)s::bytea[]) AS asked (item, key)
            )
            SELECT id FROM mark
            """,
            _arrays(records)
            | {"kind": kind, "case_kind": case[0], "case_id": case[1], "at": at, "records": len(records)}
            | {"zh": words.zh, "en": words.en},
        )[0]["id"]
    )


def standing_of_case(
    case: tuple[str, str], kinds: Iterable[MarkKind], *, moment: datetime
) -> tuple[tuple[int, int], ...]:
    """Marks of a case that stand at a moment: number, and how many records bear it."""
    rows = _rows(
        "SELECT m.id, m.records FROM archive_mark m WHERE m.case_kind = %(case_kind)s AND m.case_id = %(case_id)s"
        " AND m.kind = ANY(%(kinds)s) AND m.at <= %(moment)s"
        " AND NOT EXISTS (SELECT FROM archive_markend e WHERE e.mark_id = m.id) ORDER BY m.id",
        {"case_kind": case[0], "case_id": case[1], "kinds": [kind.value for kind in kinds], "moment": moment},
    )
    return tuple((row["id"], row["records"]) for row in rows)


def end_marks(marks: Sequence[int], *, why: str, at: datetime) -> None:
    """End marks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO archive_markend (mark_id, at, why) SELECT mark, %s, %s FROM unnest(%s::bigint[]) AS mark",
            [at, why, list(marks)],
        )


_FACTS = """
    SELECT m.id, r.item, r.key, m.kind, m.case_kind, m.case_id, m.words_zh, m.words_en, m.at, e.at AS ended_at
    FROM archive_marked r JOIN archive_mark m ON m.id = r.mark_id LEFT JOIN archive_markend e ON e.mark_id = m.id
"""


def marks_of_record(*, item: str, key: bytes, moment: datetime) -> tuple[MarkFacts, ...]:
    """Every mark that a record bore by a moment, ended ones too, oldest first."""
    rows = _rows(
        f"{_FACTS} WHERE r.item = %(item)s AND r.key = %(key)s AND m.at <= %(moment)s ORDER BY m.at, m.id",
        {"item": item, "key": key, "moment": moment},
    )
    return tuple(_facts(row, moment) for row in rows)


def marks_of_case(case: tuple[str, str]) -> tuple[MarkFacts, ...]:
    """Every mark of a case, ended ones too, a line for each record, oldest first."""
    rows = _rows(
        f"{_FACTS} WHERE m.case_kind = %(kind)s AND m.case_id = %(id)s ORDER BY m.id, r.item, r.key",
        {"kind": case[0], "id": case[1]},
    )
    return tuple(_facts(row, None) for row in rows)


def latest_mark() -> tuple[int, datetime | None]:
    """Number of the newest mark, and when one was last ended."""
    row = _rows(
        "SELECT (SELECT coalesce(max(id), 0) FROM archive_mark) AS newest, (SELECT max(at) FROM archive_markend) AS ended",
        {},
    )[0]
    return row["newest"], row["ended"]


def kept_mark(number: int) -> KeptMark | None:
    """A mark and the records that bear it."""
    found = _rows(
        "SELECT kind, case_kind, case_id, words_zh, words_en FROM archive_mark WHERE id = %(mark)s",
        {"mark": number},
    )
    if not found:
        return None
    row = found[0]
    records = _rows(
        'SELECT item, key FROM archive_marked WHERE mark_id = %(mark)s ORDER BY item COLLATE "C", key',
        {"mark": number},
    )
    return KeptMark(
        kind=MarkKind(row["kind"]),
        case=(row["case_kind"], row["case_id"]),
        words=Text(zh=row["words_zh"], en=row["words_en"]),
        records=tuple((record["item"], bytes(record["key"])) for record in records),
    )


def mark_numbers() -> tuple[frozenset[int], frozenset[int]]:
    """Numbers of all marks, and of those that were ended."""
    marks = _rows("SELECT id FROM archive_mark", {})
    ended = _rows("SELECT mark_id AS id FROM archive_markend", {})
    return frozenset(row["id"] for row in marks), frozenset(row["id"] for row in ended)


def _facts(row: Mapping[str, Any], moment: datetime | None) -> MarkFacts:
    ended = row["ended_at"]
    return MarkFacts(
        id=row["id"],
        item=row["item"],
        key=bytes(row["key"]),
        kind=MarkKind(row["kind"]),
        case=(row["case_kind"], row["case_id"]),
        words=Text(zh=row["words_zh"], en=row["words_en"]),
        at=row["at"],
        ended_at=ended if ended is not None and (moment is None or ended <= moment) else None,
    )


def _arrays(records: Sequence[Record]) -> dict[str, Any]:
    return {"items": [item for item, _key in records], "keys": [key for _item, key in records]}


def _rows(statement: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

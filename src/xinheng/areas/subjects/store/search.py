"""The queries of the search. All are bounded; none sorts or counts more than it returns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from xinheng.areas.subjects.rules.query import Filter, like
from xinheng.areas.subjects.terms import MatchedOn

_LETTERS_SCANNED = 2_000
"""Names that a filter may look through after a pinyin prefix: it has no index of its own there."""


@dataclass(frozen=True, slots=True)
class Found:
    """One name, or code, of an organisation that matched."""

    organisation_id: int
    matched_on: MatchedOn
    current: bool
    name: str
    text: str
    trade: str


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A LIKE pattern for any part of the comparable name, or one for its beginning or its trade name's."""

    anywhere: str | None = None
    beginning: str | None = None


def shares(tokens: Collection[int]) -> tuple[dict[int, float], float]:
    """How many of all names have each of these tokens (only common ones are known), and the number of names.

    PostgreSQL keeps both up to date itself (ANALYZE of an array column).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.reltuples, coalesce((
                SELECT json_object_agg(e, f) FROM pg_stats s,
                    unnest(s.most_common_elems::text::int[], s.most_common_elem_freqs::float8[]) AS u (e, f)
                WHERE s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = 'tokens'
                  AND e = ANY(%s::int[])
            ), '{}')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid = 'subjects_searchname'::regclass
            """,
            [list(tokens)],
        )
        rows, found = cursor.fetchone()
    return {int(token): float(share) for token, share in found.items()}, float(rows)


def names_having(
    tokens: Sequence[int], pattern: NamePattern, narrowed: Filter, *, at_most: int
) -> list[Found]:
    """Names by the token index, in no order."""
    return _names(
        """
        SELECT organisation_id, current, name, text, trade
        FROM subjects_names_having(%s, %s, %s, %s, %s, %s)
        """,
        [
            list(tokens),
            pattern.anywhere,
            pattern.beginning,
            narrowed.region_pattern,
            narrowed.kind,
            at_most,
        ],
    )


def names_sampled(percent: float, pattern: NamePattern, narrowed: Filter, *, at_most: int) -> list[Found]:
    """Names from blocks spread over the table: the way to a pageful of very common words (有限)."""
    conditions, values = ["true"], []
    if pattern.anywhere is not None:
        conditions.append("text LIKE %s")
        values.append(pattern.anywhere)
    if pattern.beginning is not None:
        conditions.append("(text LIKE %s OR trade LIKE %s)")
        values += [pattern.beginning, pattern.beginning]
    _narrow(narrowed, conditions, values)
    return _names(
        f"""
        SELECT organisation_id, current, name, text, trade
        FROM subjects_searchname TABLESAMPLE SYSTEM (%s) REPEATABLE (1)
        WHERE {" AND ".join(conditions)} LIMIT %s
        """,
        [percent, *values, at_most],
    )


def _names(statement: str, values: list[Any]) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [
            Found(number, MatchedOn.NAME if current else MatchedOn.FORMER_NAME, current, name, text, trade)
            for number, current, name, text, trade in cursor.fetchall()
        ]


def _narrow(narrowed: Filter, conditions: list[str], values: list[Any], *, of: str = "") -> None:
    if narrowed.region_pattern is not None:
        conditions.append(f"{of}region LIKE %s")
        values.append(narrowed.region_pattern)
    if narrowed.kind is not None:
        conditions.append(f"{of}kind = %s")
        values.append(narrowed.kind)


_BY_LETTERS = (
    ("initials", MatchedOn.INITIALS),
    ("trade_initials", MatchedOn.INITIALS),
    ("pinyin", MatchedOn.PINYIN),
    ("trade_pinyin", MatchedOn.PINYIN),
)


def by_letters(letters: str, narrowed: Filter, *, at_most: int) -> tuple[list[Found], bool]:
    """Names whose initials or pinyin, or those of the trade name, begin so; and whether there may be more."""
    conditions: list[str] = ["true"]
    values: list[Any] = []
    _narrow(narrowed, conditions, values)
    scanned = at_most if len(conditions) == 1 else _LETTERS_SCANNED
    parts = [
        f"""(SELECT {number} AS way, s.*, count(*) OVER () FROM (
            SELECT organisation_id, current, name, text, trade, region, kind
            FROM subjects_searchname WHERE {column} LIKE %s ORDER BY {column} LIMIT {scanned}
        ) s)"""
        for number, (column, _matched) in enumerate(_BY_LETTERS)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT way, organisation_id, current, name, text, trade, count
            FROM ({" UNION ALL ".join(parts)}) u
            WHERE {" AND ".join(conditions)} LIMIT {at_most * len(parts)}
            """,
            [letters + "%"] * len(parts) + values,
        )
        rows = cursor.fetchall()
    found = [
        Found(number, _BY_LETTERS[way][1], current, name, text, trade)
        for way, number, current, name, text, trade, _count in rows
    ]
    return found, any(row[-1] >= scanned for row in rows)


def by_uscc(part: str, narrowed: Filter, *, at_most: int) -> tuple[list[Found], bool]:
    """Organisations whose USCC begins so, by code; and whether there may be more."""
    conditions: list[str] = ["true"]
    values: list[Any] = []
    _narrow(narrowed, conditions, values)
    scanned = at_most if len(conditions) == 1 else _LETTERS_SCANNED
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT id, name, uscc, count FROM (
                SELECT s.*, count(*) OVER () FROM (
                    SELECT id, name, uscc, region, kind FROM subjects_organisation
                    WHERE uscc LIKE %s ORDER BY uscc LIMIT {scanned}
                ) s
            ) u WHERE {" AND ".join(conditions)} LIMIT {at_most}
            """,
            [like(part) + "%", *values],
        )
        rows = cursor.fetchall()
    found = [Found(number, MatchedOn.USCC, True, uscc, uscc, "") for number, _name, uscc, _count in rows]
    return found, any(row[-1] >= scanned for row in rows)


def by_code(code: str, narrowed: Filter, *, at_most: int) -> list[Found]:
    """Organisations to which exactly this earlier code is linked."""
    conditions = ["c.value = %s"]
    values: list[Any] = [code]
    _narrow(narrowed, conditions, values, of="o.")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT o.id, c.value FROM subjects_organisationcode c
            JOIN subjects_organisation o ON o.id = c.organisation_id
            WHERE {" AND ".join(conditions)} LIMIT %s
            """,
            [*values, at_most],
        )
        return [Found(number, MatchedOn.CODE, True, value, value, "") for number, value in cursor.fetchall()]


def organisations(ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """(uscc, name, kind, region, status, synthetic) by id."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, uscc, name, kind, region, status, synthetic FROM subjects_organisation
            WHERE id = ANY(%s)
            """,
            [list(ids)],
        )
        return {row[0]: row[1:] for row in cursor.fetchall()}

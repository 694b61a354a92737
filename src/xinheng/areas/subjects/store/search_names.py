"""Filling the read model of the search, in sets."""

from __future__ import annotations

import polars as pl
from django.db import connection

from xinheng.areas.subjects.rules import names, pinyin, tokens
from xinheng.plumbing.postgres.copying import copy_into

_NAMES = """
    SELECT o.id, true, o.name, o.region, o.kind FROM subjects_organisation o
    WHERE o.id = ANY(%(ids)s) AND o.name <> ''
    UNION ALL
    SELECT f.organisation_id, false, f.name, o.region, o.kind
    FROM subjects_organisationname f JOIN subjects_organisation o ON o.id = f.organisation_id
    WHERE f.organisation_id = ANY(%(ids)s)
"""
_PART = 50_000


def refresh(ids: list[int], *, words: tuple[str, ...]) -> None:
    """Make the search names of these organisations anew. `words`: regions a name may begin with."""
    for begin in range(0, len(ids), _PART):
        part = ids[begin : begin + _PART]
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM subjects_searchname WHERE organisation_id = ANY(%s)", [part])
            cursor.execute(_NAMES, {"ids": part})
            rows = pl.DataFrame(cursor.fetchall(), schema=_SCHEMA, orient="row")
        copy_into("subjects_searchname", complete(rows, words=words))


_SCHEMA = {
    "organisation_id": pl.Int64,
    "current": pl.Boolean,
    "name": pl.String,
    "region": pl.String,
    "kind": pl.String,
}


def complete(rows: pl.DataFrame, *, words: tuple[str, ...]) -> pl.DataFrame:
    """The columns of `subjects_searchname` for names of organisations."""
    text = names.comparable_column(rows["name"]).alias("text")
    trade = names.trade_name_column(text, words=words)
    whole, short = pinyin.pinyin(text), pinyin.pinyin(trade)
    filled = rows.with_columns(
        text,
        trade,
        whole.initials.alias("initials"),
        short.initials.alias("trade_initials"),
        whole.full.alias("pinyin"),
        short.full.alias("trade_pinyin"),
    )
    return filled.with_columns(tokens.tokens_column(filled))


def refresh_waiting(*, at_most: int, words: tuple[str, ...]) -> int:
    """Make the search names of waiting organisations; returns how many. Several may work at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM subjects_searchpending WHERE organisation_id IN (
                SELECT organisation_id FROM subjects_searchpending LIMIT %s FOR UPDATE SKIP LOCKED
            ) RETURNING organisation_id
            """,
            [at_most],
        )
        ids = [row[0] for row in cursor.fetchall()]
    refresh(ids, words=words)
    return len(ids)


def waiting() -> int:
    """How many organisations wait for their search names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM subjects_searchpending")
        return int(cursor.fetchone()[0])

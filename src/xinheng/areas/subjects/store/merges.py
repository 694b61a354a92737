"""Merges that hold, and where they lead."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

# A merge that was absorbed itself leads on; merging in a circle is refused when it is recorded.
_FOLLOW = """
    WITH RECURSIVE way (start, place, steps) AS (
        SELECT absorbed_id, survivor_id, 1 FROM subjects_merge
        WHERE undone_at IS NULL AND absorbed_id = ANY(%s)
        UNION ALL
        SELECT way.start, m.survivor_id, way.steps + 1
        FROM way JOIN subjects_merge m ON m.absorbed_id = way.place AND m.undone_at IS NULL
    )
    SELECT DISTINCT ON (start) start, place FROM way ORDER BY start, steps DESC
"""
_ABSORBED = """
    WITH RECURSIVE family (place) AS (
        SELECT absorbed_id FROM subjects_merge WHERE undone_at IS NULL AND survivor_id = %s
        UNION ALL
        SELECT m.absorbed_id FROM family JOIN subjects_merge m
        ON m.survivor_id = family.place AND m.undone_at IS NULL
    )
    SELECT place FROM family
"""


def survivors(ids: Sequence[int]) -> dict[int, int]:
    """For each organisation that was merged away: the one it continues as today."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW, [list(ids)])
        return dict(cursor.fetchall())


def absorbed_by(organisation: int) -> tuple[int, ...]:
    """Every organisation that continues as this one, directly or through another."""
    with connection.cursor() as cursor:
        cursor.execute(_ABSORBED, [organisation])
        return tuple(row[0] for row in cursor.fetchall())

"""All clocks reckoned again at once: one statement, however many there are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from xinheng.areas.clocks import rules
from xinheng.areas.clocks.terms import Reckoning

_OPEN = "(c.state = 'running' OR (c.provisional AND c.state IN ('met', 'met_late')))"
_FRESH = """
    SELECT * FROM unnest(%(deadlines)s::text[], %(events)s::date[], %(due)s::date[], %(provisional)s::bool[],
                         %(rules)s::text[], %(statuses)s::text[], %(statutory)s::bool[])
             AS n (deadline, event_on, due_on, provisional, rule, status, statutory)
"""
# a new version of a pack that says the same changes nothing
_DIFFERS = """
    c.deadline = n.deadline AND c.event_on = n.event_on
    AND (c.due_on, c.provisional, c.status, c.statutory, split_part(c.rule, '@', 1))
        IS DISTINCT FROM (n.due_on, n.provisional, n.status, n.statutory, split_part(n.rule, '@', 1))
"""


@dataclass(frozen=True, slots=True)
class Fresh:
    """What the law gives now for an event of a deadline."""

    deadline: str
    event_on: date
    reckoned: rules.Reckoned


def open_events() -> list[tuple[str, date]]:
    """The deadlines and days of event whose clocks run, or ended on a day that was provisional."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT c.deadline, c.event_on FROM clocks_clock c WHERE {_OPEN}")
        found: list[tuple[str, date]] = cursor.fetchall()
        return found


def differing(fresh: Sequence[Fresh]) -> bool:
    """Would any clock get another day, rule or status?"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM ({_FRESH}) n JOIN clocks_clock c ON {_DIFFERS} WHERE {_OPEN})",
            _columns(fresh),
        )
        return bool(cursor.fetchone()[0])


def reckon_again(fresh: Sequence[Fresh], *, law: str, at: datetime) -> list[tuple[int, date, bool, str]]:
    """Give clocks their new days and judge ended ones by them; (clock, due, provisional, rule) of each changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH n AS ({_FRESH}), changed AS (
                UPDATE clocks_clock c
                SET due_on = n.due_on, provisional = n.provisional, rule = n.rule, status = n.status,
                    statutory = n.statutory,
                    state = CASE
                        WHEN c.state = 'running' THEN 'running'
                        WHEN (c.stopped_at AT TIME ZONE 'Asia/Shanghai')::date <= n.due_on THEN 'met'
                        ELSE 'met_late'
                    END
                FROM n WHERE {_DIFFERS} AND {_OPEN}
                RETURNING c.id, c.due_on, c.provisional, c.rule, c.status
            ), kept AS (
                INSERT INTO clocks_reckoning (clock_id, due_on, provisional, rule, status, why, law, at)
                SELECT id, due_on, provisional, rule, status, %(why)s, %(law)s, %(at)s FROM changed
            )
            SELECT id, due_on, provisional, rule FROM changed ORDER BY id
            """,
            _columns(fresh) | {"why": Reckoning.RECOMPUTED.value, "law": law, "at": at},
        )
        found: list[tuple[int, date, bool, str]] = cursor.fetchall()
        return found


def digest_of(changed: Iterable[tuple[int, date, bool, str]]) -> str:
    """SHA-256 over `<clock> <day> <provisional> <rule>` lines in the order of the clocks, hexadecimal."""
    lines = (f"{number} {due} {int(provisional)} {rule}\n" for number, due, provisional, rule in changed)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _columns(fresh: Sequence[Fresh]) -> dict[str, Any]:
    return {
        "deadlines": [one.deadline for one in fresh],
        "events": [one.event_on for one in fresh],
        "due": [one.reckoned.due_on for one in fresh],
        "provisional": [one.reckoned.provisional for one in fresh],
        "rules": [one.reckoned.rule for one in fresh],
        "statuses": [one.reckoned.status.value for one in fresh],
        "statutory": [one.reckoned.statutory for one in fresh],
    }

"""Clocks of a case in the demonstration node's law, which adopts the draft's deadlines and lapse rules."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.clocks import actions
from xinheng.areas.clocks.terms import CENTRE, Bound, ClockFacts
from xinheng.plumbing.clock import SHANGHAI

CASE = ("objection", "YY20260914-0000001")
BY = {"actor": "officer"}


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 0, tzinfo=SHANGHAI)


def start(
    deadline: str = "objection-transfer",
    *,
    on: date,
    case: tuple[str, str] = CASE,
    bound: Bound = CENTRE,
) -> ClockFacts:
    clock = actions.start(deadline, about=case, bound=bound, event_on=on, at=at(on), **BY)
    assert clock is not None
    return clock


def load(on: date) -> int:
    return actions.load_lapses(catalogue.lawbook(), at=at(on), **BY)


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()

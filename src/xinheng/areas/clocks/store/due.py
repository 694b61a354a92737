"""What is due, and how deadlines were kept: for a few who are bound, or for all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Count, Q, QuerySet

from xinheng.areas.clocks.models import Clock
from xinheng.areas.clocks.terms import Bound, ClockState, DueState

RUNNING = Q(state=ClockState.RUNNING.value)


def counts(bounds: Collection[Bound] | None, *, today: date, soon: date) -> dict[DueState, int]:
    """How many clocks run in each state of nearness."""
    states = (state for state in DueState if state is not DueState.ENDED)
    asked = {state.value: Count("id", filter=_due(state, today=today, soon=soon)) for state in states}
    found: Mapping[str, int] = _running(bounds).aggregate(**asked)
    return {DueState(state): number for state, number in found.items()}


def lines(
    bounds: Collection[Bound] | None,
    shown: DueState | None,
    *,
    today: date,
    soon: date,
    limit: int,
    offset: int,
) -> list[Clock]:
    """Running clocks in the order of their days; without a state all that are not due later."""
    asked = Q(due_on__lte=soon) if shown is None else _due(shown, today=today, soon=soon)
    return list(_running(bounds).filter(asked).order_by("due_on", "id")[offset : offset + limit])


def _running(bounds: Collection[Bound] | None) -> QuerySet[Clock]:
    rows = Clock.objects.filter(RUNNING)
    return rows if bounds is None else rows.filter(_bound(bounds))


def _bound(bounds: Collection[Bound]) -> Q:
    by_kind: dict[str, list[str]] = {}
    for bound in bounds:
        by_kind.setdefault(bound.kind.value, []).append(bound.id)
    asked = Q(pk__in=[])
    for kind, ids in by_kind.items():
        asked |= Q(bound_kind=kind, bound_id__in=ids)
    return asked


def _due(state: DueState, *, today: date, soon: date) -> Q:
    match state:
        case DueState.OVERDUE:
            return Q(due_on__lt=today)
        case DueState.DUE_TODAY:
            return Q(due_on=today)
        case DueState.DUE_SOON:
            return Q(due_on__gt=today, due_on__lte=soon)
        case DueState.DUE_LATER:
            return Q(due_on__gt=soon)
        case DueState.ENDED:
            return ~RUNNING


_KEPT = """
    SELECT bound_kind, bound_id, deadline, event_on, state,
           (stopped_at AT TIME ZONE 'Asia/Shanghai')::date AS stopped_on
    FROM clocks_clock
    WHERE ((state IN ('met', 'met_late') AND stopped_at >= %(begin)s AND stopped_at < %(end)s)
           OR (state = 'running' AND due_on < %(today)s))
      AND (%(statutory)s::bool IS NULL OR statutory = %(statutory)s)
      AND (%(deadlines)s::text[] IS NULL OR deadline = ANY(%(deadlines)s))
"""


def kept(
    *, begin: datetime, end: datetime, today: date, deadlines: Collection[str] | None, statutory: bool | None
) -> pl.DataFrame:
    """Clocks that ended between two moments, and running ones that are overdue on a day (state `running`)."""
    asked: dict[str, Any] = {
        "begin": begin,
        "end": end,
        "today": today,
        "statutory": statutory,
        "deadlines": None if deadlines is None else list(deadlines),
    }
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, asked)
        rows = cursor.fetchall()
    schema = {
        "bound_kind": pl.String,
        "bound_id": pl.String,
        "deadline": pl.String,
        "event_on": pl.Date,
        "state": pl.String,
        "stopped_on": pl.Date,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")

"""When a clock is due, how it ended, and how near its day is. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from xinheng.areas.clocks.terms import Bound, BoundKind, ClockFacts, ClockState, DueState, Figures, Line
from xinheng.kernel.lawbook import LawOnDay, due_on
from xinheng.kernel.lawbook.meta import Status
from xinheng.kernel.text import Text
from xinheng.kernel.workdays import Calendar

AHEAD = 5
"""How many working days the board looks ahead."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The last day to act in time, the rule that says so, and whether it is law or a service standard."""

    title: Text
    due_on: date
    provisional: bool
    rule: str
    status: Status
    statutory: bool


def reckon(deadline_id: str, event_on: date, law: LawOnDay) -> Reckoned:
    """The day that the law gives for an event; NotRuled where no such deadline is in effect.

    `law` is that of the day of the event: what was law then goes on for its clocks.
    """
    ruled = law.deadline(deadline_id)
    due = due_on(ruled.value, event_on, law.calendar())
    return Reckoned(
        title=ruled.title,
        due_on=due.day,
        provisional=due.provisional,
        rule=f"{ruled.entry}@{ruled.version}",
        status=ruled.status,
        statutory=ruled.value.statutory,
    )


def ended(due_on: date, *, done_on: date) -> ClockState:
    """In time through the last day, late from the day after."""
    return ClockState.MET if done_on <= due_on else ClockState.MET_LATE


def horizon(today: date, calendar: Calendar) -> date:
    """The last day that the board calls soon."""
    return calendar.add(today, AHEAD).day


def due_state(clock: ClockFacts, *, today: date, soon: date) -> DueState:
    """How near the day is; `soon` is the board's horizon."""
    if not clock.running:
        return DueState.ENDED
    if clock.due_on < today:
        return DueState.OVERDUE
    if clock.due_on == today:
        return DueState.DUE_TODAY
    return DueState.DUE_SOON if clock.due_on <= soon else DueState.DUE_LATER


def line(clock: ClockFacts, *, today: date, soon: date, calendar: Calendar) -> Line:
    """The clock as the board shows it."""
    days = calendar.between(today, clock.due_on)
    return Line(clock, due_state(clock, today=today, soon=soon), days)


_KEYS = {"bound": ("bound_kind", "bound_id"), "deadline": ("deadline",)}
_HALF, _NINE_TENTHS = 50, 90


def figures(kept: pl.DataFrame, *, by: Collection[str], calendar: Calendar) -> tuple[Figures, ...]:
    """How deadlines were kept, divided as asked.

    Columns: bound_kind, bound_id, deadline (String), event_on, stopped_on (Date), state (`met`, `met_late`, or
    `running` of one that is overdue).
    """
    keys = [column for part in by for column in _KEYS[part]]
    days = calendar.between_column(kept["event_on"], kept["stopped_on"])
    ended = pl.col("state") != ClockState.RUNNING.value
    told = (
        kept.with_columns(days=days)
        .group_by(keys or [pl.lit(1).alias("node")])
        .agg(
            on_time=(pl.col("state") == ClockState.MET.value).sum(),
            late=(pl.col("state") == ClockState.MET_LATE.value).sum(),
            overdue=(~ended).sum(),
            median=_rank(pl.col("days").filter(ended), _HALF),
            slowest_tenth=_rank(pl.col("days").filter(ended), _NINE_TENTHS),
        )
    )
    return tuple(map(_figures, told.sort(keys or "node").iter_rows(named=True)))


def _rank(days: pl.Expr, percent: int) -> pl.Expr:
    """The smallest value that so many in a hundred do not exceed: the nearest rank."""
    place = (days.len() * percent + 99) // 100 - 1
    return pl.when(days.len() > 0).then(days.sort().get(pl.max_horizontal(place, 0), null_on_oob=True))


def _figures(row: dict[str, Any]) -> Figures:
    bound = Bound(BoundKind(row["bound_kind"]), row["bound_id"]) if "bound_kind" in row else None
    return Figures(
        bound=bound,
        deadline=row.get("deadline"),
        on_time=row["on_time"],
        late=row["late"],
        overdue=row["overdue"],
        median=row["median"],
        slowest_tenth=row["slowest_tenth"],
    )

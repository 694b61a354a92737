"""When a clock is due, how it ended, and how near its day is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xinheng.areas.clocks.terms import ClockFacts, ClockState, DueState
from xinheng.kernel.lawbook import LawOnDay, due_on
from xinheng.kernel.lawbook.meta import Status
from xinheng.kernel.text import Text
from xinheng.kernel.workdays import Calendar

AHEAD = 5
"""How many working days the board looks ahead."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The last day to act in time, and the rule that says so."""

    title: Text
    due_on: date
    provisional: bool
    rule: str
    status: Status


def reckon(deadline_id: str, event_on: date, law: LawOnDay) -> Reckoned:
    """The day that the law gives for an event; NotRuled where no such deadline is in effect.

    `law` is that of the day of the event: what was law then goes on for its clocks.
    """
    ruled = law.deadline(deadline_id)
    due = due_on(ruled.value, event_on, law.calendar())
    return Reckoned(ruled.title, due.day, due.provisional, f"{ruled.entry}@{ruled.version}", ruled.status)


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

"""When something is due, until which day a record is shown, from which it may be repaired. Pure: rule, days → day.

A period begins on the day after its event and ends on the day of the same number (Civil Code, art. 201,
202); what `shown_until` gives is the last day shown: the record is gone at 00:00 of the next.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from xinheng.kernel.lawbook.meta import (
    Deadline,
    DeadlineUnit,
    DisclosureTerm,
    Mode,
    RepairRule,
    TermStart,
    Until,
)
from xinheng.kernel.lawbook.periods import Period, add_period
from xinheng.kernel.workdays import Calendar, Due

_DAY = timedelta(days=1)


class NotStarted(Enum):
    """The event a term runs from has not come, or is not known: the term has not begun (and so not ended)."""

    NOT_STARTED = "not_started"


NOT_STARTED = NotStarted.NOT_STARTED


class NeverShown(ValueError):
    """The term's mode is not_public: there is no last day, because there is no first."""


def shown_until(
    term: DisclosureTerm,
    *,
    decided_on: date | None,
    begins_on: date | None,
    ends_on: date | None,
    known_on: date | None,
) -> date | NotStarted | None:
    """The last day a record is shown; None = without end; NOT_STARTED = its clock has no event to start from.

    Raises NeverShown for an item that is not public. `begins_on` starts no term of display; a record is taken
    with all its days so that no caller chooses among them.
    """
    if term.mode is Mode.NOT_PUBLIC:
        raise NeverShown(term.id)
    if term.until is Until.ALWAYS:
        return None
    if term.until is Until.VALID:
        return ends_on
    starts = {TermStart.DECIDED_ON: decided_on, TermStart.ENDS_ON: ends_on, TermStart.KNOWN_ON: known_on}
    event = starts[term.starts] if term.starts is not None else None
    if event is None or term.length is None:
        return NOT_STARTED
    return add_period(event, term.length)


def repairable_from(
    rule: RepairRule, *, decided_on: date | None, ends_on: date | None, known_on: date | None
) -> date | NotStarted | None:
    """The first day on which an application is accepted; None = any day; NOT_STARTED = its event has not come.

    The time of display before it has passed at the end of its last day. Whether the rule permits repair at
    all is asked before.
    """
    if rule.after is None or rule.starts is None:
        return None
    event = {TermStart.DECIDED_ON: decided_on, TermStart.ENDS_ON: ends_on, TermStart.KNOWN_ON: known_on}[
        rule.starts
    ]
    return NOT_STARTED if event is None else add_period(event, rule.after) + _DAY


def due_on(deadline: Deadline, event_on: date, calendar: Calendar) -> Due:
    """The last day to act in time after an event. Provisional when an unannounced year is counted."""
    if deadline.unit is DeadlineUnit.WORKING_DAY:
        eve = event_on if deadline.counts == "day_after" else event_on - _DAY
        return calendar.add(eve, deadline.length)
    months = {DeadlineUnit.MONTH: 1, DeadlineUnit.YEAR: 12}.get(deadline.unit, 0)
    days = deadline.length if deadline.unit is DeadlineUnit.CALENDAR_DAY else 0
    due = add_period(event_on, Period(months=months * deadline.length, days=days))
    return Due(day=due if deadline.counts == "day_after" else due - _DAY, provisional=False)

"""A department's own count beside what was received: the way concealed reports show (DQ-03)."""

from __future__ import annotations

from datetime import date

from xinheng.areas.quality.terms import Match


def match(*, counted: int, received: int, due_day: date | None, explained: bool, today: date) -> Match:
    """Judge one source count.

    `due_day` is the last day in time for a decision of the count's last day; None where the item has no
    clock: then whatever is missing is missing. A difference that was explained stays listed as such.
    """
    if counted == received:
        return Match.MATCHED
    if explained:
        return Match.EXPLAINED
    if counted < received:
        return Match.SURPLUS
    return Match.IN_TIME_YET if due_day is not None and today <= due_day else Match.CONCEALED

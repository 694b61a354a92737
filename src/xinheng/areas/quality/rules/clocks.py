"""By when a decision of each day has to be known: the packs' deadlines, day by day (PUB-01, PUB-02)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from xinheng.kernel.lawbook import Lawbook, Ruled, due_on
from xinheng.kernel.lawbook.meta import Deadline, DeadlineStart
from xinheng.kernel.workdays import Calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueDay:
    """A decision about `item` of `start_day` is due on `due_day`; `deadline` is the entry that says so."""

    deadline: str
    item: str
    start_day: date
    due_day: date
    provisional: bool


def due_days(lawbook: Lawbook, *, until: date) -> Iterator[DueDay]:
    """Every day on which some deadline runs from a decision, through `until`.

    The law of the day of decision counts. Where several deadlines hold for an item, the one that ends
    first does.
    """
    calendar = lawbook.calendar()
    days = [day for day in lawbook.days_of_change() if day <= until]
    for first, following in zip(days, [*days[1:], until + _DAY], strict=True):
        deadlines = [
            ruled
            for ruled in lawbook.as_of(first).deadlines()
            if ruled.value.starts is DeadlineStart.DECIDED_ON and ruled.value.items
        ]
        day = first
        while deadlines and day < following:
            yield from _of_day(deadlines, day, calendar)
            day += _DAY


def _of_day(deadlines: list[Ruled[Deadline]], day: date, calendar: Calendar) -> Iterator[DueDay]:
    strictest: dict[str, DueDay] = {}
    for ruled in deadlines:
        due = due_on(ruled.value, day, calendar)
        for item in ruled.value.items:
            made = DueDay(ruled.entry, item, day, due.day, due.provisional)
            rival = strictest.get(item)
            if rival is None or made.due_day < rival.due_day:
                strictest[item] = made
    yield from strictest.values()

"""Whatever the event and the year: never before the law's day, never on a day off, never a later event due earlier.

The oracle is chinese_calendar, which knows what the State Council announced for 2004 to 2026; the calendar under
test is made from the same announcements, the counting is not.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from chinese_calendar import constants
from hypothesis import given, settings
from hypothesis import strategies as st

from xinheng.areas.clocks.rules import ended, horizon
from xinheng.areas.clocks.terms import ClockState
from xinheng.kernel.lawbook import due_on, load_packs
from xinheng.kernel.lawbook.meta import Deadline, DeadlineUnit
from xinheng.kernel.workdays import Calendar, YearTable

pytestmark = pytest.mark.requirement("OBJ-12")
ROOT = Path(__file__).parents[4]
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
DAY = timedelta(days=1)


def announced() -> Calendar:
    days: dict[int, tuple[set[date], set[date]]] = defaultdict(lambda: (set(), set()))
    for day in constants.holidays:
        days[day.year][0].add(day)
    for day in constants.workdays:
        days[day.year][1].add(day)
    years = {
        year: YearTable(frozenset(off), frozenset(one for one in on if one.weekday() >= 5))
        for year, (off, on) in days.items()
    }
    return Calendar(years)


CALENDAR = announced()
DEADLINES = [
    ruled.value
    for ruled in load_packs(ROOT / "lawpacks", ROOT / "demo" / "node.yml")
    .as_of(date(2026, 11, 25))
    .deadlines()
]
WORKING = [deadline for deadline in DEADLINES if deadline.unit is DeadlineUnit.WORKING_DAY]
# the longest deadline and the longest holidays fit into what is left of the last year
events = st.dates(FIRST, LAST - timedelta(days=40))


def worked(after: date, until: date) -> int:
    """Working days after one day and through another, one by one."""
    days = (after + DAY * step for step in range(1, (until - after).days + 1))
    return sum(chinese_calendar.is_workday(day) for day in days)


def test_the_packs_have_deadlines_in_working_days() -> None:
    assert {"objection-annotate", "objection-transfer", "objection-decide-own", "repair-withdraw"} <= {
        deadline.id for deadline in WORKING
    }


def test_the_calendar_is_the_announced_one() -> None:
    assert set(CALENDAR.years) == set(range(FIRST.year, LAST.year + 1))


@settings(max_examples=400)
@given(st.sampled_from(WORKING), events)
def test_exactly_as_many_working_days_as_the_law_gives(deadline: Deadline, event: date) -> None:
    due = due_on(deadline, event, CALENDAR)
    eve = event if deadline.counts == "day_after" else event - DAY
    assert worked(eve, due.day) == deadline.length
    assert chinese_calendar.is_workday(due.day)
    assert not due.provisional


@settings(max_examples=400)
@given(st.sampled_from(WORKING), events, events)
def test_a_later_event_is_never_due_earlier(deadline: Deadline, one: date, other: date) -> None:
    first, second = sorted((one, other))
    assert due_on(deadline, first, CALENDAR).day <= due_on(deadline, second, CALENDAR).day


@given(st.sampled_from(WORKING), events, st.integers(1, 20))
def test_a_longer_deadline_is_later(deadline: Deadline, event: date, more: int) -> None:
    longer = deadline.model_copy(update={"length": deadline.length + more})
    assert due_on(deadline, event, CALENDAR).day < due_on(longer, event, CALENDAR).day


@given(st.sampled_from(WORKING), st.dates(LAST - timedelta(days=30), LAST + timedelta(days=60)))
def test_a_day_is_provisional_exactly_when_the_unannounced_year_is_counted(
    deadline: Deadline, event: date
) -> None:
    due = due_on(deadline, event, CALENDAR)
    assert due.provisional == (due.day > LAST)


@given(events, st.integers(-5, 15))
def test_done_through_the_last_day_is_in_time(event: date, days: int) -> None:
    due = due_on(WORKING[0], event, CALENDAR).day
    assert ended(due, done_on=due + DAY * days) is (ClockState.MET if days <= 0 else ClockState.MET_LATE)


@given(events)
def test_the_board_looks_five_working_days_ahead(today: date) -> None:
    soon = horizon(today, CALENDAR)
    assert worked(today, soon) == 5
    assert chinese_calendar.is_workday(soon)

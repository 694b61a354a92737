"""Working days: against chinesecalendar, and the column against the single day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.kernel.lawbook import load_packs
from xinheng.kernel.workdays import Calendar, Due, UnableToCount, YearTable, working_days_late

PROJECT = Path(__file__).resolve().parents[3]
FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
FIXED = frozenset({(1, 1), (5, 1), (10, 1)})
TABLE_2025 = YearTable(
    holidays=frozenset({date(2025, 1, 1), *(date(2025, 10, 1) + timedelta(n) for n in range(8))}),
    workdays=frozenset({date(2025, 9, 28), date(2025, 10, 11)}),
)
CALENDAR = Calendar(
    years={2025: TABLE_2025, 2026: YearTable(frozenset({date(2026, 1, 1)}), announced=False)}, fixed=FIXED
)
days = st.dates(date(2023, 6, 1), date(2028, 6, 1))


def packs_calendar() -> Calendar:
    return load_packs(PROJECT / "lawpacks", PROJECT / "demo" / "node.yml").calendar()


@pytest.mark.requirement("IMP-01")
def test_the_packs_agree_with_chinesecalendar() -> None:
    calendar = packs_calendar()
    every = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    assert [day for day in every if calendar.is_workday(day) != chinese_calendar.is_workday(day)] == []
    assert all(calendar.announced(year) for year in range(2019, 2027))


def test_a_year_not_announced_has_weekends_and_fixed_holidays_only() -> None:
    calendar = packs_calendar()
    assert not calendar.announced(2027)
    assert [calendar.is_workday(date(2027, 10, day)) for day in range(1, 9)] == [False] * 3 + [True] * 5
    assert calendar.add(date(2026, 12, 25), 7) == Due(date(2027, 1, 6), True)


@pytest.mark.requirement("PUB-01", "IMP-01")
def test_seven_working_days_over_the_autumn_holidays() -> None:
    # decided on Friday 26 September; Sunday 28th is worked, 1–8 October are off, Saturday 11th is worked
    assert CALENDAR.add(date(2025, 9, 26), 7) == Due(date(2025, 10, 13), False)
    assert CALENDAR.between(date(2025, 9, 26), date(2025, 10, 13)) == 7
    assert CALENDAR.between(date(2025, 10, 13), date(2025, 9, 26)) == -7


def test_provisional_where_an_unannounced_year_is_counted() -> None:
    assert CALENDAR.add(date(2025, 12, 30), 1) == Due(date(2025, 12, 31), False)
    assert CALENDAR.add(date(2025, 12, 31), 1) == Due(date(2026, 1, 2), True)
    assert CALENDAR.add(date(2025, 12, 31), 0) == Due(date(2025, 12, 31), False)
    with pytest.raises(UnableToCount):
        CALENDAR.add(date(2025, 1, 1), -1)


@given(st.lists(st.tuples(st.none() | days, st.none() | days), max_size=30))
def test_between_column_is_between(pairs: list[tuple[date | None, date | None]]) -> None:
    start = pl.Series("decided", [a for a, _ in pairs], dtype=pl.Date)
    end = pl.Series("received", [b for _, b in pairs], dtype=pl.Date)
    expected = [None if a is None or b is None else CALENDAR.between(a, b) for a, b in pairs]
    assert CALENDAR.between_column(start, end).to_list() == expected


@given(st.lists(st.none() | days, max_size=30), days, st.integers(0, 12))
def test_columns_are_their_single_days(column: list[date | None], received: date, allowed: int) -> None:
    series = pl.Series("day", column, dtype=pl.Date)
    due, provisional = CALENDAR.add_column(series, allowed)
    single = [None if day is None else CALENDAR.add(day, allowed) for day in column]
    assert due.to_list() == [one and one.day for one in single]
    assert provisional.to_list() == [None if one is None else one.provisional for one in single]
    assert CALENDAR.is_workday_column(series).to_list() == [
        None if day is None else CALENDAR.is_workday(day) for day in column
    ]
    late = [None if day is None else max(CALENDAR.between(day, received) - allowed, 0) for day in column]
    assert working_days_late(series, received, allowed=allowed, calendar=CALENDAR).to_list() == late

"""Weeks, months, quarters."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.areas.quality.rules import periods
from xinheng.areas.quality.terms import PeriodKind

DAYS = st.dates(min_value=date(1991, 1, 1), max_value=date(2099, 12, 31))
KINDS = st.sampled_from(PeriodKind)


@given(KINDS, DAYS)
def test_every_day_lies_in_one_period_and_periods_meet(kind: PeriodKind, day: date) -> None:
    span = periods.span_of(kind, day)
    assert span.first <= day <= span.last
    assert periods.span_of(kind, span.first) == periods.span_of(kind, span.last) == span
    assert periods.before(span).last == span.first - timedelta(days=1)
    assert periods.after(periods.before(span)) == span


@given(KINDS, DAYS)
def test_the_last_complete_period_is_over_and_the_next_is_not(kind: PeriodKind, today: date) -> None:
    span = periods.last_complete(kind, today)
    assert span.last < today
    assert periods.after(span).last >= today


@pytest.mark.requirement("DQ-05")
def test_the_three_periods_of_a_day() -> None:
    day = date(2026, 11, 18)
    spans = [periods.span_of(kind, day) for kind in PeriodKind]
    assert [(span.first, span.last) for span in spans] == [
        (date(2026, 11, 16), date(2026, 11, 22)),
        (date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ]
    assert [span.label.zh for span in spans] == [
        "2026年第47周（11月16日—11月22日）",
        "2026年11月",
        "2026年第4季度",
    ]


def test_a_series_ends_with_the_asked_period() -> None:
    spans = periods.series(periods.span_of(PeriodKind.MONTH, date(2026, 2, 3)), 3)
    assert [span.first for span in spans] == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


def test_a_week_over_the_turn_of_the_year_has_the_iso_year() -> None:
    span = periods.span_of(PeriodKind.WEEK, date(2027, 1, 2))
    assert (span.first, span.label.zh) == (date(2026, 12, 28), "2026年第53周（12月28日—1月3日）")

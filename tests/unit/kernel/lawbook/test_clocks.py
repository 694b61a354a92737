"""Periods, due dates, last days shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.kernel.lawbook import NOT_STARTED, NeverShown, Period, add_period, due_on, shown_until
from xinheng.kernel.lawbook.meta import Deadline, DisclosureTerm
from xinheng.kernel.workdays import Calendar, Due, YearTable

FRAME = {
    "id": "x",
    "title": {"zh": "甲", "en": "A"},
    "in_force": {"from": "2020-01-01"},
    "status": "in_force",
}


def term(**keys: object) -> DisclosureTerm:
    return DisclosureTerm.model_validate({**FRAME, "item": "penalty", "mode": "proactive", **keys})


def last_day(rule: DisclosureTerm, **days: date) -> object:
    return shown_until(
        rule, **{name: days.get(name) for name in ("decided_on", "begins_on", "ends_on", "known_on")}
    )


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("P3Y", date(2023, 5, 10), date(2026, 5, 10)),
        ("P1Y", date(2024, 2, 29), date(2025, 2, 28)),
        ("P1M", date(2026, 1, 31), date(2026, 2, 28)),
        ("P1Y6M", date(2025, 8, 31), date(2027, 2, 28)),
        ("P90D", date(2026, 1, 1), date(2026, 4, 1)),
        ("P2W", date(2026, 12, 25), date(2027, 1, 8)),
    ],
)
def test_a_period_ends_on_the_day_of_the_same_number(text: str, start: date, end: date) -> None:
    assert add_period(start, Period.parse(text)) == end


@pytest.mark.parametrize("text", ["", "P", "3Y", "PT3H", "P0D", "P-1Y", "P1Y6", "p3y"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|nothing"):
        Period.parse(text)


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_period_is_read_back_from_its_text(months: int, days: int) -> None:
    period = Period(months, days)
    if months or days:
        assert Period.parse(str(period)) == period


@pytest.mark.requirement("DIS-07")
def test_the_clock_of_dishonesty_starts_at_the_end_of_the_act() -> None:
    rule = term(starts="ends_on", length="P3Y")
    assert last_day(rule, decided_on=date(2020, 1, 1), ends_on=date(2021, 3, 4)) == date(2024, 3, 4)
    assert last_day(rule, decided_on=date(2020, 1, 1)) is NOT_STARTED


def test_terms_run_from_their_own_event() -> None:
    assert last_day(term(starts="decided_on", length="P1Y"), decided_on=date(2024, 2, 29)) == date(
        2025, 2, 28
    )
    assert last_day(term(starts="known_on", length="P3M"), known_on=date(2024, 11, 30)) == date(2025, 2, 28)
    assert last_day(term(until="always"), ends_on=date(2021, 1, 1)) is None
    assert last_day(term(until="valid"), ends_on=date(2021, 1, 1)) == date(2021, 1, 1)
    assert last_day(term(until="valid")) is None


def test_what_is_not_public_has_no_last_day() -> None:
    with pytest.raises(NeverShown):
        last_day(term(mode="not_public"))


def deadline(**keys: object) -> Deadline:
    return Deadline.model_validate(
        {**FRAME, "items": [], "starts": "decided_on", "counts": "day_after", **keys}
    )


CALENDAR = Calendar(
    years={
        2025: YearTable(
            frozenset(date(2025, 10, 1) + timedelta(n) for n in range(8)),
            frozenset({date(2025, 9, 28), date(2025, 10, 11)}),
        )
    }
)


@pytest.mark.parametrize(
    ("keys", "event", "due"),
    [
        ({"unit": "working_day", "length": 7}, date(2025, 9, 26), Due(date(2025, 10, 13), False)),
        (
            {"unit": "working_day", "length": 1, "counts": "same_day"},
            date(2025, 9, 26),
            Due(date(2025, 9, 26), False),
        ),
        ({"unit": "calendar_day", "length": 10}, date(2025, 9, 26), Due(date(2025, 10, 6), False)),
        (
            {"unit": "calendar_day", "length": 10, "counts": "same_day"},
            date(2025, 9, 26),
            Due(date(2025, 10, 5), False),
        ),
        ({"unit": "month", "length": 1}, date(2025, 1, 31), Due(date(2025, 2, 28), False)),
        ({"unit": "year", "length": 2}, date(2024, 2, 29), Due(date(2026, 2, 28), False)),
        ({"unit": "working_day", "length": 5}, date(2025, 12, 30), Due(date(2026, 1, 6), True)),
    ],
)
def test_due_dates(keys: dict[str, object], event: date, due: Due) -> None:
    assert due_on(deadline(**keys), event, CALENDAR) == due

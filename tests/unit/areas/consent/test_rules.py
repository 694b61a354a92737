"""Powers and mandates, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.areas.consent import rules
from xinheng.areas.consent.terms import Capacity, NewMandate, PartyKind, Power, Principal, Standing

ME, AGENT = "h:" + "1" * 32, "h:" + "2" * 32
DAY = date(2026, 3, 2)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def acting(capacity: Capacity, powers: frozenset[Power] | None = None) -> Principal:
    own = rules.OWN_POWERS[capacity] if powers is None else powers
    mandate = 1 if capacity is Capacity.AGENT else None
    return Principal("u", ME, PartyKind.ORGANISATION, "9" * 18, mandate, own, capacity)


def new(**given: object) -> NewMandate:
    plain = {
        "agent": AGENT, "agent_name": "示例乙", "powers": frozenset({Power.READ}), "first": DAY, "last": DAY,
    }  # fmt: skip
    return NewMandate(**plain | given)  # type: ignore[arg-type]


@given(first=DAYS, length=st.integers(0, 800), day=DAYS)
def test_a_term_holds_on_both_its_days_and_between_and_on_no_other(
    first: date, length: int, day: date
) -> None:
    last = first + timedelta(days=length)
    holds = rules.standing(first, last, None, day=day) is Standing.STANDING
    assert holds == (first <= day <= last)
    revoked = datetime(2026, 1, 1, tzinfo=UTC)
    assert rules.standing(first, last, revoked, day=day) is Standing.REVOKED


def test_nobody_has_no_power_and_an_agent_none_of_their_own() -> None:
    assert not any(rules.may(None, power) for power in Power)
    assert rules.OWN_POWERS[Capacity.AGENT] == frozenset()
    assert set(rules.OWN_POWERS) == set(Capacity)


def test_a_handler_decides_on_nobodys_reading_and_a_person_commits_to_nothing() -> None:
    assert not rules.may(acting(Capacity.HANDLER), Power.AUTHORISE)
    assert not rules.may(acting(Capacity.SELF), Power.COMMIT)
    assert all(rules.may(acting(Capacity.LEGAL_REPRESENTATIVE), power) for power in Power)


@pytest.mark.parametrize("capacity", [Capacity.HANDLER, Capacity.AGENT])
def test_only_the_subject_or_its_legal_representative_sends_an_agent(capacity: Capacity) -> None:
    assert rules.mandate_fault(acting(capacity, frozenset(Power)), new(), today=DAY) is not None
    assert rules.mandate_fault(acting(Capacity.LEGAL_REPRESENTATIVE), new(), today=DAY) is None


@pytest.mark.parametrize(
    "given",
    [
        {"powers": frozenset()},
        {"powers": frozenset({Power.COMMIT})},
        {"last": DAY - timedelta(days=1)},
        {"first": DAY - timedelta(days=9), "last": DAY - timedelta(days=1)},
        {"agent": ME},
        {"agent_name": "  "},
    ],
)
def test_a_mandate_that_is_none_is_refused(given: dict[str, object]) -> None:
    assert rules.mandate_fault(acting(Capacity.SELF), new(**given), today=DAY) is not None

"""What a mark does to display, by the pure rule: the gravest is the reason; a lapse has a first and a last day."""

from __future__ import annotations

from datetime import date

import pytest

from xinheng.areas.archive.terms import HIDING_MARKS, MarkKind
from xinheng.areas.disclosure.rules import DisplayFacts, Lapse, MarkOn, visibility
from xinheng.areas.disclosure.terms import BARRED_BY, Visibility

DAY = date(2026, 3, 17)


def says(*marks: MarkOn, day: date = DAY) -> Visibility:
    """Of a record that no term bars: without a term it is `no_term`, and a mark comes before that."""
    facts = DisplayFacts(decided_on=None, begins_on=None, ends_on=None, known_on=DAY, marks=marks)
    return visibility(facts, term=None, day=day).outcome


def test_every_mark_that_hides_has_its_reason() -> None:
    assert set(BARRED_BY) == HIDING_MARKS
    assert {says(MarkOn(kind)) for kind in HIDING_MARKS} == set(BARRED_BY.values())


def test_the_gravest_is_the_reason() -> None:
    assert (
        says(MarkOn(MarkKind.SUSPENDED), MarkOn(MarkKind.REPAIRED), MarkOn(MarkKind.REVOKED))
        is Visibility.REVOKED
    )


@pytest.mark.parametrize("kind", [MarkKind.OBJECTED, MarkKind.STATED])
def test_what_is_only_told_hides_nothing(kind: MarkKind) -> None:
    assert says(MarkOn(kind)) is Visibility.NO_TERM


@pytest.mark.parametrize(
    ("lapse", "outcome"),
    [
        (Lapse(date(2026, 3, 16)), Visibility.LAPSED),
        (Lapse(date(2026, 3, 17)), Visibility.NO_TERM),
        (Lapse(date(2026, 3, 16), until=date(2026, 3, 17)), Visibility.LAPSED),
        (Lapse(date(2026, 3, 16), until=date(2026, 3, 16)), Visibility.NO_TERM),
    ],
)
def test_a_deadline_suspends_from_the_day_after_its_last(lapse: Lapse, outcome: Visibility) -> None:
    assert says(MarkOn(MarkKind.OBJECTED, lapses=[lapse])) is outcome
    assert says(MarkOn(MarkKind.STATED, lapses=[lapse])) is Visibility.NO_TERM

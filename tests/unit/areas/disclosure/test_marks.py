"""What a mark does to display, by the pure rule: the gravest is the reason; a lapse has a first and a last day."""

from __future__ import annotations

from datetime import date

import pytest

from xinheng.areas.archive.terms import HIDING_MARKS, MarkKind
from xinheng.areas.disclosure.rules import DisplayFacts, Lapse, MarkOn, visibility
from xinheng.areas.disclosure.terms import BARRED_BY, Visibility
from xinheng.kernel.lawbook.meta import DisclosureTerm, Mode, Status, TermStart
from xinheng.kernel.lawbook.periods import Period
from xinheng.kernel.lawbook.ruling import Ruled
from xinheng.kernel.text import Text

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


@pytest.mark.requirement("WDR-04", "DIS-08")
@pytest.mark.parametrize("mode", [Mode.PROACTIVE, Mode.ON_APPLICATION])
@pytest.mark.parametrize("person", [True, False])
def test_what_is_past_its_term_is_over_for_whoever_could_have_been_shown_it(mode: Mode, person: bool) -> None:
    term = DisclosureTerm.model_construct(
        id="t", item="penalty", mode=mode, until=None, starts=TermStart.DECIDED_ON, length=Period(0, 10)
    )
    ruled = Ruled(term, "t/t", Text(zh="期限", en="term"), "t", "1", Status.IN_FORCE, ())
    facts = DisplayFacts(
        decided_on=date(2026, 3, 7), begins_on=None, ends_on=None, known_on=DAY, about_person=person,
        marks=[MarkOn(MarkKind.SUSPENDED)],
    )  # fmt: skip
    assert visibility(facts, term=ruled, day=date(2026, 3, 18)).outcome is Visibility.OVER
    last = visibility(facts, term=ruled, day=date(2026, 3, 17)).outcome
    assert last is (Visibility.ABOUT_PERSON if person else Visibility.SUSPENDED)


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

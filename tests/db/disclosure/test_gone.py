"""Since when a record is gone, and why: for each way in which it may leave display, and for coming back."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.db.archive.support import at, hold, key_of
from xinheng.areas.archive import actions as archive
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.disclosure import actions, service
from xinheng.areas.disclosure.terms import Gone, ReviewDecision, ReviewScope, Visibility
from xinheng.kernel.text import Text

pytestmark = pytest.mark.django_db

KEY = key_of("one")
CASE = ("case", "1")


@pytest.fixture(autouse=True)
def _law() -> None:
    actions.load_terms(catalogue.lawbook(), actor="test", at=at(1, 5))


LATER = at(12, 1, year=2029)


def gone(moment: datetime = LATER) -> Gone | None:
    return service.when_gone("penalty", KEY, at=moment)


def mark(kind: MarkKind, *, day: int) -> None:
    words = Text(zh="标注", en="mark")
    archive.mark([("penalty", KEY)], kind, case=CASE, words=words, actor="test", at=at(3, day))


def test_what_was_never_held_was_never_gone() -> None:
    assert gone() is None
    assert service.visibility_of("penalty", KEY, day=date(2026, 3, 9), moment=at(3, 9)) is None
    assert service.is_sealed("penalty", KEY, at=at(3, 9)) is False


def test_what_was_never_on_display_was_never_gone() -> None:
    hold("one", known_from=at(3, 5), person=True)
    assert gone() is None


def test_a_term_ends_at_midnight() -> None:
    hold("one", known_from=at(3, 5))
    assert gone(at(3, 2, 23, year=2029)) is None
    assert gone() == Gone(at=at(3, 3, 0, year=2029), why=Visibility.OVER)


def test_a_withdrawal_counts_from_its_submission() -> None:
    first = hold("one", known_from=at(3, 5))
    hold("one", sent=2, known_from=at(3, 9), change="withdrawn", instead_of=first)
    assert gone() == Gone(at=at(3, 9), why=Visibility.WITHDRAWN)
    assert service.is_sealed("penalty", KEY, at=at(3, 9)) is True
    assert service.is_sealed("penalty", KEY, at=at(3, 8)) is False


def test_a_submission_that_is_taken_back_takes_its_records() -> None:
    hold("one", known_from=at(3, 5))
    archive.take_back(1, reason="错报", actor="test", at=at(3, 9), about=("submission", "1"))
    assert gone() == Gone(at=at(3, 9), why=Visibility.WITHDRAWN)


def test_a_refusal_in_review() -> None:
    number = hold("one", known_from=at(3, 5))
    actions.review(
        ReviewScope.VERSION,
        number,
        decision=ReviewDecision.REFUSED,
        reason="依据不足",
        actor="l",
        at=at(3, 9),
    )
    assert gone() == Gone(at=at(3, 9), why=Visibility.REVIEW_REFUSED)


def test_the_last_time_counts_when_a_record_came_back_in_between() -> None:
    hold("one", known_from=at(3, 5))
    mark(MarkKind.SUSPENDED, day=9)
    assert gone(at(3, 10)) == Gone(at=at(3, 9), why=Visibility.SUSPENDED)
    archive.end_marks(case=CASE, kinds=[MarkKind.SUSPENDED], why="恢复", actor="test", at=at(3, 11))
    assert gone(at(3, 12)) is None
    mark(MarkKind.REVOKED, day=13)
    mark(MarkKind.REPAIRED, day=15)
    assert gone(at(3, 20)) == Gone(at=at(3, 13), why=Visibility.REVOKED)

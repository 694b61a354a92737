"""May the public see this record on this day? The pure twin of the SQL function `disclosure_shown`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xinheng.areas.archive.terms import SPENT_MARKS, MarkKind
from xinheng.areas.disclosure.terms import BARRED_BY, VISIBILITY_TITLES, ReviewDecision, Visibility
from xinheng.kernel.lawbook.clocks import shown_until
from xinheng.kernel.lawbook.decision import Decision, Reason
from xinheng.kernel.lawbook.meta import DisclosureTerm, Mode
from xinheng.kernel.lawbook.ruling import Ruled


@dataclass(frozen=True)
class Lapse:
    """A running deadline whose lapse suspends display: the last day in time, and the last day of that rule."""

    due_on: date
    until: date | None = None


@dataclass(frozen=True)
class MarkOn:
    """A mark that stands on the record; `lapses` of the case that it rests on."""

    kind: MarkKind
    lapses: Sequence[Lapse] = ()


@dataclass(frozen=True)
class DisplayFacts:
    """What the question hangs on: the record's days, whom it is about, the newest review of it, the marks on it."""

    decided_on: date | None
    begins_on: date | None
    ends_on: date | None
    known_on: date
    about_person: bool = False
    withdrawn: bool = False
    review: ReviewDecision | None = None
    marks: Sequence[MarkOn] = ()


def visibility(facts: DisplayFacts, *, term: Ruled[DisclosureTerm] | None, day: date) -> Decision[Visibility]:
    """Decide for one version that stands on `day`; the first bar that applies is the reason."""
    outcome = _bar(facts, term.value if term else None, day)
    return Decision(
        outcome=outcome,
        reasons=(Reason(code=outcome.value, text=VISIBILITY_TITLES[outcome]),),
        citations=term.citations if term else (),
    )


def _bar(facts: DisplayFacts, term: DisclosureTerm | None, day: date) -> Visibility:
    """What ended for good comes first: it is sealed, whoever else could have been shown it (WDR-04)."""
    if ended := _end(facts, term, day):
        return ended
    if facts.about_person:
        return Visibility.ABOUT_PERSON
    if paused := _pause(facts.marks, day):
        return paused
    if term is None:
        return Visibility.NO_TERM
    if term.mode is not Mode.PROACTIVE:
        return Visibility.NOT_PROACTIVE
    return _bar_of_review(facts, term) or Visibility.SHOWN


def _end(facts: DisplayFacts, term: DisclosureTerm | None, day: date) -> Visibility | None:
    """Withdrawn, void, repaired, or past its term, on application or not."""
    if facts.withdrawn:
        return Visibility.WITHDRAWN
    standing = {mark.kind for mark in facts.marks}
    for kind, barred in BARRED_BY.items():
        if kind in SPENT_MARKS and kind in standing:
            return barred
    if term is None or term.mode is Mode.NOT_PUBLIC or not _over(facts, term, day):
        return None
    return Visibility.OVER


def _pause(marks: Sequence[MarkOn], day: date) -> Visibility | None:
    """Suspended, or contested with a deadline that lapsed."""
    if any(mark.kind is MarkKind.SUSPENDED for mark in marks):
        return BARRED_BY[MarkKind.SUSPENDED]
    contested = (lapse for mark in marks if mark.kind is MarkKind.OBJECTED for lapse in mark.lapses)
    return Visibility.LAPSED if any(_suspends(lapse, day) for lapse in contested) else None


def _suspends(lapse: Lapse, day: date) -> bool:
    return lapse.due_on < day and (lapse.until is None or day <= lapse.until)


def _bar_of_review(facts: DisplayFacts, term: DisclosureTerm) -> Visibility | None:
    if facts.review is ReviewDecision.REFUSED:
        return Visibility.REVIEW_REFUSED
    if term.review and facts.review is None:
        return Visibility.REVIEW_PENDING
    return None


def _over(facts: DisplayFacts, term: DisclosureTerm, day: date) -> bool:
    end = shown_until(
        term,
        decided_on=facts.decided_on,
        begins_on=facts.begins_on,
        ends_on=facts.ends_on,
        known_on=facts.known_on,
    )
    return isinstance(end, date) and end < day

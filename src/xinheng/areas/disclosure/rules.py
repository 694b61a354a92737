"""May the public see this record on this day? The pure twin of the SQL function `disclosure_shown`."""

from __future__ import annotations

from datetime import date

from xinheng.areas.disclosure.terms import VISIBILITY_TITLES, ReviewDecision, Term, Visibility
from xinheng.kernel.lawbook import Decision, Reason
from xinheng.kernel.lawbook.periods import Period, add_period


def last_day(
    term: Term, *, decided_on: date | None, ends_on: date | None, known_on: date
) -> date | None:
    """Last day of display; None when the clock has not started (the act goes on) or the law sets no end."""
    if term.until == "always":
        return None
    if term.until == "valid":
        return ends_on
    start = {"decided_on": decided_on, "ends_on": ends_on, "known_on": known_on}[term.starts]
    return None if start is None else add_period(start, Period(months=term.months, days=term.days))


def visibility(
    *,
    term: Term | None,
    day: date,
    decided_on: date | None,
    ends_on: date | None,
    known_on: date,
    about_person: bool,
    withdrawn: bool,
    review: ReviewDecision | None,
) -> Decision:
    """Decide for one version that stands on `day`; the first bar that applies is the reason."""
    outcome = _first_bar(term=term, about_person=about_person, withdrawn=withdrawn, review=review)
    if outcome is Visibility.SHOWN and term is not None:
        end = last_day(term, decided_on=decided_on, ends_on=ends_on, known_on=known_on)
        if end is not None and end < day:
            outcome = Visibility.OVER
    return Decision(outcome=outcome, reasons=(Reason(code=outcome.value, text=VISIBILITY_TITLES[outcome]),))


def _first_bar(
    *, term: Term | None, about_person: bool, withdrawn: bool, review: ReviewDecision | None
) -> Visibility:
    if withdrawn:
        return Visibility.WITHDRAWN
    if about_person:
        return Visibility.ABOUT_PERSON
    if term is None:
        return Visibility.NO_TERM
    if term.mode != "proactive":
        return Visibility.NOT_PROACTIVE
    if review is ReviewDecision.REFUSED:
        return Visibility.REVIEW_REFUSED
    if term.review and review is not ReviewDecision.APPROVED:
        return Visibility.REVIEW_PENDING
    return Visibility.SHOWN

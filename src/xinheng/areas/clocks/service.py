"""What others ask: the clocks of a case, how each day was reckoned, what is due, how deadlines were kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.clocks import rules
from xinheng.areas.clocks.models import Reckoned
from xinheng.areas.clocks.store import cases, due
from xinheng.areas.clocks.terms import Board, Bound, ClockFacts, DueState, Figures, Line, ReckoningFacts
from xinheng.kernel.lawbook import Citation
from xinheng.kernel.lawbook.lawbook import citations
from xinheng.plumbing.clock import SHANGHAI

_DAY = timedelta(days=1)


def clocks_about(about: tuple[str, str]) -> tuple[ClockFacts, ...]:
    """Every clock of a case, the oldest first."""
    return tuple(clock.as_facts for clock in cases.about(about))


def clocks_of(abouts: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[ClockFacts, ...]]:
    """The clocks of many cases in one query, by case; () for a case without any."""
    found: dict[tuple[str, str], list[ClockFacts]] = {about: [] for about in abouts}
    for clock in cases.about_each(abouts):
        found[clock.about_kind, clock.about_id].append(clock.as_facts)
    return {about: tuple(clocks) for about, clocks in found.items()}


def reckonings(clock_id: int) -> tuple[ReckoningFacts, ...]:
    """Every day that was reckoned for a clock, the first first."""
    return tuple(row.as_facts for row in Reckoned.objects.filter(clock_id=clock_id).order_by("id"))


def basis(clock: ClockFacts) -> tuple[Citation, ...]:
    """Where the clock's rule stands, word for word; () where the packs no longer have the entry."""
    packs = catalogue.lawbook().packs
    written = packs.entries_of(clock.rule.partition("@")[0])
    return tuple(citations(written[-1], packs)) if written else ()


def nearness(clock: ClockFacts, *, today: date) -> Line:
    """How near the clock's day is, and how many working days are left."""
    calendar = catalogue.lawbook().calendar()
    return rules.line(clock, today=today, soon=rules.horizon(today, calendar), calendar=calendar)


def board(
    bounds: Collection[Bound] | None,
    *,
    today: date,
    shown: DueState | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Board:
    """What is due for these, or for everybody; `shown` one state, or None for all but those due later.

    Two queries, however many clocks run.
    """
    calendar = catalogue.lawbook().calendar()
    soon = rules.horizon(today, calendar)
    counts = due.counts(bounds, today=today, soon=soon)
    found = due.lines(bounds, shown, today=today, soon=soon, limit=limit, offset=offset)
    total = counts[shown] if shown else sum(counts.values()) - counts[DueState.DUE_LATER]
    lines = tuple(rules.line(clock.as_facts, today=today, soon=soon, calendar=calendar) for clock in found)
    return Board(today=today, soon=soon, counts=counts, lines=lines, total=total)


def figures(
    *,
    first: date,
    last: date,
    today: date,
    by: Collection[str] = ("bound",),
    deadlines: Collection[str] | None = None,
    statutory: bool | None = True,
) -> tuple[Figures, ...]:
    """How deadlines were kept by clocks that ended from `first` through `last`; overdue are those that run today.

    `by` any of "bound" and "deadline"; () gives one line for the node. Cancelled clocks count nowhere, and service
    standards only when they are asked for: `statutory=False` them alone, None both.
    """
    begin, end = _midnight(first), _midnight(last + _DAY)
    kept = due.kept(begin=begin, end=end, today=today, deadlines=deadlines, statutory=statutory)
    return rules.figures(kept, by=by, calendar=catalogue.lawbook().calendar())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI)

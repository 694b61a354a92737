"""The public figures: how many objections, with which result, how fast, what is overdue, and how soon records went."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.clocks import service as clocks
from xinheng.areas.clocks.terms import BoundKind, Figures
from xinheng.areas.departments import service as departments
from xinheng.areas.rights import rules, store
from xinheng.areas.rights.terms import BodyFigures, DaysToDecide, MonthFigures
from xinheng.plumbing.clock import SHANGHAI, day_of

DECIDING = ("objection-decide-own", "objection-decide-provider", "objection-decide-agency")
"""The deadlines for deciding an objection."""
_DAY = timedelta(days=1)


class NoSuchMonth(LookupError):
    """Nothing can be told of the month: it is to come, or lies before the first case."""


def month_figures(month: date, *, at: datetime) -> MonthFigures:
    """The figures of the month that a day lies in, as known at a moment. Raises NoSuchMonth."""
    first, today = month.replace(day=1), day_of(at)
    if first not in months(at=at):
        raise NoSuchMonth(f"{first:%Y-%m}")
    following = _following(first)
    until = min(following - _DAY, today)
    begin, end = _midnight(first), _midnight(following)
    calendar = catalogue.lawbook().calendar()
    counted, waited = store.counted(begin, end), store.waited(begin, end)
    kept = partial(clocks.figures, first=first, last=until, today=today, deadlines=DECIDING, statutory=None)
    bodies = rules.figures(counted, waited, _by_body(kept(by=("bound",))), calendar=calendar)
    whole = [_days(each) for each in kept(by=())]
    total = rules.total(bodies, whole[0] if whole else DaysToDecide(), waited, calendar)
    return MonthFigures(first, until, bodies, total)


def months(*, at: datetime) -> tuple[date, ...]:
    """The first days of all months of which something can be told, the latest first."""
    first = store.first_day()
    month = day_of(at).replace(day=1)
    found = [month]
    while first is not None and month > first.replace(day=1):
        month = (month - _DAY).replace(day=1)
        found.append(month)
    return tuple(found)


def body_names(lines: tuple[BodyFigures, ...]) -> dict[str, str]:
    """Chinese name of each body's code; the centre is named by the page."""
    known = {each.code: each.name.zh for each in departments.departments()}
    return {line.body: known.get(line.body, line.body) for line in lines if line.body}


def _by_body(kept: tuple[Figures, ...]) -> dict[str, DaysToDecide]:
    """By department code; the centre as ""; an agency by its code, whichever of its codes its clock has."""
    agencies = {each.uscc: each.code for each in departments.departments() if each.uscc}
    found: dict[str, DaysToDecide] = {}
    for each in kept:
        if each.bound is not None and each.bound.kind is not BoundKind.SUBJECT:
            found[agencies.get(each.bound.id, each.bound.id)] = _days(each)
    return found


def _days(kept: Figures) -> DaysToDecide:
    return DaysToDecide(kept.on_time, kept.late, kept.overdue, kept.median, kept.slowest_tenth)


def _following(first: date) -> date:
    years, month = divmod(first.month, 12)
    return date(first.year + years, month + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI)

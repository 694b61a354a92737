"""Weeks from Monday to Sunday, months, quarters: which days belong together."""

from __future__ import annotations

from datetime import date, timedelta

from xinheng.areas.quality.terms import PeriodKind, Span
from xinheng.kernel.lawbook import Period, add_period

LENGTHS = {
    PeriodKind.WEEK: Period(months=0, days=7),
    PeriodKind.MONTH: Period(months=1, days=0),
    PeriodKind.QUARTER: Period(months=3, days=0),
}


def span_of(kind: PeriodKind, day: date) -> Span:
    """The period that the day lies in."""
    if kind is PeriodKind.WEEK:
        first = day - timedelta(days=day.weekday())
    elif kind is PeriodKind.MONTH:
        first = day.replace(day=1)
    else:
        first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
    return Span(first, add_period(first, LENGTHS[kind]) - timedelta(days=1), kind)


def before(span: Span) -> Span:
    """The period before."""
    return span_of(span.kind, span.first - timedelta(days=1))


def after(span: Span) -> Span:
    """The period after."""
    return span_of(span.kind, span.last + timedelta(days=1))


def last_complete(kind: PeriodKind, today: date) -> Span:
    """The newest period that is over: the one a report is about."""
    return before(span_of(kind, today))


def series(last: Span, count: int) -> tuple[Span, ...]:
    """`count` periods up to and including `last`, the oldest first."""
    spans = [last]
    while len(spans) < count:
        spans.append(before(spans[-1]))
    return tuple(reversed(spans))

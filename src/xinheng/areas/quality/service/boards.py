"""Periods, the board, its trend, the reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import service as departments
from xinheng.areas.quality.rules import indicators, periods
from xinheng.areas.quality.service.faults import (
    late_count,
    late_records,
    problems,
    reconciliation,
    undisplayed,
)
from xinheng.areas.quality.service.titles import item_titles, region_titles
from xinheng.areas.quality.store import tallies
from xinheng.areas.quality.terms import (
    LATE_LISTED,
    TREND_PERIODS,
    Asked,
    Board,
    Match,
    PeriodKind,
    Report,
    Span,
    Tally,
    TrendPoint,
)
from xinheng.areas.subjects import service as subjects
from xinheng.kernel.lawbook import Ruled
from xinheng.kernel.lawbook.meta import QualityPurpose, QualityRule
from xinheng.plumbing.clock import day_of


def span(kind: PeriodKind, day: date) -> Span:
    """The period that the day lies in."""
    return periods.span_of(kind, day)


def last_complete(kind: PeriodKind, today: date) -> Span:
    """The newest period that is over."""
    return periods.last_complete(kind, today)


def before(asked: Span) -> Span:
    """The period before."""
    return periods.before(asked)


def after(asked: Span) -> Span:
    """The period after."""
    return periods.after(asked)


def board(span: Span, asked: Asked, *, moment: datetime) -> Board:
    """Counts, indicators and scores of a period, by department, item and region."""
    known = departments.departments()
    seats = {each.code: each.region for each in known}
    found = _tallies(span, asked, seats=seats, moment=moment)
    previous = _tallies(periods.before(span), asked, seats=seats, moment=moment)
    total = indicators.total(found.values())
    rules = catalogue.lawbook().as_of(span.last).quality_rules()
    return Board(
        span=span,
        total=total,
        previous=indicators.total(previous.values()),
        departments=indicators.lines(
            found, by=lambda key: key[0], titles={each.code: each.name for each in known}, scored=True
        ),
        items=indicators.lines(found, by=lambda key: key[1], titles=item_titles(span.last), scored=False),
        regions=indicators.lines(
            found, by=lambda key: _prefecture(key[2]), titles=region_titles(), scored=True
        ),
        targets=indicators.targets(rules, total),
    )


def trend(last: Span, asked: Asked, *, count: int, moment: datetime) -> tuple[TrendPoint, ...]:
    """The counts of `count` periods up to and including `last`, the oldest first (DQ-07)."""
    spans = periods.series(last, count)
    records = tallies.record_trend(spans[0], last, asked, moment=moment)
    received = tallies.row_trend(spans[0], last, asked, moment=moment)
    return tuple(
        TrendPoint(each, records.get(each.first, Tally()) + received.get(each.first, Tally()))
        for each in spans
    )


def report(span: Span, asked: Asked, *, moment: datetime) -> Report:
    """The report of a period: 周调度, 月通报 or 季评估, as it stands at the moment."""
    ruled = report_rule(span.kind, span.last)
    days = (span.first, span.last)
    return Report(
        title=ruled.title if ruled else span.label,
        board=board(span, asked, moment=moment),
        trend=trend(span, asked, count=TREND_PERIODS, moment=moment),
        late=late_records(asked, span=span, moment=moment, limit=LATE_LISTED),
        late_count=late_count(asked, span=span, moment=moment),
        reconciled=reconciliation(asked, moment=moment, ending=days),
        problems=problems(asked, moment=moment),
        undisplayed=undisplayed(asked, day=day_of(moment), moment=moment),
        citations=ruled.citations if ruled else (),
        moment=moment,
    )


def report_rule(kind: PeriodKind, day: date) -> Ruled[QualityRule] | None:
    """The entry of the packs that orders the report of this period (周调度, 月通报, 季评估)."""
    for ruled in catalogue.lawbook().as_of(day).quality_rules():
        rule = ruled.value
        if rule.purpose is QualityPurpose.REPORT and rule.period == periods.LENGTHS[kind]:
            return ruled
    return None


def _tallies(
    span: Span, asked: Asked, *, seats: Mapping[str, str], moment: datetime
) -> dict[indicators.Key, Tally]:
    """Counts of records, rows and source counts by department, item and region, added up."""
    found = tallies.record_tallies(span, asked, moment=moment)
    for key, tally in tallies.row_tallies(span, asked, moment=moment).items():
        found[key] = found.get(key, Tally()) + tally
    for told in reconciliation(asked, moment=moment, ending=(span.first, span.last)):
        key = (told.line.department, told.line.item, seats[told.line.department])
        missing = told.missing if told.match is Match.CONCEALED else 0
        surplus = told.received - told.line.count if told.match is Match.SURPLUS else 0
        found[key] = found.get(key, Tally()) + Tally(concealed=missing, surplus=surplus)
    return found


def _prefecture(code: str) -> str:
    """The prefecture of a region, the province for the province itself; other codes as they are."""
    known = subjects.regions()
    if not known.is_known(code):
        return code
    line = known.line(code)
    return line[min(1, len(line) - 1)].code

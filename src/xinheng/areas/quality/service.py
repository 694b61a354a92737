"""Questions to the quality board. Every answer names a moment (whose knowledge) and a day or a period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import service as departments
from xinheng.areas.quality.rules import indicators, periods
from xinheng.areas.quality.rules.covering import coverage as covered
from xinheng.areas.quality.rules.reconciling import match
from xinheng.areas.quality.store import codes, counts, faults, tallies
from xinheng.areas.quality.terms import (
    LATE_LISTED,
    TREND_PERIODS,
    Asked,
    Board,
    ClassShare,
    CodeUse,
    Coverage,
    Fault,
    LateRecord,
    Match,
    PeriodKind,
    ProblemLine,
    ProblemTally,
    Reconciled,
    Report,
    Share,
    SourceLine,
    Span,
    Tally,
    TrendPoint,
    UndisplayedLine,
)
from xinheng.areas.subjects import service as subjects
from xinheng.kernel.lawbook import NotRuled, Ruled
from xinheng.kernel.lawbook.meta import Head, InformationClass, QualityPurpose, QualityRule
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of

UNCLASSED = Text(zh="未分类", en="No class known")


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
    found = _tallies(span, asked, moment=moment)
    previous = _tallies(periods.before(span), asked, moment=moment)
    total = indicators.total(found.values())
    rules = catalogue.lawbook().as_of(span.last).quality_rules()
    return Board(
        span=span,
        total=total,
        previous=indicators.total(previous.values()),
        departments=indicators.lines(found, by=lambda key: key[0], titles=department_titles(), scored=True),
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


def late_records(
    asked: Asked, *, span: Span, moment: datetime, limit: int | None = None, offset: int = 0
) -> tuple[LateRecord, ...]:
    """Records that became known in the period after their due day (DQ-03), the latest first."""
    calendar = catalogue.lawbook().calendar()
    found = faults.late(asked, first=span.first, last=span.last, moment=moment, limit=limit, offset=offset)
    return tuple(
        LateRecord(**row, working_days_late=calendar.between(row["due_day"], row["known_on"]))
        for row in found
    )


def late_count(asked: Asked, *, span: Span, moment: datetime) -> int:
    """How many records were late in the period."""
    return faults.late_count(asked, first=span.first, last=span.last, moment=moment)


def reconciliation(
    asked: Asked, *, moment: datetime, ending: tuple[date, date] | None = None
) -> tuple[Reconciled, ...]:
    """Source counts beside what stands for their days; `ending`: periods that end between two days."""
    today = day_of(moment)
    return tuple(_reconciled(row, today) for row in counts.counted(asked, moment=moment, ending=ending))


def source_department(number: int, *, moment: datetime) -> str | None:
    """The department of a source count that still counts."""
    found = counts.counted(Asked(), moment=moment, number=number)
    return str(found[0]["department"]) if found else None


def late_department(submission: int, *, moment: datetime) -> str | None:
    """The department of a submission that brought late records."""
    found = faults.late_of_submission(submission, moment=moment)
    return str(found["department"]) if found else None


def problems(asked: Asked, *, moment: datetime) -> tuple[ProblemLine, ...]:
    """Problems of all time by department and fault, as they stand (DQ-04)."""
    by_fault = {
        Fault.WRONG: faults.wrong_problems(asked),
        Fault.LATE: faults.late_problems(asked, moment=moment),
        Fault.CONCEALED: _concealed(asked, moment),
    }
    titles = department_titles()
    units = sorted({unit for found in by_fault.values() for unit in found})
    made = [
        ProblemLine(
            code=unit,
            title=titles.get(unit, Text(zh=unit, en=unit)),
            by_fault={fault: found.get(unit, ProblemTally()) for fault, found in by_fault.items()},
        )
        for unit in units
    ]
    return tuple(sorted(made, key=lambda line: (-line.all.open, line.code)))


def undisplayed(asked: Asked, *, day: date, moment: datetime) -> tuple[UndisplayedLine, ...]:
    """Records of the public class that are not shown although no legal bar is recorded (PUB-03)."""
    return faults.undisplayed(asked, day=day, moment=moment, unruled=_unruled(day))


def coverage(asked: Asked, *, moment: datetime) -> Coverage:
    """Which items of the catalogue come in, and from whom (COL-01)."""
    items = [ruled.value for ruled in catalogue.lawbook().as_of(day_of(moment)).items()]
    kinds = {
        each.code: each.kind
        for each in departments.departments()
        if each.active and (asked.departments is None or each.code in asked.departments)
    }
    return covered(items, kinds, codes.held(asked, moment=moment))


def code_use(asked: Asked, *, moment: datetime) -> tuple[CodeUse, ...]:
    """Wrong, duplicate and missing unified codes by department (USCC-03, USCC-05)."""
    titles = department_titles()
    found = codes.code_use(asked, registrations=_registrations(day_of(moment)), moment=moment)
    return tuple(CodeUse(title=titles[row["code"]], **row) for row in found)


def code_shares(day: date) -> tuple[ClassShare, ...]:
    """Subjects with a unified code by class (USCC-02)."""
    titles = {ruled.value.id: ruled.title for ruled in catalogue.lawbook().as_of(day).subject_kinds()}
    return tuple(
        ClassShare(titles.get(each.kind or "", UNCLASSED), Share(each.with_uscc, each.organisations))
        for each in subjects.code_shares()
    )


def registration_coverage(*, moment: datetime) -> Share:
    """Of the registrations that registration authorities delivered, those in the library (SUB-05)."""
    standing, waiting = codes.registrations(_registrations(day_of(moment)), moment=moment)
    return Share(standing, standing + waiting)


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


def department_titles() -> Mapping[str, Text]:
    """Names of departments by code."""
    return {each.code: each.name for each in departments.departments()}


def item_titles(day: date) -> Mapping[str, Text]:
    """Titles of items by id."""
    return {ruled.value.id: ruled.value.title for ruled in catalogue.lawbook().as_of(day).items()}


def region_titles() -> Mapping[str, Text]:
    """Names of regions by code."""
    return {each.code: Text(zh=each.name, en=each.name) for each in subjects.regions().all()}


def _tallies(span: Span, asked: Asked, *, moment: datetime) -> dict[indicators.Key, Tally]:
    """Counts of records, rows and source counts by department, item and region, added up."""
    found = tallies.record_tallies(span, asked, moment=moment)
    for key, tally in tallies.row_tallies(span, asked, moment=moment).items():
        found[key] = found.get(key, Tally()) + tally
    seats = {each.code: each.region for each in departments.departments()}
    for told in reconciliation(asked, moment=moment, ending=(span.first, span.last)):
        key = (told.line.department, told.line.item, seats[told.line.department])
        missing = told.missing if told.match is Match.CONCEALED else 0
        surplus = told.received - told.line.count if told.match is Match.SURPLUS else 0
        found[key] = found.get(key, Tally()) + Tally(concealed=missing, surplus=surplus)
    return found


def _reconciled(row: Mapping[str, Any], today: date) -> Reconciled:
    line = SourceLine(row["department"], row["item"], row["first"], row["last"], row["count"])
    return Reconciled(
        id=row["id"],
        line=line,
        received=row["received"],
        due_day=row["due_day"],
        match=match(
            counted=line.count,
            received=row["received"],
            due_day=row["due_day"],
            explained=bool(row["reason"]),
            today=today,
        ),
        reported_at=row["reported_at"],
        reason=row["reason"],
    )


def _concealed(asked: Asked, moment: datetime) -> dict[str, ProblemTally]:
    """Missing records by department: still missing, or explained."""
    found: dict[str, ProblemTally] = {}
    for told in reconciliation(asked, moment=moment):
        open_ones = told.missing if told.match is Match.CONCEALED else 0
        closed = told.missing if told.match is Match.EXPLAINED else 0
        if open_ones or closed:
            mine = found.get(told.line.department, ProblemTally())
            found[told.line.department] = mine + ProblemTally(open=open_ones, closed=closed)
    return found


def _unruled(day: date) -> list[str]:
    """Items of the public class that no rule says anything about: neither shown nor barred."""
    law = catalogue.lawbook().as_of(day)
    found = []
    for ruled in law.items():
        if ruled.value.class_ is not InformationClass.PUBLIC:
            continue
        try:
            law.disclosure(ruled.value.id)
        except NotRuled:
            found.append(ruled.value.id)
    return found


def _registrations(day: date) -> list[str]:
    law = catalogue.lawbook().as_of(day)
    return [ruled.value.id for ruled in law.items() if ruled.value.head is Head.REGISTRATION]


def _prefecture(code: str) -> str:
    """The prefecture of a region, the province for the province itself; other codes as they are."""
    known = subjects.regions()
    if not known.is_known(code):
        return code
    line = known.line(code)
    return line[min(1, len(line) - 1)].code

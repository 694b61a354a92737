"""What the quality board tells programs."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from xinheng.areas.quality.terms import (
    SCORED,
    Coverage,
    LateRecord,
    Line,
    PeriodKind,
    Reconciled,
    Share,
    Span,
    Tally,
    TrendPoint,
)
from xinheng.kernel.text import Text
from xinheng.plumbing.http.answers import Words


class ShareOut(Schema):
    """A share; `percent` is null where there is no data."""

    part: int
    whole: int
    percent: str | None


class CountsOut(Schema):
    """Counts of a unit and its three indicators."""

    records: int
    measured: int
    in_time: int
    late: int
    provisional: int
    files: int
    refused_files: int
    received: int
    accepted: int
    wrong: int
    pending: int
    incomplete: int
    concealed: int
    surplus: int
    timeliness: ShareOut
    completeness: ShareOut
    compliance: ShareOut


class PeriodOut(Schema):
    """A period, both days included."""

    kind: PeriodKind
    first: date
    last: date
    label: Words


class LineOut(Schema):
    """A department, item or region. `score` (0–100) is null for items and where no indicator has data."""

    code: str
    title: Words
    score: str | None
    scored_by: list[str]
    counts: CountsOut


class BoardOut(Schema):
    """The board of a period, as known at `moment`."""

    period: PeriodOut
    moment: datetime
    total: CountsOut
    previous: CountsOut
    departments: list[LineOut]
    items: list[LineOut]
    regions: list[LineOut]


class LateOut(Schema):
    """A record that became known after its due day."""

    department: str
    item: str
    instrument: str
    subject: str
    decided_on: date
    due_day: date
    known_on: date
    working_days_late: int
    provisional: bool
    receipt_no: str
    closed_reason: str


class LatePage(Schema):
    """Late records of a period."""

    total: int
    records: list[LateOut]


class TrendOut(Schema):
    """One period of a trend."""

    period: PeriodOut
    counts: CountsOut


class ReconciledOut(Schema):
    """A source count beside what was received."""

    id: int
    department: str
    item: str
    first: date
    last: date
    counted: int
    received: int
    missing: int
    due_day: date | None
    match: str
    reason: str


class ProblemOut(Schema):
    """A department's problems of one kind of fault."""

    department: str
    fault: str
    open: int
    mended: int
    closed: int


class CoverageLineOut(Schema):
    """An item: its named providers, those that delivered, its records."""

    item: str
    title: Words
    expected: list[str]
    delivered: list[str]
    open_to_any: bool
    records: int
    last_on: date | None


class CoverageOut(Schema):
    """Items with at least one record; pairs of item and named provider that delivered."""

    items: ShareOut
    pairs: ShareOut
    lines: list[CoverageLineOut]


class UndisplayedOut(Schema):
    """Records that should be shown and are not."""

    department: str
    item: str
    why: str
    records: int
    since: date


class CountsTaken(Schema):
    """A file of source counts that was taken."""

    report: int
    lines: int


def words_of(text: Text) -> Words:
    """Both languages."""
    return Words(zh=text.zh, en=text.en)


def share_of(share: Share) -> ShareOut:
    """Both counts; no percent without data."""
    return ShareOut(part=share.part, whole=share.whole, percent=share.percent or None)


def counts_of(tally: Tally) -> CountsOut:
    """Every count and the three shares."""
    shares = {each.value: tally.share(each) for each in SCORED}
    plain = {name: getattr(tally, name) for name in CountsOut.model_fields if name not in shares}
    return CountsOut.model_validate(plain | {name: share_of(share) for name, share in shares.items()})


def period_of(span: Span) -> PeriodOut:
    """The period with its name."""
    return PeriodOut(kind=span.kind, first=span.first, last=span.last, label=words_of(span.label))


def line_of(line: Line) -> LineOut:
    """One unit."""
    return LineOut(
        code=line.code,
        title=words_of(line.title),
        score=line.score.points if line.score else None,
        scored_by=[each.value for each in line.score.counted] if line.score else [],
        counts=counts_of(line.tally),
    )


def point_of(point: TrendPoint) -> TrendOut:
    """One period of a trend."""
    return TrendOut(period=period_of(point.span), counts=counts_of(point.tally))


def late_of(each: LateRecord) -> LateOut:
    """One late record."""
    return LateOut(**{name: getattr(each, name) for name in LateOut.model_fields})


def reconciled_of(each: Reconciled) -> ReconciledOut:
    """One source count."""
    return ReconciledOut(
        id=each.id,
        department=each.line.department,
        item=each.line.item,
        first=each.line.first,
        last=each.line.last,
        counted=each.line.count,
        received=each.received,
        missing=each.missing,
        due_day=each.due_day,
        match=each.match.value,
        reason=each.reason,
    )


def coverage_of(found: Coverage) -> CoverageOut:
    """The whole coverage."""
    return CoverageOut(
        items=share_of(found.items),
        pairs=share_of(found.pairs),
        lines=[
            CoverageLineOut(
                item=line.item,
                title=words_of(line.title),
                expected=list(line.expected),
                delivered=list(line.delivered),
                open_to_any=line.open_to_any,
                records=line.records,
                last_on=line.last_on,
            )
            for line in found.lines
        ],
    )

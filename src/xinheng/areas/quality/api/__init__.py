"""The quality board for programs: the same questions as the pages, with every count beside its percentage."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import StringConstraints

from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import Permission
from xinheng.areas.quality import actions, service
from xinheng.areas.quality.api.shapes import (
    BoardOut,
    CountsTaken,
    CoverageOut,
    LatePage,
    ProblemOut,
    ReconciledOut,
    TrendOut,
    UndisplayedOut,
    counts_of,
    coverage_of,
    late_of,
    line_of,
    period_of,
    point_of,
    reconciled_of,
)
from xinheng.areas.quality.terms import Asked, PeriodKind, Span
from xinheng.plumbing import clock
from xinheng.plumbing.http.access import needs
from xinheng.plumbing.http.inputs import LARGEST, Day
from xinheng.plumbing.http.problems import Fault, Problem, problems
from xinheng.plumbing.tabular.terms import UnreadableTable

router = Router(tags=["数据质量 Data quality"])

MOST = 1_000
READ = needs(Permission.QUALITY_READ)
_EARLIEST = date(1990, 1, 1)


Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]*$", max_length=80)]


def _found(shape: Any) -> dict[int, Any]:
    """What a question answers; a department or period out of reach is 404."""
    return {200: shape} | problems(404)


class Filters(Schema):
    """Which period and whose data; left out: this month, everybody within reach."""

    period: PeriodKind = PeriodKind.MONTH
    day: Day | None = None
    department: Name = ""
    item: Name = ""
    region: Name = ""


Asking = Annotated[Filters, Query(...)]


@router.get("/board", auth=READ, response=_found(BoardOut), summary="三项指标 Indicators of a period")
def quality_board(request: HttpRequest, asked: Asking) -> BoardOut:
    """Timeliness, completeness, compliance by department, item and region."""
    moment = clock.now()
    found = service.board(_span(asked, moment), _asked(request, asked), moment=moment)
    return BoardOut(
        period=period_of(found.span),
        moment=moment,
        total=counts_of(found.total),
        previous=counts_of(found.previous),
        departments=[line_of(line) for line in found.departments],
        items=[line_of(line) for line in found.items],
        regions=[line_of(line) for line in found.regions],
    )


@router.get("/trend", auth=READ, response=_found(list[TrendOut]), summary="趋势 Trend over periods")
def quality_trend(
    request: HttpRequest, asked: Asking, count: Annotated[int, Query(ge=1, le=60)] = 8
) -> list[TrendOut]:
    """The counts of the last periods, the oldest first."""
    moment = clock.now()
    found = service.trend(_span(asked, moment), _asked(request, asked), count=count, moment=moment)
    return [point_of(point) for point in found]


@router.get("/late", auth=READ, response=_found(LatePage), summary="迟报 Late records")
def quality_late(
    request: HttpRequest,
    asked: Asking,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    offset: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
) -> LatePage:
    """Records of a period that became known after their due day."""
    moment = clock.now()
    span, who = _span(asked, moment), _asked(request, asked)
    found = service.late_records(who, span=span, moment=moment, limit=limit, offset=offset)
    return LatePage(
        total=service.late_count(who, span=span, moment=moment), records=[late_of(each) for each in found]
    )


@router.get(
    "/problems",
    auth=READ,
    response=_found(list[ProblemOut]),
    summary="问题办结 Problems until they are closed",
)
def quality_problems(request: HttpRequest, department: Name = "") -> list[ProblemOut]:
    """Wrong, late and concealed by department: open, mended, closed."""
    found = service.problems(_asked(request, Filters(department=department)), moment=clock.now())
    return [
        ProblemOut(
            department=line.code, fault=fault.value, open=each.open, mended=each.mended, closed=each.closed
        )
        for line in found
        for fault, each in line.by_fault.items()
    ]


@router.get(
    "/counts",
    auth=READ,
    response=_found(list[ReconciledOut]),
    summary="源头核对 Source counts",
)
def quality_counts(request: HttpRequest, department: Name = "", item: Name = "") -> list[ReconciledOut]:
    """What departments counted themselves, beside what was received."""
    asked = _asked(request, Filters(department=department, item=item))
    return [reconciled_of(each) for each in service.reconciliation(asked, moment=clock.now())]


@router.post(
    "/counts",
    auth=needs(Permission.QUALITY_REPORT),
    response={201: CountsTaken} | problems(400, 413, 422),
    summary="报送源头数量 Report source counts",
)
def quality_report_counts(
    request: HttpRequest, file: Annotated[UploadedFile, File(...)]
) -> Status[CountsTaken]:
    """A CSV or XLSX file: 部门, 事项, 期间起, 期间止, 数量. Taken whole or not at all."""
    user = request.auth  # type: ignore[attr-defined]
    mine = [each for each in departments.departments_for(user, Permission.QUALITY_REPORT) if each.active]
    try:
        report = actions.report_source_counts(
            file, file_name=file.name or "counts", departments=mine, actor=user.get_username(), at=clock.now()
        )
    except UnreadableTable as refused:
        raise _problem(refused) from refused
    return Status(201, CountsTaken(report=report.pk, lines=report.counts.count()))


@router.get(
    "/coverage",
    auth=READ,
    response=_found(CoverageOut),
    summary="归集覆盖 Coverage of the catalogue",
)
def quality_coverage(request: HttpRequest, department: Name = "") -> CoverageOut:
    """Which items come in, and from whom."""
    return coverage_of(service.coverage(_asked(request, Filters(department=department)), moment=clock.now()))


@router.get(
    "/undisplayed",
    auth=READ,
    response=_found(list[UndisplayedOut]),
    summary="应示未示 Records that should be shown",
)
def quality_undisplayed(request: HttpRequest, department: Name = "") -> list[UndisplayedOut]:
    """Records of the public class that are not shown although no legal bar is recorded."""
    moment = clock.now()
    asked = _asked(request, Filters(department=department))
    found = service.undisplayed(asked, day=clock.day_of(moment), moment=moment)
    return [
        UndisplayedOut(
            department=each.department,
            item=each.item,
            why=each.why.value,
            records=each.records,
            since=each.since,
        )
        for each in found
    ]


def _asked(request: HttpRequest, filters: Filters) -> Asked:
    """The question, narrowed to what the user may see."""
    user = request.auth  # type: ignore[attr-defined]
    if filters.region and filters.region not in service.region_titles():
        raise Http404("no such region")
    if filters.department:
        if not departments.may(user, Permission.QUALITY_READ, department=filters.department):
            raise Http404("no such department")
        return Asked(frozenset({filters.department}), filters.item, filters.region)
    if departments.sees_every_department(user, Permission.QUALITY_READ):
        return Asked(None, filters.item, filters.region)
    mine = departments.departments_for(user, Permission.QUALITY_READ)
    return Asked(frozenset(each.code for each in mine), filters.item, filters.region)


def _span(filters: Filters, moment: datetime) -> Span:
    today = clock.day_of(moment)
    day = filters.day or today
    if not _EARLIEST <= day <= today:
        raise Http404("no such period")
    return service.span(filters.period, day)


def _problem(refused: UnreadableTable) -> Problem:
    """Why a file was not taken, row by row where rows are at fault."""
    found = refused.faults if isinstance(refused, actions.FaultyCounts) else ()
    return Problem(
        refused.status,
        refused.text,
        faults=[Fault(f"file.{each.row_no}", each.text) for each in found[:MOST]],
    )

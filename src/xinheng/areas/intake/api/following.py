"""Following submissions: lists, one submission, what was found in it."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest
from ninja import Path, Query

from xinheng.areas.departments.terms import Permission
from xinheng.areas.intake import actions, service
from xinheng.areas.intake.api.routers import submissions as router
from xinheng.areas.intake.api.scope import find, reach
from xinheng.areas.intake.api.shapes import ReceiptNo, SubmissionLine, SubmissionOut, SubmissionPage
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.terms import State
from xinheng.plumbing.http.access import needs
from xinheng.plumbing.http.answers import CSV, PARQUET, XLSX, file_of, sent
from xinheng.plumbing.http.inputs import Limit, Slug
from xinheng.plumbing.http.problems import problems
from xinheng.plumbing.tabular.terms import UnreadableTable

Number = Annotated[ReceiptNo, Path(...)]
_FILE: dict[int, Any] = {200: None, **problems(404)}


@router.get(
    "",
    auth=needs("intake.read"),
    response={200: SubmissionPage, **problems(404)},
    summary="报送列表 · Submissions",
)
def list_submissions(
    request: HttpRequest,
    item: Annotated[Slug | None, Query(None)] = None,
    state: Annotated[State | None, Query(None)] = None,
    after: Annotated[
        ReceiptNo | None, Query(None, description="the last receipt number of the page before")
    ] = None,
    limit: Annotated[Limit, Query(50)] = 50,
) -> SubmissionPage:
    """Submissions in the caller's reach, newest first."""
    found = service.history(item=item or "", state=state or "")
    within = reach(request, Permission.INTAKE_READ)
    if within is not None:
        found = found.filter(department_id__in=within)
    if after is not None:
        last = find(request, after)
        found = found.filter(
            Q(received_at__lt=last.received_at) | Q(received_at=last.received_at, pk__lt=last.pk)
        )
    rows = list(found[: limit + 1])
    following = rows[limit - 1].receipt_no if len(rows) > limit else None
    return SubmissionPage(items=[SubmissionLine.of(row) for row in rows[:limit]], next=following)


@router.get(
    "/{receipt_no}", auth=needs("intake.read"), response={200: SubmissionOut, **problems(404)},
    summary="查询报送 · Read a submission",
)  # fmt: skip
def read_submission(request: HttpRequest, receipt_no: Number) -> SubmissionOut:
    """Where a submission stands: state, progress, counts, rules, receipts, errors. Can be asked for ever."""
    return SubmissionOut.of(service.facts(find(request, receipt_no)))


@router.get(
    "/{receipt_no}/findings.csv", auth=needs("intake.read", rate="export"), response=_FILE, openapi_extra=file_of(CSV),
    summary="全部发现（CSV） · All findings as CSV",
)  # fmt: skip
def findings_csv(request: HttpRequest, receipt_no: Number) -> FileResponse:
    """Every finding with its row, column, rule and sentence."""
    row = _checked(request, receipt_no)
    with actions.finding_files(row) as files:
        return sent(files.csv, name=f"{row.receipt_no}-findings.csv", kind=f"{CSV}; charset=utf-8")


@router.get(
    "/{receipt_no}/findings.parquet", auth=needs("intake.read", rate="export"), response=_FILE,
    openapi_extra=file_of(PARQUET), summary="全部发现（Parquet） · All findings as Parquet",
)  # fmt: skip
def findings_parquet(request: HttpRequest, receipt_no: Number) -> FileResponse:
    """Every finding with its row, column, rule and sentence."""
    row = _checked(request, receipt_no)
    with actions.finding_files(row) as files:
        return sent(files.parquet, name=f"{row.receipt_no}-findings.parquet", kind=PARQUET)


@router.get(
    "/{receipt_no}/workbook.xlsx", auth=needs("intake.read", rate="export"), response=_FILE,
    openapi_extra=file_of(XLSX), summary="标注错误的工作簿 · The workbook with its faults marked",
)  # fmt: skip
def receipt_workbook(request: HttpRequest, receipt_no: Number) -> FileResponse:
    """The sender's own workbook back, faulty cells coloured and explained; above 50,000 rows the faulty rows."""
    row = find(request, receipt_no)
    try:
        with actions.marked_workbook(row) as path:
            return sent(path, name=f"{row.receipt_no}.xlsx", kind=XLSX)
    except (actions.NothingToMark, actions.FileNotKept, UnreadableTable) as gone:
        raise Http404(receipt_no) from gone


def _checked(request: HttpRequest, receipt_no: str) -> Submission:
    row = find(request, receipt_no)
    if not row.layout:
        raise Http404(receipt_no)
    return row

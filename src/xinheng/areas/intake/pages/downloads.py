"""Files that a sender takes home from a receipt."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest

from xinheng.areas.intake import actions
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.pages.scope import find
from xinheng.plumbing.http.permissions import requires
from xinheng.plumbing.tabular.terms import UnreadableTable

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires("intake.read")
def workbook(request: HttpRequest, receipt_no: str) -> FileResponse:
    """The sender's workbook with the faulty cells coloured and explained; 404 when the file is not kept."""
    row = find(request, receipt_no)
    try:
        with actions.marked_workbook(row) as path:
            return _sent(path, f"{row.receipt_no}.xlsx", _XLSX)
    except (actions.NothingToMark, actions.FileNotKept, UnreadableTable) as gone:
        raise Http404(receipt_no) from gone


@requires("intake.read")
def findings_csv(request: HttpRequest, receipt_no: str) -> FileResponse:
    """All findings as CSV."""
    row = _checked(request, receipt_no)
    with actions.finding_files(row) as files:
        return _sent(files.csv, f"{row.receipt_no}-findings.csv", "text/csv; charset=utf-8")


@requires("intake.read")
def findings_parquet(request: HttpRequest, receipt_no: str) -> FileResponse:
    """All findings as Parquet."""
    row = _checked(request, receipt_no)
    with actions.finding_files(row) as files:
        return _sent(files.parquet, f"{row.receipt_no}-findings.parquet", "application/vnd.apache.parquet")


def _checked(request: HttpRequest, receipt_no: str) -> Submission:
    row = find(request, receipt_no)
    if not row.layout:
        raise Http404(receipt_no)
    return row


def _sent(path: Path, name: str, kind: str) -> FileResponse:
    """The file as a download. It is open already: what remains on disk goes with the context that made it."""
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=kind)

"""Rows that need somebody: those that wait for a person, and those sent back that are not mended yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import Permission
from xinheng.areas.intake import actions, service
from xinheng.areas.intake.models import PendingRow, ProblemRow
from xinheng.areas.intake.pages.scope import actor, reachable
from xinheng.areas.intake.terms import RULES
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.forms import ReasonForm
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.plumbing.http.permissions import requires

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A row that waits: whom its sender named, and why it waits."""

    row: PendingRow
    name: str
    instrument: str
    why: Text
    sheet_row: int


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A row that was sent back and why."""

    row: ProblemRow
    why: tuple[Text, ...]
    sheet_row: int
    may_close: bool


@requires("intake.read")
def pending(request: HttpRequest) -> HttpResponse:
    """The queue, oldest first; who may decide gets a link for each row."""
    reach = reachable(request, Permission.INTAKE_READ)
    found = service.pending_rows()
    if reach is not None:
        found = found.filter(submission__department_id__in=reach)
    page = Paging(number=page_number(request), size=PAGE_SIZE, total=found.count())
    context = {
        "lines": [waiting_line(row) for row in found[page.offset : page.offset + PAGE_SIZE]],
        "page": page,
        "may_resolve": departments.may(request.user, Permission.INTAKE_RESOLVE),
        "several": reach is None or len(reach) > 1,
    }
    return render(request, "intake/pending.html", context)


@requires("intake.read")
def problems(request: HttpRequest) -> HttpResponse:
    """Rejected rows until their corrected twin arrives or somebody closes them with a reason (DQ-04)."""
    reach = reachable(request, Permission.INTAKE_READ)
    found = service.problem_rows()
    if reach is not None:
        found = found.filter(submission__department_id__in=reach)
    page = Paging(number=page_number(request), size=PAGE_SIZE, total=found.count())
    context = {
        "lines": [_problem(request, row) for row in found[page.offset : page.offset + PAGE_SIZE]],
        "page": page,
        "several": reach is None or len(reach) > 1,
    }
    return render(request, "intake/problems.html", context)


@requires("quality.close")
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a rejected row that will not come again, with the reason."""
    row = service.problem_rows().filter(pk=number).first()
    if row is None or not _may_close(request, row):
        raise Http404(number)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.close_problem(row, reason=form.cleaned_data["reason"], actor=actor(request), at=clock.now())
        messages.success(request, gettext("已办结。"))
        return redirect("intake:problems")
    line = _problem(request, row)
    context = {
        "form": form,
        "title": Text(zh="办结问题数据", en="Close a problem row"),
        "says": Text(
            zh=f"{row.submission.receipt_no} 第 {line.sheet_row} 行。只有确认该行不会再报（如误录、重复）才办结；"
            "改正后重报的，系统自动办结。",
            en=f"{row.submission.receipt_no}, row {line.sheet_row}. Close it only when the row will not come again "
            "(a slip, a repetition); a corrected row closes it by itself.",
        ),
        "button": Text(zh="办结", en="Close"),
        "back": reverse("intake:problems"),
    }
    return render(request, "desks/confirm.html", context, status=422 if form.errors else 200)


def waiting_line(row: PendingRow) -> WaitingLine:
    """A waiting row in words."""
    return WaitingLine(
        row=row,
        name=row.row.get("subject_name") or "",
        instrument=row.row.get("instrument") or "",
        why=RULES[row.rule].text,
        sheet_row=row.row_no + row.submission.layout.get("rows_above", 0),
    )


def _problem(request: HttpRequest, row: ProblemRow) -> ProblemLine:
    return ProblemLine(
        row=row,
        why=tuple(RULES[rule].text for rule in row.rules),
        sheet_row=row.row_no + row.submission.layout.get("rows_above", 0),
        may_close=_may_close(request, row),
    )


def _may_close(request: HttpRequest, row: ProblemRow) -> bool:
    return departments.may(
        request.user, Permission.QUALITY_CLOSE, department=row.submission.department.as_facts
    )

"""Source counts: handing them in, and what they say beside what was received."""

from __future__ import annotations

import io

import xlsxwriter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import Permission
from xinheng.areas.quality import actions, service
from xinheng.areas.quality.pages.asking import actor, question
from xinheng.areas.quality.rules.source_counts import COLUMNS
from xinheng.areas.quality.terms import MATCH_TITLES, Match
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import requires
from xinheng.plumbing.tabular.terms import UnreadableTable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTED = 200


@requires(Permission.QUALITY_READ)
def counts(request: HttpRequest) -> HttpResponse:
    """Every source count beside what was received; with POST, a new file of them."""
    if request.method == "POST":
        return _report(request)
    return _page(request)


@requires(Permission.QUALITY_REPORT)
def template(request: HttpRequest) -> HttpResponse:
    """An empty file to fill in."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("源头数量")
        head = book.add_format({"bold": True, "bg_color": "#EEF2F4", "border": 1})
        text = book.add_format({"num_format": "@"})
        for index, column in enumerate(COLUMNS):
            sheet.set_column(index, index, 24, text)
            sheet.write_string(0, index, column.titles[0], head)
        sheet.freeze_panes(1, 0)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="source-counts.xlsx"'
    return response


def _report(request: HttpRequest) -> HttpResponse:
    mine = [
        facts
        for facts in departments.departments_for(request.user, Permission.QUALITY_REPORT)
        if facts.active
    ]
    upload = request.FILES.get("file")
    if upload is None or not mine:
        return _page(request, status=422 if mine else 403, missing=bool(mine))
    try:
        report = actions.report_source_counts(
            upload, file_name=upload.name or "counts", departments=mine, actor=actor(request), at=clock.now()
        )
    except UnreadableTable as refused:
        return _page(request, status=refused.status, refused=refused)
    messages.success(request, gettext("已收到 %(n)s 项源头数量。") % {"n": report.counts.count()})
    return HttpResponseRedirect(reverse("quality:counts"))


def _page(
    request: HttpRequest, *, status: int = 200, missing: bool = False, refused: UnreadableTable | None = None
) -> HttpResponse:
    asked = question(request)
    names, items = service.department_titles(), service.item_titles(clock.day_of(asked.moment))
    found = service.reconciliation(asked.asked, moment=asked.moment)
    context = {
        "lines": [
            (each, names.get(each.line.department, ""), items.get(each.line.item, each.line.item),
             MATCH_TITLES[each.match], each.match is Match.CONCEALED)
            for each in found[:LISTED]
        ],
        "total": len(found),
        "may_report": departments.may(request.user, Permission.QUALITY_REPORT),
        "may_close": departments.may(request.user, Permission.QUALITY_CLOSE),
        "columns": [column.titles[0] for column in COLUMNS],
        "missing": missing,
        "refused": refused,
        "faults": getattr(refused, "faults", ())[:50],
    }  # fmt: skip
    return render(request, "quality/counts.html", context, status=status)

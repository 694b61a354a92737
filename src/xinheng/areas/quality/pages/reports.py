"""The weekly dispatch list, the monthly circular, the quarterly assessment: page and workbook."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.departments.terms import Permission
from xinheng.areas.quality import service
from xinheng.areas.quality.pages.asking import KIND_TITLES, reach, span_asked
from xinheng.areas.quality.pages.chart import chart
from xinheng.areas.quality.pages.workbook import Names, report_workbook
from xinheng.areas.quality.terms import (
    INDICATOR_RULES,
    INDICATOR_TITLES,
    NOT_IN_SCORE,
    SCORE_RULE,
    SCORED,
    Asked,
    PeriodKind,
    Report,
    Span,
)
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import requires

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTED = 50


@requires(Permission.QUALITY_READ)
def report(request: HttpRequest, kind: str) -> HttpResponse:
    """A report on a page that prints well; of the last complete period unless a day is named."""
    made = _report(request, kind)
    names, items = service.department_titles(), service.item_titles(made.board.span.last)
    span = made.board.span
    context = {
        "report": made,
        "kind": kind,
        "kinds": [(each, service.report_rule(each, span.last), KIND_TITLES[each]) for each in PeriodKind],
        "before": service.before(span),
        "after": service.after(span),
        "is_last": span == service.last_complete(span.kind, clock.day_of(made.moment)),
        "indicators": [
            (INDICATOR_TITLES[each], made.board.total.share(each), made.board.previous.share(each))
            for each in SCORED
        ],
        "late": [
            (each, names.get(each.department, each.department), items.get(each.item, each.item))
            for each in made.late[:LISTED]
        ],
        "reconciled": [
            (each, names.get(each.line.department, ""), items.get(each.line.item, each.line.item))
            for each in made.reconciled
            if each.missing
        ],
        "trend": made.trend,
        "chart": chart(made.trend),
        "scored": span.kind is not PeriodKind.WEEK,
        "method": [(INDICATOR_TITLES[each], INDICATOR_RULES[each]) for each in SCORED],
        "score_rule": SCORE_RULE,
        "not_in_score": NOT_IN_SCORE,
    }
    return render(request, "quality/report.html", context)


@requires(Permission.QUALITY_READ)
def workbook(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a workbook in Chinese, ready to be sent."""
    made = _report(request, kind)
    span = made.board.span
    names = Names(
        node=settings.XINHENG.node_name,
        synthetic=settings.XINHENG.demo,
        departments={code: text.zh for code, text in service.department_titles().items()},
        items={code: text.zh for code, text in service.item_titles(span.last).items()},
        regions={code: text.zh for code, text in service.region_titles().items()},
    )
    response = HttpResponse(report_workbook(made, names), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="quality-{kind}-{span.first}.xlsx"'
    return response


def _report(request: HttpRequest, kind: str) -> Report:
    moment = clock.now()
    asked = Asked(departments=reach(request.user, request.GET.get("department", "")))
    return service.report(_span(request, kind), asked, moment=moment)


def _span(request: HttpRequest, kind: str) -> Span:
    moment = clock.now()
    if request.GET.get("day"):
        return span_asked(kind, request.GET["day"], moment)
    try:
        return service.last_complete(PeriodKind(kind), clock.day_of(moment))
    except ValueError as unknown:
        raise Http404("no such report") from unknown

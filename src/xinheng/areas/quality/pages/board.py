"""The board of a period, coverage, and records that should be shown and are not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.departments.terms import Permission
from xinheng.areas.quality import service
from xinheng.areas.quality.pages.asking import KIND_TITLES, offered, question
from xinheng.areas.quality.pages.chart import chart
from xinheng.areas.quality.terms import (
    INDICATOR_RULES,
    INDICATOR_TITLES,
    NOT_IN_SCORE,
    SCORE_RULE,
    SCORED,
    TREND_PERIODS,
    UNDISPLAYED_TITLES,
)
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import requires

_METHOD = [(INDICATOR_TITLES[each], INDICATOR_RULES[each]) for each in SCORED]


@requires(Permission.QUALITY_READ)
def board(request: HttpRequest) -> HttpResponse:
    """Indicators of a week, month or quarter, by department, item and region, with their trend."""
    asked = question(request)
    shown = service.board(asked.span, asked.asked, moment=asked.moment)
    trend = service.trend(asked.span, asked.asked, count=TREND_PERIODS, moment=asked.moment)
    context = {
        "asked": asked,
        "board": shown,
        "indicators": list(zip(_METHOD, shown.total.shares, shown.previous.shares, strict=True)),
        "trend": trend,
        "chart": chart(trend),
        "before": service.before(asked.span),
        "after": service.after(asked.span),
        "today": clock.day_of(asked.moment),
        "kinds": KIND_TITLES.items(),
        "departments": offered(request.user),
        "items": service.item_titles(asked.span.last).items(),
        "regions": service.region_titles().items(),
        "method": _METHOD,
        "score_rule": SCORE_RULE,
        "not_in_score": NOT_IN_SCORE,
    }
    return render(request, "quality/board.html", context)


@requires(Permission.QUALITY_READ)
def coverage(request: HttpRequest) -> HttpResponse:
    """What of the catalogue comes in, from whom, and with which codes."""
    asked = question(request)
    day = clock.day_of(asked.moment)
    context = {
        "coverage": service.coverage(asked.asked, moment=asked.moment),
        "code_use": service.code_use(asked.asked, moment=asked.moment),
        "code_shares": service.code_shares(day),
        "registrations": service.registration_coverage(moment=asked.moment),
        "titles": service.department_titles(),
    }
    return render(request, "quality/coverage.html", context)


@requires(Permission.QUALITY_READ)
def undisplayed(request: HttpRequest) -> HttpResponse:
    """Records of the public class that are not on display although nothing recorded bars them."""
    asked = question(request)
    day = clock.day_of(asked.moment)
    names, items = service.department_titles(), service.item_titles(day)
    found = service.undisplayed(asked.asked, day=day, moment=asked.moment)
    lines = [
        (line, names.get(line.department, line.department), items.get(line.item, line.item),
         UNDISPLAYED_TITLES[line.why])
        for line in found
    ]  # fmt: skip
    return render(request, "quality/undisplayed.html", {"lines": lines, "day": day})

"""Problems until they are closed: the overview, late records, and the reason that closes."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import Permission
from xinheng.areas.quality import actions, service
from xinheng.areas.quality.pages.asking import KIND_TITLES, actor, must_reach, offered, question
from xinheng.areas.quality.terms import FAULT_TITLES, Fault, ProblemTally
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import requires

LISTED = 100


@requires(Permission.QUALITY_READ)
def problems(request: HttpRequest) -> HttpResponse:
    """Wrong, late and concealed by department: open, mended, closed."""
    asked = question(request)
    found = service.problems(asked.asked, moment=asked.moment)
    lines = [(line, [(fault, line.by_fault[fault]) for fault in Fault]) for line in found]
    totals = [(fault, sum((line.by_fault[fault] for line in found), ProblemTally())) for fault in Fault]
    context = {
        "lines": lines,
        "totals": [(FAULT_TITLES[fault], tally) for fault, tally in totals],
        "all": sum((tally for _, tally in totals), ProblemTally()),
        "faults": [FAULT_TITLES[fault] for fault in Fault],
    }
    return render(request, "quality/problems.html", context)


@requires(Permission.QUALITY_READ)
def late(request: HttpRequest) -> HttpResponse:
    """The records of a period that came after their due day."""
    asked = question(request)
    names, items = service.department_titles(), service.item_titles(asked.span.last)
    found = service.late_records(asked.asked, span=asked.span, moment=asked.moment, limit=LISTED)
    may_close = departments.may(request.user, Permission.QUALITY_CLOSE)
    context = {
        "asked": asked,
        "total": service.late_count(asked.asked, span=asked.span, moment=asked.moment),
        "lines": [
            (each, names.get(each.department, each.department), items.get(each.item, each.item))
            for each in found
        ],
        "before": service.before(asked.span),
        "after": service.after(asked.span),
        "today": clock.day_of(asked.moment),
        "kinds": KIND_TITLES.items(),
        "departments": offered(request.user),
        "may_close": may_close,
    }
    return render(request, "quality/late.html", context)


@requires(Permission.QUALITY_CLOSE)
def close_late(request: HttpRequest, number: int) -> HttpResponse:
    """Why the records of a submission came late."""
    department = service.late_department(number, moment=clock.now())
    must_reach(request.user, Permission.QUALITY_CLOSE, department)
    return _close(request, Fault.LATE, number, actions.close_late, reverse("quality:late"))


@requires(Permission.QUALITY_CLOSE)
def close_concealed(request: HttpRequest, number: int) -> HttpResponse:
    """Why fewer records were received than the source counted."""
    department = service.source_department(number, moment=clock.now())
    must_reach(request.user, Permission.QUALITY_CLOSE, department)
    return _close(request, Fault.CONCEALED, number, actions.close_concealed, reverse("quality:counts"))


def _close(
    request: HttpRequest, fault: Fault, number: int, close: Callable[..., int], back: str
) -> HttpResponse:
    """The form that asks for the reason, and what it does."""
    reason, refused = request.POST.get("reason", "").strip()[:1000], False
    if request.method == "POST":
        try:
            closed = close(number, reason=reason, actor=actor(request), at=clock.now())
        except actions.UnableToClose:
            refused = True
        else:
            messages.success(request, gettext("已办结 %(n)s 条，理由已记入账本。") % {"n": closed})
            return HttpResponseRedirect(back)
    context = {"fault": FAULT_TITLES[fault], "reason": reason, "refused": refused, "back": back}
    return render(request, "quality/close.html", context, status=422 if refused else 200)

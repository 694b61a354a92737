"""All submissions in the user's reach, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import Permission
from xinheng.areas.intake import service
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.pages.scope import reachable
from xinheng.areas.intake.terms import STATE_TITLES, State
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.plumbing.http.permissions import requires

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A submission in the list."""

    row: Submission
    item: Text
    state: Text


@requires("intake.read")
def history(request: HttpRequest) -> HttpResponse:
    """Filters by item, state and, for those who see several, department."""
    reach = reachable(request, Permission.INTAKE_READ)
    state = request.GET.get("state", "")
    found = service.history(
        department=request.GET.get("department", ""),
        item=request.GET.get("item", ""),
        state=state if state in set(State) else "",
    )
    if reach is not None:
        found = found.filter(department_id__in=reach)
    page = Paging(number=page_number(request), size=PAGE_SIZE, total=found.count())
    titles = {ruled.value.id: ruled.value.title for ruled in catalogue.lawbook().as_of(clock.today()).items()}
    lines = [
        Line(row, titles.get(row.item, Text(zh=row.item, en=row.item)), STATE_TITLES[State(row.state)])
        for row in found[page.offset : page.offset + PAGE_SIZE]
    ]
    offered = [facts for facts in departments.departments() if reach is None or facts.code in reach]
    context = {
        "lines": lines,
        "page": page,
        "items": sorted(titles.items(), key=lambda pair: pair[1].zh),
        "states": [(one.value, STATE_TITLES[one]) for one in State],
        "departments": offered if len(offered) > 1 else [],
        "asked": {name: request.GET.get(name, "") for name in ("item", "state", "department")},
        "may_submit": departments.may(request.user, Permission.INTAKE_SUBMIT),
    }
    return render(request, "intake/history.html", context)

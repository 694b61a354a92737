"""The due board: what is overdue, due today, due within five working days; a department's own, the centre's all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.clocks import service
from xinheng.areas.clocks.terms import BOUND_TITLES, CENTRE, DUE_TITLES, Bound, BoundKind, DueState, Line
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.plumbing.http.permissions import requires
from xinheng.web.cases import case_title, case_url

PAGE_SIZE = 50
_CENTRE = "-"
"""How the address names the centre, which has no code."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """A clock on the page: its case with the page of it, and who is bound."""

    line: Line
    case: Text
    url: str
    bound: Text


@requires("clocks.read")
def due(request: HttpRequest) -> HttpResponse:
    """`?state=` one of the states, without it all but what is due later; `?bound=` a department, `-` the centre."""
    wide = departments.sees_every_department(request.user, "clocks.read")
    known = departments.departments() if wide else departments.departments_for(request.user, "clocks.read")
    names = {facts.code: facts.name for facts in known}
    asked = _asked(request, names, wide=wide)
    state = _state(request)
    page = page_number(request)
    board = service.board(
        _bounds(asked, known, wide=wide),
        today=clock.today(),
        shown=state,
        limit=PAGE_SIZE,
        offset=(page - 1) * PAGE_SIZE,
    )
    context = {
        "board": board,
        "states": [(one, DUE_TITLES[one], board.counts[one]) for one in DueState if one in board.counts],
        "state": state,
        "lines": [_line(line, names) for line in board.lines],
        "page": Paging(number=page, size=PAGE_SIZE, total=board.total),
        "departments": known if len(known) > 1 else (),
        "asked": asked,
        "wide": wide,
    }
    return render(request, "desks/due.html", context)


def _asked(request: HttpRequest, names: Collection[str], *, wide: bool) -> str:
    asked = request.GET.get("bound", "")
    return asked if asked in names or (wide and asked == _CENTRE) else ""


def _state(request: HttpRequest) -> DueState | None:
    asked = request.GET.get("state", "")
    known = {state.value: state for state in DueState if state is not DueState.ENDED}
    return known.get(asked)


def _bounds(asked: str, known: Collection[DepartmentFacts], *, wide: bool) -> Collection[Bound] | None:
    if asked == _CENTRE:
        return [CENTRE]
    if asked:
        return [Bound(BoundKind.DEPARTMENT, asked)]
    return None if wide else [Bound(BoundKind.DEPARTMENT, facts.code) for facts in known]


def _line(line: Line, names: dict[str, Text]) -> DueLine:
    bound = line.clock.bound
    title = BOUND_TITLES[bound.kind]
    match bound.kind:
        case BoundKind.DEPARTMENT:
            title = names.get(bound.id, Text(zh=bound.id, en=bound.id))
        case BoundKind.AGENCY:
            title = Text(zh=f"{title.zh} {bound.id}", en=f"{title.en} {bound.id}")
        case BoundKind.CENTRE | BoundKind.SUBJECT:
            # a subject may be a person: nothing names one on a list
            pass
    return DueLine(line, case_title(line.clock.about[0]), case_url(line.clock.about), title)

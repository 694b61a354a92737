"""What waits on a desk, by kind and state."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import Permission
from xinheng.areas.rights import service
from xinheng.areas.rights.cases.terms import KIND_TITLES, CaseKind
from xinheng.areas.rights.objection.terms import ObjectionState
from xinheng.areas.rights.pages.scope import reachable
from xinheng.areas.rights.repair.terms import RepairState
from xinheng.areas.rights.terms import MACHINES
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.plumbing.http.permissions import requires

PAGE_SIZE = 30
_CENTRE = (
    ObjectionState.LODGED,
    ObjectionState.WITH_CENTRE,
    ObjectionState.TAKEN_OVER,
    ObjectionState.SECOND_LOOK,
)
_PROVIDER = (ObjectionState.WITH_PROVIDER, ObjectionState.WITH_AGENCY)
_DECIDING = (RepairState.APPLIED, RepairState.ACCEPTED, RepairState.REDECIDE)
_AGAIN = (RepairState.SECOND_LOOK,)


@dataclass(frozen=True, slots=True)
class Tile:
    """A state in which cases wait, how many, and whether the page shows them."""

    kind: CaseKind
    state: str
    title: Text
    count: int
    current: bool


@requires("rights.read")
def cases(request: HttpRequest) -> HttpResponse:
    """`?kind=` objection, repair or withdrawal; `?state=` one state. Without a state: all of the kind."""
    kind, state = _asked(request)
    reach, page = reachable(request), page_number(request)
    found = service.cases_of_departments(
        kind, departments=reach, states=[state] if state else (), day=clock.today(), limit=PAGE_SIZE,
        offset=(page - 1) * PAGE_SIZE,
    )  # fmt: skip
    context = {
        "kind": kind,
        "kinds": [(each, KIND_TITLES[each]) for each in CaseKind],
        "state": state,
        "state_title": MACHINES[kind].states.get(state),
        "tiles": _tiles(request, reach, kind, state),
        "found": found,
        "page": Paging(number=page, size=PAGE_SIZE, total=found.total),
        "may_take_in": departments.may(request.user, Permission.RIGHTS_TAKE_IN),
        "may_withdraw": departments.may(request.user, Permission.RIGHTS_WITHDRAW),
    }
    return render(request, "rights/cases.html", context)


def _asked(request: HttpRequest) -> tuple[CaseKind, str]:
    try:
        kind = CaseKind(request.GET.get("kind", CaseKind.OBJECTION.value))
    except ValueError as unknown:
        raise Http404("no such kind of case") from unknown
    state = request.GET.get("state", "")
    if state and state not in MACHINES[kind].states:
        raise Http404("no such state")
    return kind, state


def _tiles(request: HttpRequest, reach: list[str] | None, kind: CaseKind, state: str) -> list[Tile]:
    """States that wait for whoever looks: the centre's own for the centre, a department's for a department."""
    counts = service.waiting(departments=reach)
    centre = departments.may(request.user, Permission.RIGHTS_TRIAGE) or departments.may(
        request.user, Permission.RIGHTS_LOOK_AGAIN
    )
    wanted: list[tuple[CaseKind, str]] = []
    if centre:
        wanted += [(CaseKind.OBJECTION, each) for each in _CENTRE]
        wanted += [(CaseKind.REPAIR, each) for each in _AGAIN]
    else:
        wanted += [(CaseKind.OBJECTION, each) for each in _PROVIDER]
        wanted += [(CaseKind.REPAIR, each) for each in _DECIDING]
    return [
        Tile(
            of, each, MACHINES[of].states[each], counts.get((of.value, each), 0), (of, each) == (kind, state)
        )
        for of, each in wanted
        if each != ObjectionState.WITH_AGENCY or counts.get((of.value, each))
    ]

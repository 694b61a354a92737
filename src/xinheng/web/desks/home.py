"""Where a user arrives after logging in, and what there is to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.intake import service as intake
from xinheng.areas.ledger import service as ledger
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import may, requires
from xinheng.web.accounts.second_factor import has_second_factor
from xinheng.web.desks import background
from xinheng.web.templatetags.desks import PLACES, Place


@dataclass(frozen=True, slots=True)
class Tile:
    """A place with the number of things that wait there; None where nothing is counted."""

    place: Place
    url: str
    count: int | None


@requires("catalogue.read")
def home(request: HttpRequest) -> HttpResponse:
    """Each role's own desk: who hands in files begins there, who reviews there, the others see what waits."""
    if may(request.user, "intake.submit"):
        return redirect("intake:send")
    if may(request.user, "disclosure.review"):
        return redirect("desk:reviews")
    if may(request.user, "reading.authorised") and not may(request.user, "intake.read"):
        return redirect("desk:reading")
    return redirect("desk:overview")


@requires("catalogue.read")
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that the user may open, with what waits there."""
    tiles = [_tile(place) for place in PLACES if may(request.user, place.permission)]
    context = {"tiles": tiles, "second_factor": has_second_factor(request.user)}
    return render(request, "desks/overview.html", context)


def _tile(place: Place) -> Tile:
    count = _COUNTS.get(place.route)
    return Tile(place, reverse(place.route), count() if count else None)


def _awaiting() -> int:
    now = clock.now()
    return sum(one.records for one in disclosure.awaiting(day=clock.day_of(now), moment=now))


_COUNTS: Final[dict[str, Callable[[], int]]] = {
    "intake:pending": lambda: intake.pending_rows().count(),
    "intake:problems": lambda: intake.problem_rows().count(),
    "desk:reviews": _awaiting,
    "desk:ledger": ledger.size,
    "desk:jobs": background.stuck_count,
}
"""How many things wait, or lie, in a place. Only for places whose holders see the whole node."""

"""The access log: who read what about whom, for which matter, on which basis (DIS-15)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.departments import service
from xinheng.areas.departments.terms import ROLE_TITLES, AccessResult, Role
from xinheng.kernel.text import Text
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.plumbing.http.permissions import requires

PAGE_SIZE = 50
RESULT_TITLES = {
    AccessResult.GRANTED: Text(zh="已提供", en="Granted"),
    AccessResult.NOTHING_FOUND: Text(zh="未查到", en="Nothing found"),
    AccessResult.REFUSED: Text(zh="拒绝", en="Refused"),
}


@requires("access.read")
def accesses(request: HttpRequest) -> HttpResponse:
    """`?subject=` a unified code or the keyed hash of a person; `?actor=` a user name."""
    asked = {name: request.GET.get(name, "").strip()[:150] for name in ("subject", "actor")}
    number = page_number(request)
    found = service.accesses(
        subject=asked["subject"] or None,
        actor=asked["actor"] or None,
        limit=PAGE_SIZE + 1,
        offset=(number - 1) * PAGE_SIZE,
    )
    so_far = (number - 1) * PAGE_SIZE + len(found)
    context = {
        "lines": [
            (line, RESULT_TITLES[line.result], ROLE_TITLES[Role(line.role)] if line.role else "")
            for line in found[:PAGE_SIZE]
        ],
        "asked": asked,
        "page": Paging(number=number, size=PAGE_SIZE, total=so_far),
    }
    return render(request, "desks/accesses.html", context)

"""Who looked: every reading of what is not public about the subject, refused ones too (CON-03, CON-11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.consent.terms import Power, Principal
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import ROLE_TITLES, AccessFacts, Role
from xinheng.kernel.text import Text
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.web.desks.accesses import RESULT_TITLES
from xinheng.web.language import current_language
from xinheng.web.mine.acting import subject_page

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One reading as its subject reads it: an organ by its name, a subject's own login by the name of its holder."""

    facts: AccessFacts
    who: str
    role: Text | None
    result: Text


@subject_page(Power.READ)
def accesses(request: HttpRequest, principal: Principal) -> HttpResponse:
    """`?own=1` shows the subject's own readings too."""
    own = request.GET.get("own") == "1"
    number = page_number(request)
    found = departments.accesses(
        subject=principal.acts_for,
        but_by=None if own else Role.SUBJECT,
        limit=PAGE_SIZE + 1,
        offset=(number - 1) * PAGE_SIZE,
    )
    so_far = (number - 1) * PAGE_SIZE + len(found)
    page = Paging(number=number, size=PAGE_SIZE, total=so_far)
    return render(
        request, "mine/accesses.html", {"lines": lines_of(found[:PAGE_SIZE]), "page": page, "own": own}
    )


def lines_of(found: tuple[AccessFacts, ...]) -> list[Line]:
    """Lines with the names of those who looked."""
    organs = {one.code: one.name.in_(current_language()) for one in departments.departments()}
    people = departments.names_of({one.actor for one in found if one.role == Role.SUBJECT})
    return [_line(one, organs, people) for one in found]


def _line(facts: AccessFacts, organs: Mapping[str, str], people: Mapping[str, str]) -> Line:
    # an organ answers for its people; the account's name is in the log for whoever has to look into it
    organ = organs.get(facts.department, facts.department)
    who = people.get(facts.actor, facts.actor) if facts.role == Role.SUBJECT else organ
    role = ROLE_TITLES[Role(facts.role)] if facts.role else None
    return Line(facts=facts, who=who, role=role, result=RESULT_TITLES[facts.result])

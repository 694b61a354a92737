"""Whose cases a user sees, and the log of those that are about a person."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import DepartmentFacts, Permission
from xinheng.areas.rights import service
from xinheng.areas.rights.cases.terms import CaseFacts, NoSuchCase, PartyKind
from xinheng.kernel.text import Text

MATTER = "异议、修复、撤销事项办理"
BASIS = "《贵州省社会信用条例（征求意见稿）》第三十四条、第三十五条、第三十六条"


def reachable(request: HttpRequest) -> list[str] | None:
    """Codes of the departments whose desks the user sees; None for all."""
    if departments.sees_every_department(request.user, Permission.RIGHTS_READ):
        return None
    return [facts.code for facts in departments.departments_for(request.user, Permission.RIGHTS_READ)]


def find(request: HttpRequest, number: str, *, at: datetime) -> CaseFacts:
    """The case of that number when it lies on a desk in the user's reach, else 404.

    Reading a case of a natural person is an access to that person's data, and stands in the log that the person sees.
    """
    try:
        found = service.case(number)
    except NoSuchCase as unknown:
        raise Http404(number) from unknown
    if not departments.may(request.user, Permission.RIGHTS_READ, department=found.department):
        raise Http404(number)
    person = _person(found)
    if person is not None:
        purpose = departments.Purpose("person", person, MATTER, BASIS, Permission.RIGHTS_READ)
        departments.read_logged(request.user, purpose, lambda: found, at=at)
    return found


def _person(case: CaseFacts) -> str | None:
    """The person whose case it is, or whom its record is about."""
    if case.party.kind is PartyKind.PERSON:
        return case.party.id
    return case.subject if case.subject_kind == PartyKind.PERSON else None


def own_department(request: HttpRequest, permission: Permission) -> DepartmentFacts:
    """The department that the user acts for in this matter; 404 when there is none or no single one."""
    department = getattr(request.user, "department", None)
    facts = None if department is None else department.as_facts
    if facts is None or not departments.may(request.user, permission, department=facts):
        raise Http404("no department to act for")
    return facts  # type: ignore[no-any-return]


def actor(request: HttpRequest) -> str:
    """Who acts, as the ledger names them."""
    return request.user.get_username()


def said(text: Text) -> str:
    """A text in the language of the page."""
    return text.in_("en" if (get_language() or "").startswith("en") else "zh")

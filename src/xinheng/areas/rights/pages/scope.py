"""Whose cases a user sees, and the log of those that are about a person."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import DepartmentFacts, Permission
from xinheng.areas.rights import service
from xinheng.areas.rights.cases.terms import CaseFacts
from xinheng.kernel.text import Text


def reachable(request: HttpRequest) -> list[str] | None:
    """Codes of the departments whose desks the user sees; None for all."""
    if departments.sees_every_department(request.user, Permission.RIGHTS_READ):
        return None
    return [facts.code for facts in departments.departments_for(request.user, Permission.RIGHTS_READ)]


def find(request: HttpRequest, number: str, *, at: datetime) -> CaseFacts:
    """The case of that number when it lies on a desk in the user's reach, else 404."""
    found = service.case_for(request.user, number, at=at)
    if found is None:
        raise Http404(number)
    return found


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

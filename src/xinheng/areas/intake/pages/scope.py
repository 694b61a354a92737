"""Whose submissions a user sees: what is out of reach is not there."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import DepartmentFacts, Permission
from xinheng.areas.intake import service
from xinheng.areas.intake.models import Submission


def reachable(request: HttpRequest, permission: Permission) -> list[str] | None:
    """Codes of the departments in the user's reach; None when it is the whole node."""
    if departments.sees_every_department(request.user, permission):
        return None
    return [facts.code for facts in departments.departments_for(request.user, permission)]


def find(
    request: HttpRequest, receipt_no: str, permission: Permission = Permission.INTAKE_READ
) -> Submission:
    """The submission of that number; 404 when there is none in the user's reach for this permission."""
    try:
        found = service.find(receipt_no)
    except service.NoSuchSubmission as unknown:
        raise Http404(receipt_no) from unknown
    if not departments.may(request.user, permission, department=found.department_id):
        raise Http404(receipt_no)
    return found


def own_department(request: HttpRequest) -> DepartmentFacts:
    """The department that the user sends for; 404 when it sends for none."""
    found = [
        facts for facts in departments.departments_for(request.user, Permission.INTAKE_SUBMIT) if facts.active
    ]
    if len(found) != 1:
        raise Http404("no department to send for")
    return found[0]


def actor(request: HttpRequest) -> str:
    """Who acts, as ledger and receipts name them."""
    return request.user.get_username()

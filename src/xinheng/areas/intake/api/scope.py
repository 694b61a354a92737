"""Whose submissions a caller reaches: what is out of reach is not there."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import DepartmentFacts, Permission
from xinheng.areas.intake import service
from xinheng.areas.intake.models import Submission
from xinheng.kernel.text import Text
from xinheng.plumbing.http.problems import Problem

_NO_DEPARTMENT = Text(
    zh="您的账号不属于可以报送的部门。", en="Your account belongs to no department that hands in data."
)


def caller(request: HttpRequest) -> Any:
    """The user whom the operation's `auth` let in."""
    return request.auth  # type: ignore[attr-defined]


def find(
    request: HttpRequest, receipt_no: str, permission: Permission = Permission.INTAKE_READ
) -> Submission:
    """The submission of that number; 404 when there is none in the caller's reach for this permission."""
    try:
        found = service.find(receipt_no)
    except service.NoSuchSubmission as unknown:
        raise Http404(receipt_no) from unknown
    if not departments.may(caller(request), permission, department=found.department_id):
        raise Http404(receipt_no)
    return found


def reach(request: HttpRequest, permission: Permission) -> list[str] | None:
    """Codes of the departments in the caller's reach; None when it is the whole node."""
    if departments.sees_every_department(caller(request), permission):
        return None
    return [facts.code for facts in departments.departments_for(caller(request), permission)]


def own_department(request: HttpRequest) -> DepartmentFacts:
    """The department that the caller sends for; `Problem` 403 when it sends for none."""
    user = caller(request)
    own: DepartmentFacts | None = user.standing.department
    if own is None or not own.active or not departments.may(user, Permission.INTAKE_SUBMIT, department=own):
        raise Problem(403, _NO_DEPARTMENT)
    return own

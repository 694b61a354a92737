"""What a page's address asks for, narrowed to what its reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import DepartmentFacts, Permission
from xinheng.areas.quality import service
from xinheng.areas.quality.terms import Asked, PeriodKind, Span
from xinheng.kernel.text import Text
from xinheng.plumbing import clock

KIND_TITLES = {
    PeriodKind.WEEK: Text(zh="周", en="Week"),
    PeriodKind.MONTH: Text(zh="月", en="Month"),
    PeriodKind.QUARTER: Text(zh="季度", en="Quarter"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """Period, filters and moment of a page."""

    span: Span
    asked: Asked
    moment: datetime
    department: str


def question(request: HttpRequest) -> Question:
    """The question that the query string asks; what is no period or department is 404."""
    moment = clock.now()
    if any("\x00" in value for value in request.GET.values()):
        raise Http404("no such question")
    return Question(
        span=span_asked(
            request.GET.get("period", PeriodKind.MONTH.value), request.GET.get("day", ""), moment
        ),
        asked=Asked(
            departments=reach(request.user, request.GET.get("department", "")),
            item=request.GET.get("item", "")[:80],
            region=_region(request.GET.get("region", "")),
        ),
        moment=moment,
        department=request.GET.get("department", ""),
    )


def span_asked(kind: str, day: str, moment: datetime) -> Span:
    """The period of that kind around a day, around today without one."""
    try:
        chosen = date.fromisoformat(day) if day else clock.day_of(moment)
        found = service.span(PeriodKind(kind), chosen)
    except (ValueError, OverflowError) as unknown:
        raise Http404("no such period") from unknown
    if not _EARLIEST <= found.first <= clock.day_of(moment):
        raise Http404("no such period")
    return found


_EARLIEST = date(1990, 1, 1)


def reach(
    user: object, department: str, permission: Permission = Permission.QUALITY_READ
) -> frozenset[str] | None:
    """The departments that the user asks for and may see; None for the whole node."""
    if department:
        if not departments.may(user, permission, department=department):
            raise Http404("no such department")
        return frozenset({department})
    if departments.sees_every_department(user, permission):
        return None
    return frozenset(facts.code for facts in departments.departments_for(user, permission))


def offered(user: object) -> tuple[DepartmentFacts, ...]:
    """The departments that a filter offers to the user."""
    return departments.departments_for(user, Permission.QUALITY_READ)


def must_reach(user: object, permission: Permission, department: str | None) -> None:
    """Stop where the thing is not there or belongs to a department out of the user's reach."""
    if department is None:
        raise Http404("no such problem")
    if not departments.may(user, permission, department=department):
        raise PermissionDenied(permission)


def actor(request: HttpRequest) -> str:
    """Who acts, as the ledger names them."""
    return request.user.get_username()


def _region(text: str) -> str:
    if text and text not in service.region_titles():
        raise Http404("no such region")
    return text

"""Whose cases a caller reaches, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest

from xinheng.areas.consent import service as consent
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import DepartmentFacts, Permission
from xinheng.areas.rights import service
from xinheng.areas.rights.api.shapes import CaseOut, PartyIn, case_of
from xinheng.areas.rights.cases.terms import CaseFacts, CaseKind, Channel, OnBehalf, PartyKind, UnableToStep
from xinheng.kernel.identifiers import uscc
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.files.documents import NotADocument
from xinheng.plumbing.files.store import UnableToStore
from xinheng.plumbing.http.problems import Fault, Problem

_BAD_NUMBER = Text(zh="代码或号码有误。", en="The code or number is wrong.")
_NO_DEPARTMENT = Text(zh="您的账号不属于任何单位。", en="Your account belongs to no department.")
_FULL = Text(zh="存储空间不足，没有保存。", en="The storage is full: nothing was kept.")


def caller(request: HttpRequest) -> Any:
    """The user whom the operation's `auth` let in."""
    return request.auth  # type: ignore[attr-defined]


def find(request: HttpRequest, number: str, kind: CaseKind, *, at: datetime) -> CaseFacts:
    """The case of that number and kind on a desk in the caller's reach; 404 for every other."""
    found = service.case_for(caller(request), number, at=at)
    if found is None or found.kind is not kind:
        raise Http404(number)
    return found


def reach(request: HttpRequest) -> list[str] | None:
    """Codes of the departments whose desks the caller sees; None for all."""
    user = caller(request)
    if departments.sees_every_department(user, Permission.RIGHTS_READ):
        return None
    return [facts.code for facts in departments.departments_for(user, Permission.RIGHTS_READ)]


def own_department(request: HttpRequest, permission: Permission) -> DepartmentFacts:
    """The department that the caller acts for; `Problem` 403 when it acts for none in this matter."""
    user = caller(request)
    own = departments.department_of(user)
    if own is None or not departments.may(user, permission, department=own):
        raise Problem(403, _NO_DEPARTMENT)
    return own


def on_behalf(given: PartyIn) -> OnBehalf:
    """Who asks; `Problem` 422 for a number that is none."""
    if given.uscc is not None:
        if not uscc.is_valid(given.uscc):
            raise Problem(422, _BAD_NUMBER, faults=[Fault("body.party.uscc", _BAD_NUMBER)])
        return OnBehalf(PartyKind.ORGANISATION, uscc.compact(given.uscc), given.identity)
    person = consent.person_of(given.citizen_id or "")
    if person is None:
        raise Problem(422, _BAD_NUMBER, faults=[Fault("body.party.citizen_id", _BAD_NUMBER)])
    return OnBehalf(PartyKind.PERSON, person, given.identity)


def door(request: HttpRequest, provider: str) -> tuple[Channel, str]:
    """By which door a case comes that the caller takes in, and the code of the agency where it is one."""
    return service.door(departments.department_of(caller(request)), provider=provider)


def told(request: HttpRequest, found: CaseFacts, *, at: datetime) -> CaseOut:
    """The case as it stands, with what the caller may do."""
    view = service.case_view(found, at=at)
    return case_of(view, service.open_steps(caller(request), view, day=day_of(at)))


@contextmanager
def told_apart() -> Iterator[None]:
    """Refusals as problems: 404 for what is not there, 409 for what the case does not allow, 4xx for files."""
    try:
        yield
    except (service.NoSuchRecord, service.NoSuchCase) as unknown:
        raise Http404(str(unknown)) from unknown
    except UnableToStep as refused:
        faults = [Fault(f"case.{reason.code}", reason.text) for reason in refused.reasons]
        raise Problem(
            409, refused.text, faults=faults, more={"see": refused.see} if refused.see else {}
        ) from refused
    except NotADocument as refused:
        raise Problem(refused.status, refused.text, faults=[Fault("body.file", refused.text)]) from refused
    except UnableToStore as full:
        raise Problem(507, _FULL) from full

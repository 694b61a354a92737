"""Whose inbox somebody reads."""

from __future__ import annotations

from xinheng.areas.consent.terms import Principal
from xinheng.areas.departments import service as departments
from xinheng.areas.notices.terms import THE_CENTRE, Addressee, AddresseeKind


def inbox_of(user: object) -> Addressee | None:
    """A desk's: the user's department, the centre for those who see the whole node; None for nobody's."""
    if departments.sees_every_department(user, "notices.read"):
        return THE_CENTRE
    if not departments.may(user, "notices.read"):
        return None
    code = getattr(user, "department_id", None)
    return None if code is None else Addressee(AddresseeKind.DEPARTMENT, str(code))


def addressee_of(principal: Principal) -> Addressee:
    """The principal's subject as notices name it."""
    kind, name = principal.party
    return Addressee(AddresseeKind(kind), name)

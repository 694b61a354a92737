"""Authorisations are given, used by one-time codes, and end at once (CON-09)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.consent import rules, store
from xinheng.areas.consent.actions.acting import must
from xinheng.areas.consent.actions.telling import public, tell_authorisation
from xinheng.areas.consent.models import Authorisation, Code
from xinheng.areas.consent.terms import (
    AuthorisationFacts,
    CodeFacts,
    IssuedCode,
    NewAuthorisation,
    Power,
    Principal,
    Standing,
    UnableToAct,
)
from xinheng.areas.departments import service as departments
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json
from xinheng.plumbing.clock import day_of

_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that are mistaken for others."""
_GROUPS, _OF = 4, 4


@recorded("consent.authorisation_given")
def authorise(
    principal: Principal, new: NewAuthorisation, *, actor: str, at: datetime
) -> Recorded[AuthorisationFacts]:
    """Let somebody read. It is an act of its own, tied to no other service (CON-04). Raises `UnableToAct`."""
    must(principal, Power.AUTHORISE, at=at)
    law = catalogue.lawbook().as_of(day_of(at))
    items = frozenset(item.value.id for item in law.items())
    names = {one.code: one.name.zh for one in departments.departments() if one.active}
    if fault := rules.authorisation_fault(new, items=items, grantees=frozenset(names), today=day_of(at)):
        raise UnableToAct(fault)
    number = store.draw_authorisation()
    row = Authorisation.objects.create(
        pk=number,
        number=f"SQ{day_of(at):%Y%m%d}-{number:07d}",
        grantor_kind=principal.acts_for_kind.value,
        grantor=principal.acts_for,
        grantee=new.grantee,
        grantee_name=names[new.grantee],
        items=sorted(new.items),
        purpose=new.purpose.strip(),
        first=new.first,
        last=new.last,
        by_code=new.by_code,
        given_by=actor,
        given_at=at,
        mandate=principal.mandate,
    )
    payload: dict[str, Json] = {
        "grantor": public(principal),
        "grantee": new.grantee,
        "items": list(row.items),
        "first": new.first.isoformat(),
        "last": new.last.isoformat(),
        "by_code": new.by_code,
    }
    tell_authorisation(row.as_facts, actor=actor, at=at)
    return Recorded(row.as_facts, about=("authorisation", row.number), payload=payload)


@recorded("consent.authorisation_revoked")
def revoke_authorisation(
    number: str, *, principal: Principal, why: str, actor: str, at: datetime
) -> Recorded[AuthorisationFacts]:
    """End an authorisation at once, with every code of it. Ending it again changes nothing. Raises `UnableToAct`.

    A reading that came first is done first; every later one is refused.
    """
    must(principal, Power.AUTHORISE, at=at)
    row = _own(number, principal)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by, row.revoked_why = at, actor, why
        row.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
        tell_authorisation(row.as_facts, actor=actor, at=at)
    return Recorded(row.as_facts, about=("authorisation", number), payload={})


@recorded("consent.code_issued")
def issue_code(
    number: str, *, principal: Principal, lasts: timedelta, actor: str, at: datetime
) -> Recorded[IssuedCode]:
    """A one-time code for one reading by one authorisation. Raises `UnableToAct`."""
    must(principal, Power.AUTHORISE, at=at)
    row = _own(number, principal)
    holds = rules.authorisation_standing(row.as_facts, day=day_of(at)) is Standing.STANDING
    if not holds or not row.by_code:
        raise UnableToAct(
            Text(
                zh="该授权不在有效期内，或不使用查询码。",
                en="The authorisation does not hold now, or takes no codes.",
            )
        )
    longest = settings.READING_CODE_HOURS
    if not timedelta(0) < lasts <= timedelta(hours=longest):
        raise UnableToAct(
            Text(zh=f"查询码最长有效 {longest} 小时。", en=f"A code lasts {longest} hours at most.")
        )
    secret = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_OF)) for _ in range(_GROUPS))
    code = Code.objects.create(
        authorisation=row,
        digest=store.digest_of(secret),
        issued_by=actor,
        issued_at=at,
        expires_at=at + lasts,
    )
    payload: dict[str, Json] = {"code": code.pk, "expires_at": code.expires_at.isoformat()}
    return Recorded(IssuedCode(secret, code.as_facts), about=("authorisation", number), payload=payload)


@recorded("consent.code_used")
def use_code(code: int, *, number: str, actor: str, at: datetime) -> Recorded[CodeFacts]:
    """Use a code up. The caller holds the authorisation's lock. Raises `UnableToAct` when it was used or is over."""
    row = Code.objects.select_for_update().filter(pk=code, used_at=None, expires_at__gt=at).first()
    if row is None:
        raise UnableToAct(Text(zh="查询码已使用或已过期。", en="The code was used, or is over."))
    row.used_at, row.used_by = at, actor
    row.save(update_fields=["used_at", "used_by"])
    return Recorded(row.as_facts, about=("authorisation", number), payload={"code": code})


def _own(number: str, principal: Principal) -> Authorisation:
    """The principal's own authorisation, locked."""
    row = Authorisation.objects.select_for_update().filter(number=number).first()
    if row is None or (row.grantor_kind, row.grantor) != principal.party:
        raise UnableToAct(Text(zh="没有这项授权。", en="There is no such authorisation."))
    return row

"""Mandates are given and end."""

from __future__ import annotations

from datetime import datetime

from xinheng.areas.consent import rules
from xinheng.areas.consent.actions.telling import public, tell_mandate
from xinheng.areas.consent.models import Mandate
from xinheng.areas.consent.terms import MandateFacts, NewMandate, Principal, UnableToAct
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json
from xinheng.plumbing.clock import day_of


@recorded("consent.mandate_given")
def give_mandate(
    principal: Principal, new: NewMandate, *, actor: str, at: datetime
) -> Recorded[MandateFacts]:
    """Send an agent. Raises `UnableToAct` when the principal may not, or the mandate is none."""
    if fault := rules.mandate_fault(principal, new, today=day_of(at)):
        raise UnableToAct(fault)
    row = Mandate.objects.create(
        grantor_kind=principal.acts_for_kind.value,
        grantor=principal.acts_for,
        agent=new.agent,
        agent_name=new.agent_name.strip(),
        powers=sorted(power.value for power in new.powers),
        first=new.first,
        last=new.last,
        evidence=new.evidence,
        given_by=actor,
        given_at=at,
    )
    payload: dict[str, Json] = {
        "grantor": public(principal),
        "powers": list(row.powers),
        "first": new.first.isoformat(),
        "last": new.last.isoformat(),
        "evidence": new.evidence,
    }
    tell_mandate(row.as_facts, actor=actor, at=at)
    return Recorded(row.as_facts, about=("mandate", str(row.pk)), payload=payload)


@recorded("consent.mandate_revoked")
def revoke_mandate(
    number: int, *, principal: Principal, why: str, actor: str, at: datetime
) -> Recorded[MandateFacts]:
    """End a mandate at once: by who gave it, or by the agent who lays it down. Ending it again changes nothing.

    An act that relies on the mandate and came first is done first; every later one is refused.
    """
    row = Mandate.objects.select_for_update().filter(pk=number).first()
    if row is None or not rules.may_end_mandate(principal, row.as_facts):
        raise UnableToAct(
            Text(zh="没有这项委托，或者您无权撤销。", en="No such mandate, or not yours to end.")
        )
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by, row.revoked_why = at, actor, why
        row.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
        tell_mandate(row.as_facts, actor=actor, at=at)
    return Recorded(row.as_facts, about=("mandate", str(number)), payload={"why": why})

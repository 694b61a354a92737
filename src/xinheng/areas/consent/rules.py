"""Which powers somebody has for a subject, and when a mandate holds. Pure; denies by default."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from xinheng.areas.consent.terms import (
    AuthorisationFacts,
    Capacity,
    MandateFacts,
    NewAuthorisation,
    NewMandate,
    Power,
    Principal,
    Standing,
)
from xinheng.kernel.text import Text

OWN_POWERS: Final[Mapping[Capacity, frozenset[Power]]] = {
    # commitments are made by organisations
    Capacity.SELF: frozenset(Power) - {Power.COMMIT},
    Capacity.LEGAL_REPRESENTATIVE: frozenset(Power),
    # who may read an organisation's data is decided by whoever represents it in law, not by an employee
    Capacity.HANDLER: frozenset(Power) - {Power.AUTHORISE},
    Capacity.AGENT: frozenset(),
}
"""What each capacity may do by itself; an agent may what the mandate says."""


def standing(first: date, last: date, revoked_at: datetime | None, *, day: date) -> Standing:
    """How a term with both its days included stands on a day; what was revoked stays revoked."""
    if revoked_at is not None:
        return Standing.REVOKED
    if day < first:
        return Standing.TO_COME
    return Standing.STANDING if day <= last else Standing.OVER


def mandate_standing(mandate: MandateFacts, *, day: date) -> Standing:
    """How a mandate stands on a day."""
    return standing(mandate.first, mandate.last, mandate.revoked_at, day=day)


def may(principal: Principal | None, power: Power) -> bool:
    """Whether the principal has the power; nobody has none."""
    return principal is not None and power in principal.powers


def may_give_mandates(principal: Principal) -> bool:
    """Only the subject itself, or its legal representative, sends an agent: an agent sends no other."""
    return principal.capacity in {Capacity.SELF, Capacity.LEGAL_REPRESENTATIVE}


def authorisation_standing(found: AuthorisationFacts, *, day: date) -> Standing:
    """How an authorisation stands on a day."""
    return standing(found.first, found.last, found.revoked_at, day=day)


def authorisation_fault(
    new: NewAuthorisation, *, items: frozenset[str], grantees: frozenset[str], today: date
) -> Text | None:
    """Why an authorisation cannot be given, None when it can. `items`: what the catalogue of the day holds.

    CON-09: it names grantee, items, purpose and validity; one without an end, or for everything there may ever be, is
    none.
    """
    if new.grantee not in grantees:
        return Text(zh="请选择被授权单位。", en="Choose whom you authorise.")
    if not new.items or not new.items <= items:
        return Text(zh="请至少选择一类信息。", en="Choose at least one kind of information.")
    if not new.purpose.strip():
        return Text(zh="请写明用途。", en="State the purpose.")
    if new.last < new.first or new.last < today:
        return Text(
            zh="授权的截止日期不能早于起始日期或今天。",
            en="An authorisation does not end before it begins, nor before today.",
        )
    return None


def may_end_mandate(principal: Principal, mandate: MandateFacts) -> bool:
    """Who gave it may end it, and the agent may lay it down; another agent of the same subject may not."""
    given = (mandate.grantor_kind, mandate.grantor) == (principal.acts_for_kind, principal.acts_for)
    return (given and may_give_mandates(principal)) or mandate.agent == principal.person


def mandate_fault(principal: Principal, new: NewMandate, *, today: date) -> Text | None:
    """Why a mandate cannot be given, None when it can."""
    if not may_give_mandates(principal):
        return Text(
            zh="只有本人或法定代表人可以委托代理人，代理人不得转委托。",
            en="Only the subject itself or its legal representative gives mandates; an agent gives none.",
        )
    if not new.powers or not new.powers <= principal.powers:
        return Text(
            zh="请至少选择一项您本人拥有的权限。",
            en="Choose at least one power, and only powers that you have.",
        )
    if new.last < new.first or new.last < today:
        return Text(
            zh="委托的截止日期不能早于起始日期或今天。",
            en="A mandate does not end before it begins, nor before today.",
        )
    if new.agent == principal.person:
        return Text(zh="不能委托您自己。", en="Nobody is their own agent.")
    if not new.agent_name.strip():
        return Text(zh="请填写代理人姓名。", en="Name the agent.")
    return None

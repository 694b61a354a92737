"""What grantor, agent and grantee are told when something about them changes, in the transaction that changes it."""

from __future__ import annotations

from datetime import datetime

from xinheng.areas.consent.terms import AuthorisationFacts, MandateFacts, PartyKind, Principal
from xinheng.areas.notices import actions as notices
from xinheng.areas.notices.terms import Addressee, AddresseeKind, NoticeKind, NoticeText
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json


def public(principal: Principal) -> Json:
    """The grantor as the ledger may name it: an organisation by its code, a person not at all."""
    organisation = principal.acts_for_kind is PartyKind.ORGANISATION
    return {"kind": principal.acts_for_kind.value, "code": principal.acts_for if organisation else ""}


def tell_mandate(mandate: MandateFacts, *, actor: str, at: datetime) -> None:
    """Tell grantor and agent that a mandate was given, or that it ended."""
    term = f"{mandate.first.isoformat()} — {mandate.last.isoformat()}"
    if mandate.revoked_at is None:
        subject = Text(zh="委托代理已生效", en="A mandate was given")
        says = Text(
            zh=f"第 {mandate.id} 号委托：代理人{mandate.agent_name}，期限 {term}。可随时撤销。",
            en=f"Mandate no. {mandate.id}: agent {mandate.agent_name}, {term}. It can be ended at any time.",
        )
    else:
        subject = Text(zh="委托代理已撤销", en="A mandate has ended")
        says = Text(
            zh=f"第 {mandate.id} 号委托（代理人{mandate.agent_name}）已撤销，立即失效：{mandate.revoked_why}",
            en=f"Mandate no. {mandate.id} (agent {mandate.agent_name}) has ended at once: {mandate.revoked_why}",
        )
    text = NoticeText(subject=subject, says=says, link="/mine/mandates/")
    told = [
        (_party(mandate.grantor_kind, mandate.grantor), text),
        (Addressee(AddresseeKind.PERSON, mandate.agent), text),
    ]
    notices.send_many(
        told, NoticeKind.MANDATE_CHANGED, about=("mandate", str(mandate.id)), actor=actor, at=at
    )


def tell_authorisation(found: AuthorisationFacts, *, actor: str, at: datetime) -> None:
    """Tell the grantor, and whoever was authorised, that an authorisation was given, or that it ended."""
    term = f"{found.first.isoformat()} — {found.last.isoformat()}"
    if found.revoked_at is None:
        subject = Text(zh="授权查询已生效", en="An authorisation was given")
        says = Text(
            zh=f"授权 {found.number}：{found.grantee_name}，用途“{found.purpose}”，期限 {term}。可随时撤销。",
            en=f"Authorisation {found.number}: {found.grantee_name}, for “{found.purpose}”, {term}. "
            "It can be ended at any time.",
        )
    else:
        subject = Text(zh="授权查询已撤销", en="An authorisation has ended")
        says = Text(
            zh=f"授权 {found.number}（{found.grantee_name}）已撤销，立即失效，不得再凭其查询。",
            en=f"Authorisation {found.number} ({found.grantee_name}) has ended at once: nothing may be read by it any more.",
        )
    mine = NoticeText(subject=subject, says=says, link="/mine/authorisations/")
    theirs = NoticeText(subject=subject, says=says, link="/desk/reading/authorised/")
    told = [
        (_party(found.grantor_kind, found.grantor), mine),
        (Addressee(AddresseeKind.DEPARTMENT, found.grantee), theirs),
    ]
    about = ("authorisation", found.number)
    notices.send_many(told, NoticeKind.AUTHORISATION_CHANGED, about=about, actor=actor, at=at)


def tell_access(found: AuthorisationFacts, *, actor: str, at: datetime) -> None:
    """Tell the grantor that the authorisation was used."""
    says = Text(
        zh=f"{found.grantee_name}凭您的授权 {found.number} 查询了您的信息，用途“{found.purpose}”。",
        en=f"{found.grantee_name} read your information by your authorisation {found.number}, for “{found.purpose}”.",
    )
    subject = Text(zh="您的信息被查询", en="Your information was read")
    text = NoticeText(subject=subject, says=says, link="/mine/accesses/")
    about = ("authorisation", found.number)
    party = _party(found.grantor_kind, found.grantor)
    notices.send(party, NoticeKind.ACCESS_MADE, text, about=about, actor=actor, at=at)


def _party(kind: PartyKind, code: str) -> Addressee:
    return Addressee(AddresseeKind(kind.value), code)

"""Two persons, two organisations, a bank, and something of each that the other has no business with."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.acceptance.rows import FARM, MILL, ORGAN, penalty
from tests.db.consent.support import entered, number, principal
from tests.db.rights.stage import PDF
from xinheng.areas.archive import service as archive
from xinheng.areas.consent import actions
from xinheng.areas.consent.terms import HolderFacts, NewAuthorisation, NewMandate, Power, Principal
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments import service as department_service
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.notices import actions as notices
from xinheng.areas.notices import service as notice_service
from xinheng.areas.notices.terms import Addressee, AddresseeKind, Channel
from xinheng.areas.rights.cases.actions import Upload, handed_in
from xinheng.areas.rights.objection import actions as objections
from xinheng.areas.rights.objection.terms import Ground, Lodging, Remedy
from xinheng.kernel.text import Text
from xinheng.plumbing import clock

__all__ = ["FARM", "MILL", "ORGAN", "Side", "bank", "person_penalty", "sides"]


@dataclass(frozen=True)
class Side:
    """Somebody who acts for an organisation or for themselves, and what is theirs."""

    holder: HolderFacts
    chosen: str
    acting: Principal
    record: tuple[str, str]
    authorisation: str
    mandate: int
    notice: str
    contact: int
    case: str
    evidence: str
    secrets: tuple[str, ...]


def bank() -> DepartmentFacts:
    """Whom one may authorise."""
    found = department_service.department("bank")
    if found is not None:
        return found
    facts = DepartmentFacts(
        code="bank",
        name=Text(zh="示例银行", en="Example bank"),
        kind="credit_service_agency",
        region="520100",
    )
    return departments.create_department(facts, actor="root", at=clock.now())


def person_penalty(serial: int, **given: str) -> dict[str, str]:
    """A penalty that names a made-up person."""
    return penalty(
        CF_XDR_MC=f"示例个人{serial}", CF_XDR_LB="自然人", CF_XDR_SHXYM="", CF_FRDB="", CF_XDR_ZJLX="身份证",
        CF_XDR_ZJHM=number(serial), CF_WSH=f"黔示罚〔2026〕9{serial}号",
    ) | given  # fmt: skip


def sides(send: Callable[..., Any], sender: DepartmentFacts) -> tuple[Side, Side, Side, Side]:
    """Person 1 for themselves and for the mill, person 2 for themselves and for the farm."""
    rows = [
        penalty(CF_WSH="黔示罚〔2026〕81号", CF_XDR_ZJLX="", CF_XDR_ZJHM=""),
        penalty(CF_WSH="黔示罚〔2026〕82号", CF_XDR_MC="贵阳示例农场有限公司", CF_XDR_SHXYM=FARM),
        person_penalty(1), person_penalty(2),
    ]  # fmt: skip
    assert sender.uscc == ORGAN
    send(sender, "penalty", rows, on=date(2026, 3, 5))
    bank()
    first, second = entered(1, MILL), entered(2, FARM)
    return (
        _side(first, "self"), _side(first, f"organisation:{MILL}"),
        _side(second, "self"), _side(second, f"organisation:{FARM}"),
    )  # fmt: skip


def _side(holder: HolderFacts, chosen: str) -> Side:
    now = clock.now()
    acting = principal(holder, chosen, at=now)
    today = clock.today()
    word = f"用途-{holder.username}-{chosen}"
    given = actions.authorise(
        acting, NewAuthorisation("bank", frozenset({"penalty"}), word, today, today + timedelta(days=9)),
        actor=holder.username, at=now,
    )  # fmt: skip
    agent = f"代理-{holder.username}-{chosen}"[:100]
    mandate = actions.give_mandate(
        acting, NewMandate("h:" + "7" * 32, agent, frozenset({Power.READ}), today, today + timedelta(days=9)),
        actor=holder.username, at=now,
    )  # fmt: skip
    to = Addressee(AddresseeKind(acting.acts_for_kind.value), acting.acts_for)
    contact = notices.set_contact(
        to, Channel.EMAIL, f"x@{holder.username}-{acting.acts_for_kind}.test", actor=holder.username, at=now
    )
    (held,) = archive.standing_about([acting.acts_for], moment=now)
    pdf = PDF.replace(b"%%EOF", word.encode() + b"\n%%EOF")
    with handed_in([Upload("决定书.pdf", io.BytesIO(pdf), "")]) as files:
        case = objections.lodge(
            (held.item, held.key), Lodging(Ground.WRONG, f"写错了-{word}", Remedy.REMOVE), asker=acting, evidence=files,
            actor=holder.username, at=now,
        )  # fmt: skip
    return Side(
        holder=holder, chosen=chosen, acting=acting, record=(held.item, held.key.hex()),
        authorisation=given.number, mandate=mandate.id, notice=notice_service.inbox(to)[0].number, contact=contact.id,
        case=case.number, evidence=hashlib.sha256(pdf).hexdigest(),
        secrets=(given.number, word, agent, held.instrument, notice_service.inbox(to)[0].number, contact.hint, case.number),
    )  # fmt: skip

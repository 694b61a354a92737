"""A mill with a fine on display: who acts for it, what it hands in, and what is told and known afterwards."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.acceptance.conftest import at
from tests.acceptance.rows import MILL, ORGAN, penalty
from tests.acceptance.surfaces import Sought, the_only
from tests.db.consent.support import entered, principal
from xinheng.areas.clocks import service as clocks
from xinheng.areas.clocks.terms import ClockState
from xinheng.areas.consent.terms import Principal
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.ledger import actions as ledger
from xinheng.areas.notices import service as notices
from xinheng.areas.notices.terms import Addressee, AddresseeKind, NoticeFacts
from xinheng.areas.rights.cases.actions import Upload
from xinheng.areas.rights.cases.terms import CaseFacts
from xinheng.areas.rights.objection import actions as objections
from xinheng.areas.rights.objection.terms import Ground, Lodging, Remedy
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.crypto.signing import node_signer

DECIDED, SENT = date(2026, 11, 13), date(2026, 11, 16)
WEDNESDAY, THURSDAY, FRIDAY = date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WRONG = Lodging(Ground.WRONG, "罚款金额应为0.1万元，附决定书。", Remedy.CORRECT, {"CF_NR_FK": "0.1"})


@dataclass(frozen=True)
class Fined:
    """The provider, the record of its fine, and how it sends another version of it."""

    provider: DepartmentFacts
    sought: Sought
    send: Callable[..., Any]

    @property
    def record(self) -> tuple[str, bytes]:
        """Item and key."""
        return self.sought.item, bytes.fromhex(self.sought.key)

    def corrected(self, *, on: date, **changes: str) -> None:
        """Its provider sends the record again."""
        row = penalty(CF_JDRQ=DECIDED.isoformat()) | changes
        assert self.send(self.provider, "penalty", [row], on=on).corrected == 1


def fined(department: Callable[..., DepartmentFacts], send: Callable[..., Any]) -> Fined:
    """A fine of 0.2 ten thousand yuan, decided on a Friday and sent the Monday after."""
    provider = department("scjg", "market_regulation", uscc=ORGAN)
    send(provider, "penalty", [penalty(CF_JDRQ=DECIDED.isoformat())], on=SENT)
    signed(at(SENT, 11))
    return Fined(provider, the_only("penalty", at=at(SENT)), send)


def signed(moment: datetime) -> None:
    """The ledger is signed."""
    ledger.checkpoint(at=moment, signer=node_signer())


def mill(moment: datetime) -> Principal:
    """The mill's legal representative."""
    return principal(entered(1, MILL), f"organisation:{MILL}", at=moment)


def objected(of: Fined, moment: datetime) -> CaseFacts:
    """The mill objects: the fine was half as high."""
    return objections.lodge(of.record, WRONG, asker=mill(moment), actor="mill", at=moment)


def paper(name: str, *, asked: str = "") -> Upload:
    """A document that somebody hands in."""
    return Upload(name, io.BytesIO(PDF.replace(b"%%EOF", name.encode() + b"\n%%EOF")), asked)


def fine(of: Fined, moment: datetime) -> str:
    """The amount on display."""
    found = disclosure.shown_record(of.sought.item, of.sought.key, day=day_of(moment), moment=moment)
    assert found is not None
    return next(field.value for field in found.fields if field.code == "CF_NR_FK")


def counts(moment: datetime) -> int:
    """How many records lists, checks and evaluation may count."""
    return len(disclosure.counting([MILL], day=day_of(moment), moment=moment))


def states(case: CaseFacts) -> dict[str, ClockState]:
    """Deadline → how its clock stands."""
    return {each.deadline: each.state for each in clocks.clocks_about(case.about)}


def last_notice() -> NoticeFacts:
    """What the mill was told last."""
    return notices.inbox(Addressee(AddresseeKind.ORGANISATION, MILL))[0]

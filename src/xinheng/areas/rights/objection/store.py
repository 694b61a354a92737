"""Queries of objections."""

from __future__ import annotations

from collections.abc import Collection

from xinheng.areas.rights.cases import store as cases
from xinheng.areas.rights.cases.models import Case
from xinheng.areas.rights.cases.terms import PartyKind
from xinheng.areas.rights.objection.models import Objection
from xinheng.areas.rights.objection.rules import Earlier
from xinheng.areas.rights.objection.terms import (
    OBJECTION,
    Ground,
    Lodging,
    ObjectionFacts,
    ObjectionState,
    Remedy,
)


def keep(case: Case, asked: Lodging) -> None:
    """Keep what the objector says."""
    Objection.objects.create(
        case=case, ground=asked.ground.value, says=asked.says.strip(), wants=asked.wants.value,
        claims=dict(asked.claims),
    )  # fmt: skip


def says(case_id: int) -> ObjectionFacts:
    """What an objection says."""
    return _facts(Objection.objects.get(pk=case_id))


def earlier(item: str, key: bytes, *, party: PartyKind, codes: Collection[str]) -> tuple[Earlier, ...]:
    """The objections of a party against a record, under any of its codes, the latest first."""
    rows = cases.about_record(OBJECTION, item, key).filter(party_kind=party.value, party__in=list(codes))
    return tuple(
        Earlier(
            number=row.number, ground=Ground(row.objection.ground), state=ObjectionState(row.state),
            settled=row.settled, content_hash=bytes(row.content_hash or b""),
        )
        for row in rows.select_related("objection")
    )  # fmt: skip


def _facts(row: Objection) -> ObjectionFacts:
    return ObjectionFacts(
        ground=Ground(row.ground), says=row.says, wants=Remedy(row.wants), claims=dict(row.claims)
    )

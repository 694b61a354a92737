"""Queries of applications for repair, and the rule that applies to a record."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.rights.cases import store as cases
from xinheng.areas.rights.cases.models import Case
from xinheng.areas.rights.cases.terms import By, PartyKind
from xinheng.areas.rights.repair.models import Repair
from xinheng.areas.rights.repair.rules import Earlier, decider_of
from xinheng.areas.rights.repair.terms import REPAIR, Application, RepairFacts, RepairState
from xinheng.kernel.lawbook import NotInCatalogue, NotRuled, Ruled
from xinheng.kernel.lawbook.meta import Regime, RepairCondition, RepairRule


def rule_for(item: str, *, regime: Regime, day: date) -> Ruled[RepairRule] | None:
    """The rule in effect on a day; None where there is none.

    Which class of dishonesty a record belongs to is in no field of a record yet: the rule of every class applies.
    """
    try:
        return catalogue.lawbook().as_of(day).repair_rule(item, regime=regime)
    except (NotRuled, NotInCatalogue):
        return None


def keep(case: Case, asked: Application, law: Ruled[RepairRule]) -> None:
    """Keep what the applicant says, and the rule by which it is decided."""
    Repair.objects.create(
        case=case, says=asked.says.strip(), met=sorted(each.value for each in asked.met),
        rule=f"{law.entry}@{law.version}", decider=decider_of(law.value).value,
    )  # fmt: skip


def says(case_id: int) -> RepairFacts | None:
    """What an application says; None for a proof that a provider issued without one."""
    row = Repair.objects.filter(pk=case_id).first()
    if row is None:
        return None
    return RepairFacts(
        says=row.says, met=frozenset(RepairCondition(each) for each in row.met), rule=row.rule,
        decider=By(row.decider),
    )  # fmt: skip


def earlier(item: str, key: bytes, *, party: PartyKind, codes: Collection[str]) -> tuple[Earlier, ...]:
    """The applications of a party for a record's repair, the latest first."""
    rows = cases.about_record(REPAIR, item, key).filter(party_kind=party.value, party__in=list(codes))
    return tuple(Earlier(row.number, RepairState(row.state), row.settled) for row in rows)

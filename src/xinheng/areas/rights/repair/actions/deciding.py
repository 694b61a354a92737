"""What becomes of an application for repair: accepted or not, repaired or refused, and the centre's second look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xinheng.areas.archive import actions as archive
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.clocks import actions as clocks
from xinheng.areas.clocks.terms import CENTRE, Bound, BoundKind
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.notices.terms import NoticeKind
from xinheng.areas.rights.cases import actions as cases
from xinheng.areas.rights.cases import store as cases_store
from xinheng.areas.rights.cases.models import Case
from xinheng.areas.rights.cases.rules import basis
from xinheng.areas.rights.cases.terms import (
    FINAL_REMEDY,
    REMEDY,
    By,
    CaseFacts,
    Channel,
    HandedIn,
    Party,
    PartyKind,
    RecordFacts,
    UnableToStep,
)
from xinheng.areas.rights.repair import store
from xinheng.areas.rights.repair.terms import REPAIR, RepairStep
from xinheng.kernel.lawbook import Citation
from xinheng.kernel.lawbook.decision import Reason
from xinheng.kernel.lawbook.meta import Effect, Regime
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json
from xinheng.plumbing.clock import day_of

REPAIRED = Text(zh="已修复，停止公示和使用", en="Repaired: neither shown nor used any more")
_NO_NUMBER = Reason(
    "no_instrument",
    Text(zh="请写明修复决定或者证明的文号。", en="State the number of the decision or proof."),
)
_NOT_DECIDER = Reason(
    "not_decider",
    Text(zh="依现行规则，不由您决定。", en="By the rule that applies, the decision is not yours."),
)


@recorded("rights.repair_admitted")
def accept(number: str, *, by: By, actor: str, at: datetime) -> Recorded[CaseFacts]:
    """Take the application up."""
    case = _decided_by(number, by)
    case = cases_store.take_step(case, REPAIR, RepairStep.ACCEPTED, by=by, actor=actor, at=at)
    facts = cases_store.facts(case, REPAIR)
    clocks.stop(facts.about, "repair-accept", actor=actor, at=at)
    text = cases.words(
        facts, Text(zh="信用修复申请已受理", en="Application for repair accepted"),
        Text(zh="您的信用修复申请已受理。", en="Your application for repair was accepted."),
    )  # fmt: skip
    cases.tell(facts, NoticeKind.REPAIR_RECEIVED, text, actor=actor, at=at)
    return Recorded(facts, about=facts.about, payload={"outcome": "accepted", "by": by.value})


@recorded("rights.repair_admitted")
def decline(number: str, *, by: By, reason: str, actor: str, at: datetime) -> Recorded[CaseFacts]:
    """Not accept an application, with reasons (REP-07)."""
    case = _decided_by(number, by)
    case = cases_store.take_step(
        case, REPAIR, RepairStep.NOT_ACCEPTED, by=by, actor=actor, at=at, reason=reason
    )
    facts = cases_store.facts(case, REPAIR)
    clocks.stop(facts.about, "repair-accept", actor=actor, at=at)
    _tell(
        facts, Text(zh="信用修复申请不予受理", en="Application for repair not accepted"), reason=reason,
        remedy=REMEDY, actor=actor, at=at,
    )  # fmt: skip
    return Recorded(
        facts, about=facts.about, payload={"outcome": "not_accepted", "by": by.value, "reason": reason}
    )


@recorded("rights.repair_decided")
def repair(
    number: str, *, by: By, instrument: str, evidence: Sequence[HandedIn] = (), reason: str = "", actor: str,
    at: datetime,
) -> Recorded[CaseFacts]:  # fmt: skip
    """Find that the record is repaired, by a numbered decision: with this transaction it is shown and used no more.

    That is well inside the time of draft art. 35; the case's number is also that of the certificate.
    """
    case = _decided_by(number, by)
    if not instrument.strip():
        raise UnableToStep(_NO_NUMBER)
    told = {"instrument": instrument.strip()}
    case = cases_store.take_step(
        case, REPAIR, RepairStep.REPAIRED, by=by, actor=actor, at=at, reason=reason, told=told
    )
    return _repaired(case, by=by, instrument=instrument, evidence=evidence, reason=reason, actor=actor, at=at)


@recorded("rights.repair_decided")
def prove(
    record: tuple[str, bytes], *, by: DepartmentFacts, instrument: str, reason: str,
    evidence: Sequence[HandedIn] = (), actor: str, at: datetime,
) -> Recorded[CaseFacts]:  # fmt: skip
    """The provider issues a written proof of repair that nobody had to ask for here (REP-02, customs' own: REP-14)."""
    found = cases_store.record(*record, at=at)
    _must_be_provable(found, by, instrument)
    party = Party(PartyKind.DEPARTMENT, by.code, frozenset({by.code}))
    case = cases_store.open_case(
        REPAIR,
        record=found,
        item=found.item,
        department=by.code,
        party=party,
        channel=Channel.PROVIDER,
        at=at,
    )
    told = {"instrument": instrument.strip()}
    case = cases_store.take_step(
        case, REPAIR, RepairStep.PROVEN, by=By.PROVIDER, actor=actor, at=at, reason=reason, told=told
    )
    return _repaired(
        case, by=By.PROVIDER, instrument=instrument, evidence=evidence, reason=reason, actor=actor, at=at
    )


def _must_be_provable(found: RecordFacts, by: DepartmentFacts, instrument: str) -> None:
    if not instrument.strip():
        raise UnableToStep(_NO_NUMBER)
    if by.code != found.provider and (by.uscc is None or by.uscc != found.organ):
        raise UnableToStep(_NOT_DECIDER)
    if found.effect != Effect.ADVERSE or not found.live:
        raise UnableToStep(
            Reason("over", Text(zh="这条记录无须修复。", en="There is nothing to repair in this record."))
        )


def _repaired(
    case: Case,
    *,
    by: By,
    instrument: str,
    evidence: Sequence[HandedIn],
    reason: str,
    actor: str,
    at: datetime,
) -> Recorded[CaseFacts]:
    kept = cases_store.add_evidence(case, evidence, by=by, actor=actor, at=at)
    facts = cases_store.facts(case, REPAIR)
    for deadline in ("repair-withdraw", "repair-end-measures"):
        clocks.start(deadline, about=facts.about, bound=CENTRE, event_on=day_of(at), actor=actor, at=at)
    archive.mark(
        [(facts.item, facts.key or b"")],
        MarkKind.REPAIRED,
        case=facts.about,
        words=REPAIRED,
        actor=actor,
        at=at,
    )
    # measures and lists ask the archive when they answer: with the mark they have ended
    for deadline in ("repair-withdraw", "repair-end-measures", "repair-decide"):
        clocks.stop(facts.about, deadline, actor=actor, at=at)
    says = Text(
        zh=f"准予信用修复（{instrument.strip()}），该记录已停止公示和使用。修复证明编号即本件编号。",
        en=f"Repair was granted ({instrument.strip()}): the record is neither shown nor used any more. The number of "
        "this case is that of the certificate.",
    )
    reasons = reason.strip() or "已履行义务、纠正失信行为、消除不良影响"
    _tell(facts, says, reason=reasons, remedy=FINAL_REMEDY, actor=actor, at=at)
    payload: dict[str, Json] = {
        "outcome": "repaired", "by": by.value, "instrument": instrument.strip(), "evidence": cases.hashes(kept),
    }  # fmt: skip
    return Recorded(facts, about=facts.about, payload=payload)


@recorded("rights.repair_decided")
def refuse(number: str, *, by: By, reason: str, actor: str, at: datetime) -> Recorded[CaseFacts]:
    """Refuse repair, with reasons."""
    case = _decided_by(number, by)
    case = cases_store.take_step(case, REPAIR, RepairStep.REFUSED, by=by, actor=actor, at=at, reason=reason)
    facts = cases_store.facts(case, REPAIR)
    clocks.stop(facts.about, "repair-decide", actor=actor, at=at)
    again = REPAIR.open_to(facts.state, By.PARTY) == ()
    _tell(
        facts, Text(zh="不予信用修复。", en="Repair was refused."), reason=reason,
        remedy=FINAL_REMEDY if again else REMEDY, actor=actor, at=at,
    )  # fmt: skip
    return Recorded(
        facts, about=facts.about, payload={"outcome": "refused", "by": by.value, "reason": reason}
    )


@recorded("rights.repair_looked_at_again")
def send_back(number: str, *, reason: str, actor: str, at: datetime) -> Recorded[CaseFacts]:
    """The centre finds that it must be decided again; whoever decided does so, once more."""
    case = cases_store.locked(number, REPAIR)
    case = cases_store.take_step(
        case, REPAIR, RepairStep.SENT_BACK, by=By.CENTRE, actor=actor, at=at, reason=reason
    )
    facts = cases_store.facts(case, REPAIR)
    clocks.stop(facts.about, "repair-second-look", actor=actor, at=at)
    bound = Bound(BoundKind.DEPARTMENT, facts.department)
    clocks.start("repair-decide", about=facts.about, bound=bound, event_on=day_of(at), actor=actor, at=at)
    text = cases.words(
        facts, Text(zh="责成重新办理信用修复", en="Repair to be decided again"),
        Text(zh="经复核，请对该修复申请重新作出决定。", en="Looked at again: decide the application anew."),
        reasons=reason.strip(), place="desk",
    )  # fmt: skip
    cases.tell_department(facts.department, facts, NoticeKind.REPAIR_RECEIVED, text, actor=actor, at=at)
    return Recorded(facts, about=facts.about, payload={"outcome": "sent_back", "reason": reason})


@recorded("rights.repair_looked_at_again")
def uphold(number: str, *, reason: str, actor: str, at: datetime) -> Recorded[CaseFacts]:
    """Looked at again, the refusal stands."""
    case = cases_store.locked(number, REPAIR)
    case = cases_store.take_step(
        case, REPAIR, RepairStep.UPHELD, by=By.CENTRE, actor=actor, at=at, reason=reason
    )
    facts = cases_store.facts(case, REPAIR)
    clocks.stop(facts.about, "repair-second-look", actor=actor, at=at)
    says = Text(zh="经复核，维持原处理结果。", en="Looked at again, the refusal is upheld.")
    _tell(facts, says, reason=reason, remedy=FINAL_REMEDY, actor=actor, at=at)
    return Recorded(facts, about=facts.about, payload={"outcome": "upheld", "reason": reason})


def _decided_by(number: str, by: By) -> Case:
    """The locked case, when the rule it was opened under lets `by` decide."""
    case = cases_store.locked(number, REPAIR)
    said = store.says(case.pk)
    if said is not None and said.decider is not by:
        raise UnableToStep(_NOT_DECIDER)
    return case


def _basis(case: CaseFacts, at: datetime) -> tuple[Citation, ...]:
    law = store.rule_for(case.item, regime=Regime.ORDINARY, day=day_of(at))
    return law.citations if law else basis(catalogue.lawbook().as_of(day_of(at)), "repair-withdraw")


def _tell(case: CaseFacts, says: Text, *, reason: str, remedy: Text, actor: str, at: datetime) -> None:
    """Tell the applicant; of a proof that nobody applied for, the record's subject."""
    text = cases.words(
        case, Text(zh="信用修复决定", en="Repair was decided"), says, basis=_basis(case, at),
        reasons=reason.strip(), remedy=remedy,
    )  # fmt: skip
    if case.party.kind is PartyKind.DEPARTMENT:
        cases.tell_subject(case, NoticeKind.REPAIR_DECIDED, text, actor=actor, at=at)
    else:
        cases.tell(case, NoticeKind.REPAIR_DECIDED, text, actor=actor, at=at)

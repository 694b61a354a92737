"""What the applicant does: apply with proof, add evidence, ask for a second look, give up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from xinheng.areas.clocks import actions as clocks
from xinheng.areas.clocks.terms import CENTRE, Bound, BoundKind
from xinheng.areas.consent.terms import Power, Principal
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.notices.terms import NoticeKind
from xinheng.areas.rights.cases import actions as cases
from xinheng.areas.rights.cases import store as cases_store
from xinheng.areas.rights.cases.terms import By, CaseFacts, HandedIn, OnBehalf, Ruling, UnableToStep
from xinheng.areas.rights.repair import rules, store
from xinheng.areas.rights.repair.terms import REPAIR, Application, RepairStep
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of

_POWER = Power.REPAIR


@recorded("rights.repair_applied")
def apply(
    record: tuple[str, bytes], asked: Application, *, asker: Principal | OnBehalf, evidence: Sequence[HandedIn],
    actor: str, at: datetime,
) -> Recorded[CaseFacts]:  # fmt: skip
    """Ask for a record's repair, with proof; the rule of the day of application is the one by which it is decided.

    Raises `NoSuchRecord`, `UnableToStep`, `UnableToAct`.
    """
    found = cases_store.record(*record, at=at)
    party = cases_store.party_of(asker, _POWER, at=at)
    law = store.rule_for(found.item, regime=asked.regime, day=day_of(at))
    ruled = rules.admissible(
        asked, proofs={each.asked for each in evidence}, record=found, party=party, law=law, day=day_of(at),
        earlier=store.earlier(*record, party=party.kind, codes=party.codes),
    )  # fmt: skip
    if law is None or ruled.outcome is not Ruling.PERMITTED:
        raise UnableToStep(*ruled.reasons)
    case = cases_store.open_case(
        REPAIR,
        record=found,
        item=found.item,
        department=found.provider,
        party=party,
        channel=asked.channel,
        at=at,
    )
    told = cases.of_asker(asker, party)
    case = cases_store.take_step(case, REPAIR, RepairStep.APPLIED, by=By.PARTY, actor=actor, at=at, told=told)
    store.keep(case, asked, law)
    kept = cases_store.add_evidence(case, evidence, by=By.PARTY, actor=actor, at=at)
    facts = cases_store.facts(case, REPAIR)
    decider = rules.decider_of(law.value)
    bound = CENTRE if decider is By.CENTRE else Bound(BoundKind.DEPARTMENT, facts.department)
    started = clocks.start(
        "repair-accept", about=facts.about, bound=bound, event_on=day_of(at), actor=actor, at=at
    )
    subject = Text(zh="信用修复申请已收到", en="Application for repair received")
    mine = Text(
        zh=f"对“{found.item_title.zh}”{found.instrument}的修复申请已送达决定单位。",
        en=f"Your application for the repair of {found.item_title.en} {found.instrument} is with the decider.",
    )
    text = cases.words(facts, subject, mine, basis=law.citations, due=started)
    cases.tell(facts, NoticeKind.REPAIR_RECEIVED, text, actor=actor, at=at)
    desk = Text(
        zh=f"有主体申请修复“{found.item_title.zh}”{found.instrument}，请及时受理；不予受理的，说明理由。",
        en=f"Repair of {found.item_title.en} {found.instrument} is applied for: accept it, or say why not.",
    )
    text = cases.words(facts, subject, desk, basis=law.citations, due=started, place="desk")
    cases.tell_department(facts.department, facts, NoticeKind.REPAIR_RECEIVED, text, actor=actor, at=at)
    payload = {
        "item": found.item, "key": found.key.hex(), "version": found.version, "rule": f"{law.entry}@{law.version}",
        "evidence": cases.hashes(kept), "channel": asked.channel.value, **told,
    }  # fmt: skip
    return Recorded(facts, about=facts.about, payload=payload)


add_evidence = partial(cases.add_evidence, machine=REPAIR, power=_POWER)
"""Put more files into an application: `cases.actions.add_evidence`."""


@recorded("rights.repair_second_look_asked")
def ask_again(
    number: str, *, asker: Principal | OnBehalf, reason: str, evidence: Sequence[HandedIn] = (), actor: str,
    at: datetime,
) -> Recorded[CaseFacts]:  # fmt: skip
    """Ask the centre, once, to look at a refusal, or at an application that was not accepted."""
    case = cases_store.locked(number, REPAIR)
    told = cases.must_be_party(cases_store.facts(case, REPAIR), asker, _POWER, at=at)
    case = cases_store.take_step(
        case, REPAIR, RepairStep.SECOND_LOOK_ASKED, by=By.PARTY, actor=actor, at=at, reason=reason, told=told
    )
    kept = cases_store.add_evidence(case, evidence, by=By.PARTY, actor=actor, at=at)
    facts = cases_store.facts(case, REPAIR)
    clocks.start(
        "repair-second-look", about=facts.about, bound=CENTRE, event_on=day_of(at), actor=actor, at=at
    )
    return Recorded(facts, about=facts.about, payload={"evidence": cases.hashes(kept), **told})


@recorded("rights.repair_given_up")
def give_up(number: str, *, asker: Principal | OnBehalf, actor: str, at: datetime) -> Recorded[CaseFacts]:
    """Give an application up; it may be made again."""
    case = cases_store.locked(number, REPAIR)
    told = cases.must_be_party(cases_store.facts(case, REPAIR), asker, _POWER, at=at)
    case = cases_store.take_step(
        case, REPAIR, RepairStep.GIVEN_UP, by=By.PARTY, actor=actor, at=at, told=told
    )
    facts = cases_store.facts(case, REPAIR)
    clocks.cancel(facts.about, why="申请已撤回", actor=actor, at=at)
    return Recorded(facts, about=facts.about, payload=told)

"""What the objector does: lodge, add evidence, ask for a second look, give up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.clocks import actions as clocks
from xinheng.areas.clocks.terms import CENTRE, Bound, BoundKind, ClockFacts
from xinheng.areas.consent.terms import Power, Principal
from xinheng.areas.departments import service as departments
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.notices.terms import NoticeKind
from xinheng.areas.rights.cases import actions as cases
from xinheng.areas.rights.cases import store as cases_store
from xinheng.areas.rights.cases.terms import By, CaseFacts, Channel, HandedIn, OnBehalf, Ruling, UnableToStep
from xinheng.areas.rights.objection import rules, store
from xinheng.areas.rights.objection.actions import effects
from xinheng.areas.rights.objection.terms import OBJECTION, Lodging, ObjectionState, ObjectionStep
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of

_POWER = Power.OBJECT
_FIRST = {
    Channel.PLATFORM: (ObjectionStep.LODGED, By.PARTY),
    Channel.COUNTER: (ObjectionStep.LODGED, By.PARTY),
    Channel.PROVIDER: (ObjectionStep.TAKEN_IN, By.PROVIDER),
    Channel.AGENCY: (ObjectionStep.TAKEN_IN, By.AGENCY),
}
"""Which step opens a case that comes by a door, and in whose part."""


@recorded("rights.objection_lodged")
def lodge(
    record: tuple[str, bytes], asked: Lodging, *, asker: Principal | OnBehalf, agency: str = "",
    evidence: Sequence[HandedIn] = (), actor: str, at: datetime,
) -> Recorded[CaseFacts]:  # fmt: skip
    """Object to a record, named by item and key; from this moment it is annotated on every surface (OBJ-03).

    `agency` is the code of the credit service agency that took the objection in, where one did. Raises
    `NoSuchRecord`, `UnableToStep` (with `see` where it was decided before) and `UnableToAct`.
    """
    found = cases_store.record(*record, at=at)
    party = cases_store.party_of(asker, _POWER, at=at)
    earlier = store.earlier(*record, party=party.kind, codes=party.codes)
    law = catalogue.lawbook().as_of(day_of(at))
    ruled = rules.admissible(asked, record=found, party=party, earlier=earlier, law=law)
    if ruled.outcome is not Ruling.PERMITTED:
        same = rules.in_the_way(asked.ground, content_hash=found.content_hash, earlier=earlier)
        raise UnableToStep(*ruled.reasons, see=same.number if same else "")
    case = cases_store.open_case(
        OBJECTION, record=found, item=found.item, department=agency or found.provider, party=party,
        channel=asked.channel, at=at,
    )  # fmt: skip
    step, by = _FIRST[asked.channel]
    told = cases.of_asker(asker, party)
    case = cases_store.take_step(case, OBJECTION, step, by=by, actor=actor, at=at, told=told)
    store.keep(case, asked)
    kept = cases_store.add_evidence(case, evidence, by=By.PARTY, actor=actor, at=at)
    facts = cases_store.facts(case, OBJECTION)
    effects.annotated(facts, actor=actor, at=at)
    due = _begin(facts, actor=actor, at=at)
    text = cases.words(
        facts, Text(zh="您的异议已收到", en="Your objection was received"),
        Text(
            zh=f"对“{found.item_title.zh}”{found.instrument}的异议已立案，该记录已作异议标注。",
            en=f"Your objection to {found.item_title.en} {found.instrument} is on file; the record is annotated.",
        ),
        basis=ruled.citations, due=due,
    )  # fmt: skip
    cases.tell(facts, NoticeKind.OBJECTION_RECEIVED, text, actor=actor, at=at)
    payload = {
        "item": found.item, "key": found.key.hex(), "version": found.version, "ground": asked.ground.value,
        "wants": asked.wants.value, "channel": asked.channel.value, "evidence": cases.hashes(kept), **told,
    }  # fmt: skip
    return Recorded(facts, about=facts.about, payload=payload)


def _begin(case: CaseFacts, *, actor: str, at: datetime) -> ClockFacts | None:
    """Start the clocks of whoever has the case first; gives the one by which the next thing must be done."""
    day = day_of(at)
    if case.state == ObjectionState.WITH_AGENCY:
        bound = agency_bound(case.department)
        clocks.start(
            "objection-annotate-agency", about=case.about, bound=bound, event_on=day, actor=actor, at=at
        )
        deadline = "objection-decide-agency"
    elif case.state == ObjectionState.WITH_PROVIDER:
        # who takes an objection in itself has the material from that moment on
        bound, deadline = Bound(BoundKind.DEPARTMENT, case.department), "objection-decide-provider"
    else:
        bound, deadline = CENTRE, "objection-transfer"
    return clocks.start(deadline, about=case.about, bound=bound, event_on=day, actor=actor, at=at)


def agency_bound(code: str) -> Bound:
    """A credit service agency by its USCC; by its code where it has none."""
    facts = departments.department(code)
    return Bound(BoundKind.AGENCY, (facts.uscc if facts else None) or code)


add_evidence = partial(cases.add_evidence, machine=OBJECTION, power=_POWER)
"""Put more files into an objection: `cases.actions.add_evidence`."""


@recorded("rights.objection_second_look_asked")
def ask_again(
    number: str, *, asker: Principal | OnBehalf, reason: str, evidence: Sequence[HandedIn] = (), actor: str,
    at: datetime,
) -> Recorded[CaseFacts]:  # fmt: skip
    """Ask the centre, once, to look again at a refusal; the record is annotated again meanwhile."""
    case = cases_store.locked(number, OBJECTION)
    told = cases.must_be_party(cases_store.facts(case, OBJECTION), asker, _POWER, at=at)
    case = cases_store.take_step(
        case,
        OBJECTION,
        ObjectionStep.SECOND_LOOK_ASKED,
        by=By.PARTY,
        actor=actor,
        at=at,
        reason=reason,
        told=told,
    )
    kept = cases_store.add_evidence(case, evidence, by=By.PARTY, actor=actor, at=at)
    facts = cases_store.facts(case, OBJECTION)
    effects.annotated(facts, actor=actor, at=at)
    effects.second_look_begins(facts, actor=actor, at=at)
    return Recorded(facts, about=facts.about, payload={"evidence": cases.hashes(kept), **told})


@recorded("rights.objection_given_up")
def give_up(number: str, *, asker: Principal | OnBehalf, actor: str, at: datetime) -> Recorded[CaseFacts]:
    """Give an objection up; the annotation ends. It may be lodged again."""
    case = cases_store.locked(number, OBJECTION)
    told = cases.must_be_party(cases_store.facts(case, OBJECTION), asker, _POWER, at=at)
    case = cases_store.take_step(
        case, OBJECTION, ObjectionStep.GIVEN_UP, by=By.PARTY, actor=actor, at=at, told=told
    )
    facts = cases_store.facts(case, OBJECTION)
    effects.over(facts, why="异议已撤回", actor=actor, at=at, cancel=True)
    return Recorded(facts, about=facts.about, payload=told)

"""What a credit service agency reports of an objection that was lodged with it (OBJ-08 to OBJ-10)."""

from __future__ import annotations

from datetime import datetime

from xinheng.areas.clocks import actions as clocks
from xinheng.areas.clocks.terms import CENTRE
from xinheng.areas.consent.terms import Power, Principal
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.rights.cases import actions as cases
from xinheng.areas.rights.cases import store as cases_store
from xinheng.areas.rights.cases.terms import By, CaseFacts, OnBehalf
from xinheng.areas.rights.objection.actions import effects
from xinheng.areas.rights.objection.terms import OBJECTION, ObjectionStep
from xinheng.plumbing.clock import day_of


@recorded("rights.objection_annotated")
def annotate(number: str, *, actor: str, at: datetime) -> Recorded[CaseFacts]:
    """The agency annotated its own copy."""
    case = cases_store.locked(number, OBJECTION)
    case = cases_store.take_step(case, OBJECTION, ObjectionStep.ANNOTATED, by=By.AGENCY, actor=actor, at=at)
    facts = cases_store.facts(case, OBJECTION)
    clocks.stop(facts.about, "objection-annotate-agency", actor=actor, at=at)
    return Recorded(facts, about=facts.about, payload={})


@recorded("rights.objection_handed_on")
def hand_on(
    number: str, *, asker: Principal | OnBehalf | None = None, actor: str, at: datetime
) -> Recorded[CaseFacts]:
    """The platform's record itself is contested: from today the case is the centre's.

    By the agency (`asker` None), or by the objector after the agency refused.
    """
    case = cases_store.locked(number, OBJECTION)
    told: dict[str, str] = {}
    if asker is not None:
        told = cases.must_be_party(cases_store.facts(case, OBJECTION), asker, Power.OBJECT, at=at)
    by = By.AGENCY if asker is None else By.PARTY
    was_settled = case.settled
    case = cases_store.take_step(
        case, OBJECTION, ObjectionStep.HANDED_ON, by=by, actor=actor, at=at, told=told
    )
    facts = cases_store.facts(case, OBJECTION)
    clocks.cancel(facts.about, why="已转交信用中心", actor=actor, at=at)
    if was_settled:
        effects.annotated(facts, actor=actor, at=at)
    clocks.start(
        "objection-transfer", about=facts.about, bound=CENTRE, event_on=day_of(at), actor=actor, at=at
    )
    return Recorded(facts, about=facts.about, payload={"by": by.value, **told})

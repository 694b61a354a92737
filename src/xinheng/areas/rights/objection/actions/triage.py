"""What the centre does with an objection that came in, and the provider's receipt of it."""

from __future__ import annotations

from datetime import datetime

from xinheng.areas.clocks import actions as clocks
from xinheng.areas.clocks import service as clocks_service
from xinheng.areas.clocks.terms import CENTRE, Bound, BoundKind
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.notices.terms import NoticeKind
from xinheng.areas.rights.cases import actions as cases
from xinheng.areas.rights.cases import store as cases_store
from xinheng.areas.rights.cases.terms import By, CaseFacts, Ruling, UnableToStep
from xinheng.areas.rights.objection import rules
from xinheng.areas.rights.objection.actions import effects
from xinheng.areas.rights.objection.terms import OBJECTION, ObjectionStep
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of


@recorded("rights.objection_triaged")
def find_own_fault(number: str, *, reason: str, actor: str, at: datetime) -> Recorded[CaseFacts]:
    """The platform's own gathering is at fault: the centre decides, within its time from receipt (OBJ-04)."""
    case = cases_store.locked(number, OBJECTION)
    received = day_of(cases_store.last_moment(case.pk, [ObjectionStep.LODGED, ObjectionStep.HANDED_ON]))
    case = cases_store.take_step(
        case, OBJECTION, ObjectionStep.OWN_FAULT, by=By.CENTRE, actor=actor, at=at, reason=reason
    )
    facts = cases_store.facts(case, OBJECTION)
    clocks.cancel(facts.about, why="属归集原因，不需转交", actor=actor, at=at)
    clocks.start(
        "objection-decide-own", about=facts.about, bound=CENTRE, event_on=received, actor=actor, at=at
    )
    return Recorded(facts, about=facts.about, payload={"to": "centre", "reason": reason.strip()})


@recorded("rights.objection_triaged")
def transfer(number: str, *, actor: str, at: datetime) -> Recorded[CaseFacts]:
    """Hand the case to the record's provider, whose time runs from today: it lies on its desk at once (OBJ-05, OBJ-06)."""
    case = cases_store.locked(number, OBJECTION)
    department = cases_store.record(case.item, bytes(case.key or b""), at=at).provider
    case = cases_store.take_step(
        case, OBJECTION, ObjectionStep.TRANSFERRED, by=By.CENTRE, actor=actor, at=at,
        told={"department": department},
    )  # fmt: skip
    facts = cases_store.facts(case, OBJECTION)
    clocks.stop(facts.about, "objection-transfer", actor=actor, at=at)
    started = clocks.start(
        "objection-decide-provider", about=facts.about, bound=Bound(BoundKind.DEPARTMENT, department),
        event_on=day_of(at), actor=actor, at=at,
    )  # fmt: skip
    says = Text(
        zh="信用主体的异议转交贵单位办理，请在期限内作出是否更正的决定；不予更正的，说明理由。",
        en="An objection was transferred to you: decide in time whether to correct; a refusal states its reasons.",
    )
    subject = Text(zh="异议转交办理", en="An objection to decide")
    found = effects.decision_basis(facts, at)
    desk = cases.words(facts, subject, says, basis=found, due=started, place="desk")
    cases.tell_department(department, facts, NoticeKind.OBJECTION_TRANSFERRED, desk, actor=actor, at=at)
    told = cases.words(
        facts, Text(zh="您的异议已转交", en="Your objection was transferred"),
        Text(zh="您的异议已转交信息提供单位办理。", en="Your objection is with the provider of the record."),
        basis=found, due=started,
    )  # fmt: skip
    cases.tell(facts, NoticeKind.OBJECTION_TRANSFERRED, told, actor=actor, at=at)
    return Recorded(facts, about=facts.about, payload={"to": department})


@recorded("rights.objection_acknowledged")
def acknowledge(number: str, *, actor: str, at: datetime) -> Recorded[CaseFacts]:
    """The provider says who took the case; no clock waits for it."""
    case = cases_store.locked(number, OBJECTION)
    case = cases_store.take_step(
        case, OBJECTION, ObjectionStep.ACKNOWLEDGED, by=By.PROVIDER, actor=actor, at=at
    )
    facts = cases_store.facts(case, OBJECTION)
    return Recorded(facts, about=facts.about, payload={})


@recorded("rights.objection_taken_over")
def take_over(number: str, *, reason: str, actor: str, at: datetime) -> Recorded[CaseFacts]:
    """The provider's time is over and nothing is decided: the centre decides in its place.

    The provider's clock goes on, overdue, until somebody decides: display stays suspended where a lapse suspends it,
    and the delay counts as the provider's.
    """
    case = cases_store.locked(number, OBJECTION)
    running = [
        clock for clock in clocks_service.clocks_about((OBJECTION.kind.value, number))
        if clock.running and clock.deadline == "objection-decide-provider"
    ]  # fmt: skip
    ruled = rules.may_take_over(due_on=running[0].due_on if running else None, day=day_of(at))
    if ruled.outcome is not Ruling.PERMITTED:
        raise UnableToStep(*ruled.reasons)
    case = cases_store.take_step(
        case, OBJECTION, ObjectionStep.TAKEN_OVER, by=By.CENTRE, actor=actor, at=at, reason=reason
    )
    facts = cases_store.facts(case, OBJECTION)
    for place in ("desk", "mine"):
        text = cases.words(
            facts, Text(zh="异议改由信用中心办理", en="The credit centre decides the objection"),
            Text(
                zh="信息提供单位逾期未作决定，改由信用中心办理。",
                en="The provider did not decide in time: the credit centre decides.",
            ),
            basis=effects.decision_basis(facts, at), reasons=reason.strip(), place=place,
        )  # fmt: skip
        if place == "desk":
            cases.tell_department(
                facts.department, facts, NoticeKind.OBJECTION_TAKEN_OVER, text, actor=actor, at=at
            )
        else:
            cases.tell(facts, NoticeKind.OBJECTION_TAKEN_OVER, text, actor=actor, at=at)
    return Recorded(facts, about=facts.about, payload={"from": facts.department, "reason": reason.strip()})

"""Steps by their name, for doors that offer whatever a case allows: which fields each asks for, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.rights.cases.terms import By, CaseFacts, CaseKind, HandedIn, OnBehalf, UnableToStep
from xinheng.areas.rights.objection import actions as objections
from xinheng.areas.rights.objection.terms import Remedy
from xinheng.areas.rights.repair import actions as repairs
from xinheng.areas.rights.withdrawal import actions as withdrawals
from xinheng.kernel.lawbook.decision import Reason
from xinheng.kernel.text import Text

REASON, REMEDY, INSTRUMENT, SOURCE, FILE, IDENTITY = (
    "reason", "remedy", "instrument", "source", "file", "identity"
)  # fmt: skip
_NOT_A_DEPARTMENT = Reason(
    "no_department", Text(zh="您的账号不属于任何单位。", en="Your account belongs to no department.")
)


@dataclass(frozen=True, slots=True)
class Taking:
    """What a step gets. `given` has the fields that it asks for; `by` the part in which it is taken."""

    case: CaseFacts
    by: By
    given: Mapping[str, Any]
    evidence: tuple[HandedIn, ...]
    department: DepartmentFacts | None
    actor: str
    at: datetime

    @property
    def who(self) -> dict[str, Any]:
        """Actor and moment."""
        return {"actor": self.actor, "at": self.at}

    @property
    def on_behalf(self) -> OnBehalf:
        """The case's own party, seen at a counter."""
        return OnBehalf(self.case.party.kind, self.case.party.id, str(self.given[IDENTITY]))


Act = Callable[[Taking], Any]


def _reinstate(taking: Taking) -> CaseFacts:
    if taking.department is None:
        raise UnableToStep(_NOT_A_DEPARTMENT)
    return withdrawals.reinstate(
        taking.case.number, by=taking.department, reason=taking.given[REASON], **taking.who
    )


_O, _R, _W = CaseKind.OBJECTION, CaseKind.REPAIR, CaseKind.WITHDRAWAL
STEPS: Final[Mapping[tuple[CaseKind, str], tuple[tuple[str, ...], Act]]] = {
    (_O, "own_fault"): (
        (REASON,), lambda t: objections.find_own_fault(t.case.number, reason=t.given[REASON], **t.who)
    ),
    (_O, "transferred"): ((), lambda t: objections.transfer(t.case.number, **t.who)),
    (_O, "acknowledged"): ((), lambda t: objections.acknowledge(t.case.number, **t.who)),
    (_O, "annotated"): ((), lambda t: objections.annotate(t.case.number, **t.who)),
    (_O, "handed_on"): (
        (),
        lambda t: objections.hand_on(
            t.case.number, asker=t.on_behalf if t.by is By.PARTY else None, **t.who
        ),
    ),
    (_O, "taken_over"): (
        (REASON,), lambda t: objections.take_over(t.case.number, reason=t.given[REASON], **t.who)
    ),
    (_O, "granted"): (
        (REMEDY, REASON),
        lambda t: objections.grant(
            t.case.number, by=t.by, remedy=Remedy(t.given[REMEDY]), reason=t.given[REASON], **t.who
        ),
    ),
    (_O, "refused"): (
        (REASON, SOURCE),
        lambda t: objections.refuse(
            t.case.number, by=t.by, reason=t.given[REASON], source=t.given.get(SOURCE) or "", **t.who
        ),
    ),
    (_O, "upheld"): ((REASON,), lambda t: objections.uphold(t.case.number, reason=t.given[REASON], **t.who)),
    (_O, "second_look_asked"): (
        (REASON, FILE),
        lambda t: objections.ask_again(
            t.case.number, asker=t.on_behalf, reason=t.given[REASON], evidence=t.evidence, **t.who
        ),
    ),
    (_O, "evidence_added"): (
        (FILE,),
        lambda t: objections.add_evidence(t.case.number, asker=t.on_behalf, files=t.evidence, **t.who),
    ),
    (_O, "given_up"): ((), lambda t: objections.give_up(t.case.number, asker=t.on_behalf, **t.who)),
    (_R, "accepted"): ((), lambda t: repairs.accept(t.case.number, by=t.by, **t.who)),
    (_R, "not_accepted"): (
        (REASON,), lambda t: repairs.decline(t.case.number, by=t.by, reason=t.given[REASON], **t.who)
    ),
    (_R, "repaired"): (
        (INSTRUMENT, FILE),
        lambda t: repairs.repair(
            t.case.number, by=t.by, instrument=t.given[INSTRUMENT], evidence=t.evidence, **t.who
        ),
    ),
    (_R, "refused"): (
        (REASON,), lambda t: repairs.refuse(t.case.number, by=t.by, reason=t.given[REASON], **t.who)
    ),
    (_R, "sent_back"): ((REASON,), lambda t: repairs.send_back(t.case.number, reason=t.given[REASON], **t.who)),
    (_R, "upheld"): ((REASON,), lambda t: repairs.uphold(t.case.number, reason=t.given[REASON], **t.who)),
    (_R, "second_look_asked"): (
        (REASON, FILE),
        lambda t: repairs.ask_again(
            t.case.number, asker=t.on_behalf, reason=t.given[REASON], evidence=t.evidence, **t.who
        ),
    ),
    (_R, "evidence_added"): (
        (FILE,), lambda t: repairs.add_evidence(t.case.number, asker=t.on_behalf, files=t.evidence, **t.who)
    ),
    (_R, "given_up"): ((), lambda t: repairs.give_up(t.case.number, asker=t.on_behalf, **t.who)),
    (_W, "reinstated"): ((REASON,), _reinstate),
}  # fmt: skip
"""Kind and step → the fields that it asks for, and what it does."""


def asks_for(kind: CaseKind, step: str, by: By) -> tuple[str, ...]:
    """The fields of a step: only an agency names its source; whoever acts for the party says how it was identified."""
    asks, _act = STEPS[kind, step]
    found = tuple(each for each in asks if each != SOURCE or by is By.AGENCY)
    return (IDENTITY, *found) if by is By.PARTY else found


def take(step: str, taking: Taking) -> CaseFacts:
    """Take a step by its name. Raises what the step's own action raises."""
    _asks, act = STEPS[taking.case.kind, step]
    done: CaseFacts = act(taking)
    return done

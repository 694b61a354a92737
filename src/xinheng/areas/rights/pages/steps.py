"""The steps that somebody at a desk may take, with what each asks for and does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.rights import service
from xinheng.areas.rights.cases.terms import By, CaseFacts, CaseKind, HandedIn
from xinheng.areas.rights.objection import actions as objections
from xinheng.areas.rights.objection.terms import REMEDY_TITLES, ObjectionState, Remedy
from xinheng.areas.rights.pages.scope import said
from xinheng.areas.rights.repair import actions as repairs
from xinheng.areas.rights.repair.terms import RepairState
from xinheng.areas.rights.terms import MACHINES, VERBS
from xinheng.areas.rights.withdrawal import actions as withdrawals
from xinheng.kernel.text import Text

REASON, REMEDY, INSTRUMENT, SOURCE, FILE = "reason", "remedy", "instrument", "source", "file"


@dataclass(frozen=True, slots=True)
class Taking:
    """What an action of a step gets."""

    case: CaseFacts
    by: By
    given: dict[str, Any]
    evidence: tuple[HandedIn, ...]
    department: DepartmentFacts | None
    actor: str
    at: datetime

    @property
    def who(self) -> dict[str, Any]:
        """Actor and moment."""
        return {"actor": self.actor, "at": self.at}


Act = Callable[[Taking], Any]


@dataclass(frozen=True, slots=True)
class Offered:
    """A step as the page offers it: `asks` names its fields."""

    step: str
    title: Text
    by: By
    asks: tuple[str, ...]
    form: forms.Form
    open: bool = False


def _number(taking: Taking) -> str:
    return taking.case.number


_O, _R, _W = CaseKind.OBJECTION, CaseKind.REPAIR, CaseKind.WITHDRAWAL
STEPS: Final[dict[tuple[CaseKind, str], tuple[tuple[str, ...], Act]]] = {
    (_O, "own_fault"): (
        (REASON,), lambda t: objections.find_own_fault(_number(t), reason=t.given[REASON], **t.who)
    ),
    (_O, "transferred"): ((), lambda t: objections.transfer(_number(t), **t.who)),
    (_O, "acknowledged"): ((), lambda t: objections.acknowledge(_number(t), **t.who)),
    (_O, "annotated"): ((), lambda t: objections.annotate(_number(t), **t.who)),
    (_O, "handed_on"): ((), lambda t: objections.hand_on(_number(t), **t.who)),
    (_O, "taken_over"): ((REASON,), lambda t: objections.take_over(_number(t), reason=t.given[REASON], **t.who)),
    (_O, "granted"): (
        (REMEDY, REASON),
        lambda t: objections.grant(
            _number(t), by=t.by, remedy=Remedy(t.given[REMEDY]), reason=t.given[REASON], **t.who
        ),
    ),
    (_O, "refused"): (
        (REASON, SOURCE),
        lambda t: objections.refuse(
            _number(t), by=t.by, reason=t.given[REASON], source=t.given.get(SOURCE, ""), **t.who
        ),
    ),
    (_O, "upheld"): ((REASON,), lambda t: objections.uphold(_number(t), reason=t.given[REASON], **t.who)),
    (_R, "accepted"): ((), lambda t: repairs.accept(_number(t), by=t.by, **t.who)),
    (_R, "not_accepted"): (
        (REASON,), lambda t: repairs.decline(_number(t), by=t.by, reason=t.given[REASON], **t.who)
    ),
    (_R, "repaired"): (
        (INSTRUMENT, FILE),
        lambda t: repairs.repair(
            _number(t), by=t.by, instrument=t.given[INSTRUMENT], evidence=t.evidence, **t.who
        ),
    ),
    (_R, "refused"): ((REASON,), lambda t: repairs.refuse(_number(t), by=t.by, reason=t.given[REASON], **t.who)),
    (_R, "sent_back"): ((REASON,), lambda t: repairs.send_back(_number(t), reason=t.given[REASON], **t.who)),
    (_R, "upheld"): ((REASON,), lambda t: repairs.uphold(_number(t), reason=t.given[REASON], **t.who)),
    (_W, "reinstated"): (
        (REASON,), lambda t: withdrawals.reinstate(_number(t), by=_department(t), reason=t.given[REASON], **t.who)
    ),
}  # fmt: skip
"""Kind and step → the fields that it asks for, and what it does."""

_LOOKING_AGAIN = frozenset({ObjectionState.SECOND_LOOK.value, RepairState.SECOND_LOOK.value})


def _department(taking: Taking) -> DepartmentFacts:
    if taking.department is None:
        raise PermissionError("only a department reinstates what it withdrew")
    return taking.department


class StepForm(forms.Form):
    """The fields that a step asks for, and no others."""

    remedy = forms.ChoiceField(label=_("怎样处理"), widget=forms.RadioSelect)
    instrument = forms.CharField(label=_("修复决定或证明文号"), max_length=100)
    source = forms.CharField(label=_("信息来源"), max_length=200, help_text=_("书面告知异议人的信息来源。"))
    reason = forms.CharField(
        label=_("理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("告知当事人并写入账本，不能更改；请勿填写个人信息。"),
        error_messages={"required": _("请写明理由。")},
    )
    file = forms.FileField(label=_("决定书或证明"), required=False)

    def __init__(self, *args: Any, asks: Sequence[str], step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": f"{step}_%s"})
        for name in list(self.fields):
            if name not in asks:
                del self.fields[name]
        if REMEDY in self.fields:
            self.fields[REMEDY].choices = [  # type: ignore[attr-defined]
                (each.value, said(REMEDY_TITLES[each])) for each in Remedy
            ]


def asks_for(case: CaseFacts, step: str, by: By) -> tuple[str, ...]:
    """The fields of a step; only an agency names its source."""
    asks, _act = STEPS[case.kind, step]
    return tuple(each for each in asks if each != SOURCE or by is By.AGENCY)


def may_take(user: object, case: CaseFacts, step: str, by: By) -> bool:
    """Whether a user may take a step in that part: the centre's second look takes a permission of its own."""
    if (case.kind, step) not in STEPS or by not in service.parts_of(user, case):
        return case.kind is CaseKind.WITHDRAWAL and _may_reinstate(user, case, step, by)
    if by is not By.CENTRE:
        return True
    needed = "rights.look_again" if case.state in _LOOKING_AGAIN else "rights.triage"
    return departments.may(user, needed)


def _may_reinstate(user: object, case: CaseFacts, step: str, by: By) -> bool:
    permitted = departments.may(user, "rights.withdraw", department=case.department)
    return (case.kind, step) in STEPS and by is By.PROVIDER and permitted


def parts_for(user: object, case: CaseFacts, step: str) -> By | None:
    """In whose part the user may take the step from here; None when in none."""
    machine = MACHINES[case.kind]
    for by in (By.PROVIDER, By.AGENCY, By.CENTRE):
        if machine.target(case.state, step, by) is not None and may_take(user, case, step, by):
            return by
    return None


def offered(user: object, case: CaseFacts, *, decider: By | None, lapsed: bool) -> list[Offered]:
    """The steps that the user may take from here. `decider`: who decides an application for repair by its rule;
    `lapsed`: the provider's time is over."""
    found = []
    for step in MACHINES[case.kind].steps:
        by = parts_for(user, case, step) if (case.kind, step) in STEPS else None
        if by is None or (step == "taken_over" and not lapsed):
            continue
        if case.kind is CaseKind.REPAIR and case.state not in _LOOKING_AGAIN and decider not in {None, by}:
            continue
        asks = asks_for(case, step, by)
        found.append(Offered(step, VERBS[step], by, asks, StepForm(asks=asks, step=step)))
    return found

"""The words of objection: grounds, what the objector wants, states and steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from xinheng.areas.rights.cases.terms import By, CaseKind, Channel, Machine, Transition
from xinheng.kernel.text import Text


class Ground(StrEnum):
    """Why a record is contested (draft, art. 34, first paragraph)."""

    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    TRADE_SECRET = "trade_secret"  # noqa: S105 - a term, no password
    PRIVACY = "privacy"
    PERSONAL_INFORMATION = "personal_information"


GROUND_TITLES: Mapping[Ground, Text] = {
    Ground.WRONG: Text(zh="信息错误", en="The information is wrong"),
    Ground.INCOMPLETE: Text(zh="信息遗漏", en="Something is missing"),
    Ground.TRADE_SECRET: Text(zh="侵犯商业秘密", en="It infringes a trade secret"),
    Ground.PRIVACY: Text(zh="侵犯个人隐私", en="It infringes privacy"),
    Ground.PERSONAL_INFORMATION: Text(
        zh="侵犯其他个人信息权益", en="It infringes other personal information"
    ),
}


class Remedy(StrEnum):
    """What is asked for, and what is done when an objection is granted."""

    CORRECT = "correct"
    REMOVE = "remove"


REMEDY_TITLES: Mapping[Remedy, Text] = {
    Remedy.CORRECT: Text(zh="更正", en="Correct it"),
    Remedy.REMOVE: Text(zh="删除（停止公示和使用）", en="Remove it (no display, no use)"),
}


class ObjectionState(StrEnum):
    """Where an objection stands."""

    LODGED = "lodged"
    WITH_CENTRE = "with_centre"
    WITH_PROVIDER = "with_provider"
    WITH_AGENCY = "with_agency"
    TAKEN_OVER = "taken_over"
    GRANTED = "granted"
    REFUSED = "refused"
    REFUSED_BY_AGENCY = "refused_by_agency"
    SECOND_LOOK = "second_look"
    UPHELD = "upheld"
    GIVEN_UP = "given_up"


STATE_TITLES: Mapping[str, Text] = {
    ObjectionState.LODGED: Text(zh="待分办", en="Waiting for triage"),
    ObjectionState.WITH_CENTRE: Text(zh="信用中心办理中", en="With the credit centre"),
    ObjectionState.WITH_PROVIDER: Text(zh="提供单位办理中", en="With the provider"),
    ObjectionState.WITH_AGENCY: Text(zh="信用服务机构办理中", en="With the credit service agency"),
    ObjectionState.TAKEN_OVER: Text(zh="信用中心接办中", en="Taken over by the credit centre"),
    ObjectionState.GRANTED: Text(zh="异议成立", en="Granted"),
    ObjectionState.REFUSED: Text(zh="异议不成立", en="Refused"),
    ObjectionState.REFUSED_BY_AGENCY: Text(zh="信用服务机构不予更正", en="Refused by the agency"),
    ObjectionState.SECOND_LOOK: Text(zh="复核中", en="Being looked at again"),
    ObjectionState.UPHELD: Text(zh="复核维持", en="Refusal upheld"),
    ObjectionState.GIVEN_UP: Text(zh="已撤回", en="Given up"),
}


class ObjectionStep(StrEnum):
    """What can happen to an objection."""

    LODGED = "lodged"
    TAKEN_IN = "taken_in"
    ANNOTATED = "annotated"
    HANDED_ON = "handed_on"
    OWN_FAULT = "own_fault"
    TRANSFERRED = "transferred"
    ACKNOWLEDGED = "acknowledged"
    TAKEN_OVER = "taken_over"
    GRANTED = "granted"
    REFUSED = "refused"
    SECOND_LOOK_ASKED = "second_look_asked"
    UPHELD = "upheld"
    GIVEN_UP = "given_up"
    EVIDENCE_ADDED = "evidence_added"


STEP_TITLES: Mapping[str, Text] = {
    ObjectionStep.LODGED: Text(zh="提出异议，记录已标注", en="Lodged; the record is annotated"),
    ObjectionStep.TAKEN_IN: Text(zh="收到异议，记录已标注", en="Taken in; the record is annotated"),
    ObjectionStep.ANNOTATED: Text(zh="信用服务机构已标注", en="Annotated by the agency"),
    ObjectionStep.HANDED_ON: Text(zh="转交信用中心", en="Handed on to the credit centre"),
    ObjectionStep.OWN_FAULT: Text(
        zh="属归集原因，中心办理", en="The gathering is at fault: the centre decides"
    ),
    ObjectionStep.TRANSFERRED: Text(zh="转交提供单位", en="Transferred to the provider"),
    ObjectionStep.ACKNOWLEDGED: Text(zh="提供单位签收", en="Acknowledged by the provider"),
    ObjectionStep.TAKEN_OVER: Text(zh="提供单位逾期，中心接办", en="Taken over: the provider is overdue"),
    ObjectionStep.GRANTED: Text(zh="异议成立", en="Granted"),
    ObjectionStep.REFUSED: Text(zh="异议不成立", en="Refused"),
    ObjectionStep.SECOND_LOOK_ASKED: Text(zh="申请复核", en="A second look was asked for"),
    ObjectionStep.UPHELD: Text(zh="复核维持", en="Refusal upheld"),
    ObjectionStep.GIVEN_UP: Text(zh="撤回异议", en="Given up"),
    ObjectionStep.EVIDENCE_ADDED: Text(zh="补充材料", en="Evidence added"),
}

_S, _T = ObjectionState, ObjectionStep
_OPEN = (_S.LODGED, _S.WITH_CENTRE, _S.WITH_PROVIDER, _S.WITH_AGENCY, _S.TAKEN_OVER, _S.SECOND_LOOK)

OBJECTION = Machine(
    kind=CaseKind.OBJECTION,
    transitions=(
        Transition("", _T.LODGED, _S.LODGED, By.PARTY),
        Transition("", _T.TAKEN_IN, _S.WITH_PROVIDER, By.PROVIDER),
        Transition("", _T.TAKEN_IN, _S.WITH_AGENCY, By.AGENCY),
        Transition(_S.LODGED, _T.OWN_FAULT, _S.WITH_CENTRE, By.CENTRE),
        Transition(_S.LODGED, _T.TRANSFERRED, _S.WITH_PROVIDER, By.CENTRE),
        Transition(_S.WITH_CENTRE, _T.GRANTED, _S.GRANTED, By.CENTRE),
        Transition(_S.WITH_CENTRE, _T.REFUSED, _S.REFUSED, By.CENTRE),
        Transition(_S.WITH_PROVIDER, _T.ACKNOWLEDGED, _S.WITH_PROVIDER, By.PROVIDER),
        Transition(_S.WITH_PROVIDER, _T.GRANTED, _S.GRANTED, By.PROVIDER),
        Transition(_S.WITH_PROVIDER, _T.REFUSED, _S.REFUSED, By.PROVIDER),
        Transition(_S.WITH_PROVIDER, _T.TAKEN_OVER, _S.TAKEN_OVER, By.CENTRE),
        Transition(_S.TAKEN_OVER, _T.GRANTED, _S.GRANTED, By.CENTRE),
        Transition(_S.TAKEN_OVER, _T.REFUSED, _S.REFUSED, By.CENTRE),
        Transition(_S.REFUSED, _T.SECOND_LOOK_ASKED, _S.SECOND_LOOK, By.PARTY),
        Transition(_S.SECOND_LOOK, _T.GRANTED, _S.GRANTED, By.CENTRE),
        Transition(_S.SECOND_LOOK, _T.UPHELD, _S.UPHELD, By.CENTRE),
        Transition(_S.WITH_AGENCY, _T.ANNOTATED, _S.WITH_AGENCY, By.AGENCY),
        Transition(_S.WITH_AGENCY, _T.GRANTED, _S.GRANTED, By.AGENCY),
        Transition(_S.WITH_AGENCY, _T.REFUSED, _S.REFUSED_BY_AGENCY, By.AGENCY),
        Transition(_S.WITH_AGENCY, _T.HANDED_ON, _S.LODGED, By.AGENCY),
        Transition(_S.REFUSED_BY_AGENCY, _T.HANDED_ON, _S.LODGED, By.PARTY),
        *(Transition(state, _T.GIVEN_UP, _S.GIVEN_UP, By.PARTY) for state in _OPEN),
        *(Transition(state, _T.EVIDENCE_ADDED, state, By.PARTY) for state in _OPEN),
    ),
    settled=frozenset({_S.GRANTED, _S.REFUSED, _S.REFUSED_BY_AGENCY, _S.UPHELD, _S.GIVEN_UP}),
    reasoned=frozenset(
        {_T.OWN_FAULT, _T.TAKEN_OVER, _T.GRANTED, _T.REFUSED, _T.SECOND_LOOK_ASKED, _T.UPHELD}
    ),
    states=STATE_TITLES,
    steps=STEP_TITLES,
)
"""Draft, art. 34. A second look is asked for once: nothing leads from `upheld`, and no second refusal exists."""


@dataclass(frozen=True, slots=True)
class Lodging:
    """What an objector says. `claims` maps field codes to the value that would be right; a counter states how the
    objector's identity was checked."""

    ground: Ground
    says: str
    wants: Remedy
    claims: Mapping[str, str] = field(default_factory=dict)
    channel: Channel = Channel.PLATFORM
    identity: str = ""


@dataclass(frozen=True, slots=True)
class ObjectionFacts:
    """What one objection says beside its case."""

    ground: Ground
    says: str
    wants: Remedy
    claims: Mapping[str, str]

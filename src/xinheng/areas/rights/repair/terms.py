"""The words of repair: how amends were made, states and steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from xinheng.areas.rights.cases.terms import By, CaseKind, Channel, Machine, Transition
from xinheng.kernel.lawbook.meta import Regime, RepairCondition
from xinheng.kernel.text import Text

CONDITION_TITLES: Mapping[RepairCondition, Text] = {
    RepairCondition.DUTY_PERFORMED: Text(zh="已履行义务", en="The duty was performed"),
    RepairCondition.ACT_CORRECTED: Text(zh="已纠正失信行为", en="The act was corrected"),
    RepairCondition.EFFECT_REMOVED: Text(zh="已消除不良影响", en="The adverse effect was removed"),
}
REGIME_TITLES: Mapping[Regime, Text] = {
    Regime.ORDINARY: Text(zh="一般修复", en="Ordinary repair"),
    Regime.REORGANISED: Text(zh="破产重整、和解企业", en="Reorganised or settled enterprise"),
}


class RepairState(StrEnum):
    """Where an application for repair stands."""

    APPLIED = "applied"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    REPAIRED = "repaired"
    REFUSED = "refused"
    SECOND_LOOK = "second_look"
    UPHELD = "upheld"
    REDECIDE = "redecide"
    REFUSED_AGAIN = "refused_again"
    GIVEN_UP = "given_up"


STATE_TITLES: Mapping[str, Text] = {
    RepairState.APPLIED: Text(zh="待受理", en="Waiting to be accepted"),
    RepairState.ACCEPTED: Text(zh="已受理，办理中", en="Accepted, being decided"),
    RepairState.NOT_ACCEPTED: Text(zh="不予受理", en="Not accepted"),
    RepairState.REPAIRED: Text(zh="已修复", en="Repaired"),
    RepairState.REFUSED: Text(zh="不予修复", en="Refused"),
    RepairState.SECOND_LOOK: Text(zh="复核中", en="Being looked at again"),
    RepairState.UPHELD: Text(zh="复核维持", en="Upheld"),
    RepairState.REDECIDE: Text(zh="责成重新办理", en="To be decided again"),
    RepairState.REFUSED_AGAIN: Text(zh="重新办理后不予修复", en="Refused again"),
    RepairState.GIVEN_UP: Text(zh="已撤回", en="Given up"),
}


class RepairStep(StrEnum):
    """What can happen to an application for repair."""

    APPLIED = "applied"
    PROVEN = "proven"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    REPAIRED = "repaired"
    REFUSED = "refused"
    SECOND_LOOK_ASKED = "second_look_asked"
    SENT_BACK = "sent_back"
    UPHELD = "upheld"
    GIVEN_UP = "given_up"
    EVIDENCE_ADDED = "evidence_added"


STEP_TITLES: Mapping[str, Text] = {
    RepairStep.APPLIED: Text(zh="提出修复申请", en="Applied for"),
    RepairStep.PROVEN: Text(zh="提供单位出具修复证明", en="Proof of repair issued by the provider"),
    RepairStep.ACCEPTED: Text(zh="受理", en="Accepted"),
    RepairStep.NOT_ACCEPTED: Text(zh="不予受理", en="Not accepted"),
    RepairStep.REPAIRED: Text(zh="准予修复，停止公示", en="Repaired; display ends"),
    RepairStep.REFUSED: Text(zh="不予修复", en="Refused"),
    RepairStep.SECOND_LOOK_ASKED: Text(zh="申请复核", en="A second look was asked for"),
    RepairStep.SENT_BACK: Text(zh="责成提供单位重新办理", en="Sent back to be decided again"),
    RepairStep.UPHELD: Text(zh="复核维持", en="Upheld"),
    RepairStep.GIVEN_UP: Text(zh="撤回申请", en="Given up"),
    RepairStep.EVIDENCE_ADDED: Text(zh="补充材料", en="Evidence added"),
}

_S, _T = RepairState, RepairStep
_OPEN = (_S.APPLIED, _S.ACCEPTED, _S.SECOND_LOOK, _S.REDECIDE)

REPAIR = Machine(
    kind=CaseKind.REPAIR,
    transitions=(
        Transition("", _T.APPLIED, _S.APPLIED, By.PARTY),
        Transition("", _T.PROVEN, _S.REPAIRED, By.PROVIDER),
        *(
            Transition(source, step, target, by)
            for by in (By.PROVIDER, By.CENTRE)
            for source, step, target in (
                (_S.APPLIED, _T.ACCEPTED, _S.ACCEPTED),
                (_S.APPLIED, _T.NOT_ACCEPTED, _S.NOT_ACCEPTED),
                (_S.ACCEPTED, _T.REPAIRED, _S.REPAIRED),
                (_S.ACCEPTED, _T.REFUSED, _S.REFUSED),
                (_S.REDECIDE, _T.REPAIRED, _S.REPAIRED),
                (_S.REDECIDE, _T.REFUSED, _S.REFUSED_AGAIN),
            )
        ),
        Transition(_S.NOT_ACCEPTED, _T.SECOND_LOOK_ASKED, _S.SECOND_LOOK, By.PARTY),
        Transition(_S.REFUSED, _T.SECOND_LOOK_ASKED, _S.SECOND_LOOK, By.PARTY),
        Transition(_S.SECOND_LOOK, _T.SENT_BACK, _S.REDECIDE, By.CENTRE),
        Transition(_S.SECOND_LOOK, _T.UPHELD, _S.UPHELD, By.CENTRE),
        *(Transition(state, _T.GIVEN_UP, _S.GIVEN_UP, By.PARTY) for state in _OPEN),
        *(Transition(state, _T.EVIDENCE_ADDED, state, By.PARTY) for state in _OPEN),
    ),
    settled=frozenset({_S.NOT_ACCEPTED, _S.REPAIRED, _S.REFUSED, _S.UPHELD, _S.REFUSED_AGAIN, _S.GIVEN_UP}),
    reasoned=frozenset({_T.NOT_ACCEPTED, _T.REFUSED, _T.SECOND_LOOK_ASKED, _T.SENT_BACK, _T.UPHELD}),
    states=STATE_TITLES,
    steps=STEP_TITLES,
)
"""Draft, art. 35; implementation plan, item 30. Who decides says the rule of the lawpack: the provider (CF-09), or the
centre where a pack names it. Asked for a second look, the centre can only have it decided again: it repairs nothing in
another's place (R2)."""


@dataclass(frozen=True, slots=True)
class Application:
    """What an applicant says: the conditions met, in what words; a counter states how identity was checked."""

    met: frozenset[RepairCondition]
    says: str
    regime: Regime = Regime.ORDINARY
    channel: Channel = Channel.PLATFORM
    identity: str = ""


@dataclass(frozen=True, slots=True)
class RepairFacts:
    """What one application says beside its case; `rule` is `<pack>/<entry>@<version>`, `decider` who decides by it."""

    says: str
    met: frozenset[RepairCondition]
    rule: str
    decider: By

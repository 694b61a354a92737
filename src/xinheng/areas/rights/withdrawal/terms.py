"""The words of withdrawal: why the act behind a record fell, states and steps."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from xinheng.areas.rights.cases.terms import By, CaseKind, Machine, Transition
from xinheng.kernel.text import Text


class Cause(StrEnum):
    """How the act behind a record was revoked (draft, art. 36)."""

    ORGAN = "organ"
    RECONSIDERATION = "reconsideration"
    JUDGMENT = "judgment"


CAUSE_TITLES: Mapping[Cause, Text] = {
    Cause.ORGAN: Text(zh="行政机关撤销", en="Revoked by the organ"),
    Cause.RECONSIDERATION: Text(zh="复议机关决定撤销", en="Revoked on reconsideration"),
    Cause.JUDGMENT: Text(zh="人民法院判决撤销", en="Quashed by judgment"),
}


class WithdrawalState(StrEnum):
    """Where a notice of revocation stands."""

    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"


STATE_TITLES: Mapping[str, Text] = {
    WithdrawalState.WITHDRAWN: Text(zh="已撤销公示", en="Withdrawn from display"),
    WithdrawalState.REINSTATED: Text(zh="告知有误，已恢复", en="Notice was mistaken: reinstated"),
}


class WithdrawalStep(StrEnum):
    """What can happen to a notice of revocation."""

    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"


STEP_TITLES: Mapping[str, Text] = {
    WithdrawalStep.WITHDRAWN: Text(zh="告知行为被撤销，停止公示和使用", en="Act revoked: no display, no use"),
    WithdrawalStep.REINSTATED: Text(zh="更正错误告知，恢复记录", en="Mistaken notice put right"),
}

WITHDRAWAL = Machine(
    kind=CaseKind.WITHDRAWAL,
    transitions=(
        Transition("", WithdrawalStep.WITHDRAWN, WithdrawalState.WITHDRAWN, By.PROVIDER),
        Transition("", WithdrawalStep.WITHDRAWN, WithdrawalState.WITHDRAWN, By.CENTRE),
        Transition(
            WithdrawalState.WITHDRAWN, WithdrawalStep.REINSTATED, WithdrawalState.REINSTATED, By.PROVIDER
        ),
    ),
    settled=frozenset(WithdrawalState),
    reasoned=frozenset({WithdrawalStep.REINSTATED}),
    states=STATE_TITLES,
    steps=STEP_TITLES,
)
"""Draft, art. 36. The provider tells; the centre enters a notice that came on paper."""

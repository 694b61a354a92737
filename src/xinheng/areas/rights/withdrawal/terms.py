"""The words of withdrawal: why the act behind a record fell, states and steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xinheng.areas.rights.cases.terms import By, CaseFacts, CaseKind, Machine, Transition
from xinheng.kernel.lawbook.decision import Reason
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


@dataclass(frozen=True, slots=True)
class Revocation:
    """The act that revoked: how, its number, its day."""

    cause: Cause
    instrument: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One record of a notice, as its teller names it: by `key`, or by `subject` and `number` of its instrument.

    `row` is where it stood in a file, counted from 1.
    """

    row: int
    revocation: Revocation
    key: bytes = b""
    subject: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that withdraws nothing, and why."""

    row: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a notice did: every line is withdrawn or refused with its reasons (R5). `case` None: it did nothing."""

    case: CaseFacts | None
    withdrawn: int
    refused: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class WithdrawnFacts:
    """One record that fell, and the act that took its ground."""

    item: str
    key: bytes
    revocation: Revocation

"""The words that all cases share: kinds, who acts, by which door, the steps that a state allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from xinheng.areas.archive.terms import SubjectKind
from xinheng.kernel.lawbook.decision import Reason
from xinheng.kernel.text import Text


class CaseKind(StrEnum):
    """What a case is about."""

    OBJECTION = "objection"
    REPAIR = "repair"
    WITHDRAWAL = "withdrawal"


KIND_TITLES: Mapping[CaseKind, Text] = {
    CaseKind.OBJECTION: Text(zh="异议", en="Objection"),
    CaseKind.REPAIR: Text(zh="信用修复", en="Repair"),
    CaseKind.WITHDRAWAL: Text(zh="撤销公示", en="Withdrawal"),
}
NUMBER_PREFIXES: Mapping[CaseKind, str] = {
    CaseKind.OBJECTION: "YY",
    CaseKind.REPAIR: "XF",
    CaseKind.WITHDRAWAL: "CX",
}
"""A case's number is prefix, day and a serial number: YY20261125-0000001."""


class By(StrEnum):
    """In whose part a step is taken; which user may act in which part is a matter of permissions."""

    PARTY = "party"
    PROVIDER = "provider"
    CENTRE = "centre"
    AGENCY = "agency"
    PLATFORM = "platform"


BY_TITLES: Mapping[By, Text] = {
    By.PARTY: Text(zh="申请人", en="Applicant"),
    By.PROVIDER: Text(zh="信息提供单位", en="Provider"),
    By.CENTRE: Text(zh="信用中心", en="Credit centre"),
    By.AGENCY: Text(zh="信用服务机构", en="Credit service agency"),
    By.PLATFORM: Text(zh="平台自动", en="The platform itself"),
}


class Channel(StrEnum):
    """By which door a case came (draft, art. 34: provider, lead department, credit service agency)."""

    PLATFORM = "platform"
    COUNTER = "counter"
    PROVIDER = "provider"
    AGENCY = "agency"


CHANNEL_TITLES: Mapping[Channel, Text] = {
    Channel.PLATFORM: Text(zh="网上", en="Online"),
    Channel.COUNTER: Text(zh="信用中心窗口", en="Counter of the credit centre"),
    Channel.PROVIDER: Text(zh="信息提供单位", en="At the provider"),
    Channel.AGENCY: Text(zh="信用服务机构", en="At a credit service agency"),
}


REMEDY = Text(
    zh="不服的，可以申请信用中心复核一次，也可以依法申请行政复议或者提起行政诉讼。",
    en="Ask the credit centre once for a second look; reconsideration and litigation as the law provides.",
)
FINAL_REMEDY = Text(
    zh="仍不服的，可以依法申请行政复议或者提起行政诉讼。",
    en="Administrative reconsideration and litigation as the law provides.",
)
"""What can be done against a decision that was looked at again, or cannot be."""


class PartyKind(StrEnum):
    """Who opened a case: an organisation, a person, or the department that gave notice of a revocation."""

    ORGANISATION = "organisation"
    PERSON = "person"
    DEPARTMENT = "department"


class Ruling(StrEnum):
    """Whether something may be done."""

    PERMITTED = "permitted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Transition:
    """`step` leads from `source` ("" before the first) to `target` when it is taken in the part of `by`."""

    source: str
    step: str
    target: str
    by: By


@dataclass(frozen=True)
class Machine:
    """The states of one kind of case as data. The database holds the same table and lets nothing else happen.

    `settled`: states in which nothing is awaited of anybody. `reasoned`: steps that must state reasons.
    """

    kind: CaseKind
    transitions: tuple[Transition, ...]
    settled: frozenset[str]
    reasoned: frozenset[str]
    states: Mapping[str, Text]
    steps: Mapping[str, Text]

    def target(self, source: str, step: str, by: By) -> str | None:
        """Where a step leads; None where it leads nowhere."""
        found = (
            each.target
            for each in self.transitions
            if (each.source, each.step, each.by) == (source, step, by)
        )
        return next(found, None)

    def open_to(self, source: str, by: By) -> tuple[str, ...]:
        """The steps that somebody may take from a state, in the order of the table."""
        return tuple(each.step for each in self.transitions if (each.source, each.by) == (source, by))


@dataclass(frozen=True, slots=True)
class Party:
    """Who asks: `id` is a USCC, a person's keyed hash, or a department's code.

    `codes` are all codes that the organisation ever had (or the one hash); `powers` what the user who acts may do
    in its name, `mandate` the number of the mandate that says so, None for the party itself.
    """

    kind: PartyKind
    id: str
    codes: frozenset[str]
    powers: frozenset[str] = frozenset()
    mandate: int | None = None


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """Somebody who came to a counter, a provider or an agency, and how their identity was checked there."""

    kind: PartyKind
    id: str
    identity: str


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What the rules need of a record, as it stands.

    `named` are keyed hashes of persons whom it names; `provider` is the department that answers for it. `withdrawn`:
    it has no ground any more; `live`: it may still be shown or count, so its term is not over and it is not repaired.
    """

    item: str
    item_title: Text
    effect: str
    key: bytes
    version: int
    content_hash: bytes
    subject_kind: SubjectKind
    subject: str
    provider: str
    organ: str
    instrument: str
    decided_on: date | None
    known_on: date
    ends_on: date | None = None
    live: bool = True
    withdrawn: bool = False
    named: frozenset[str] = frozenset()

    @property
    def address(self) -> tuple[str, bytes]:
        """Item and natural key."""
        return self.item, self.key


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as it stands. `key` is None for a notice that withdraws several records."""

    id: int
    number: str
    kind: CaseKind
    state: str
    state_title: Text
    settled: bool
    item: str
    key: bytes | None
    version: int | None
    content_hash: bytes | None
    subject_kind: str
    subject: str
    instrument: str
    department: str
    party: Party
    channel: Channel
    lodged_at: datetime
    last_at: datetime
    steps: int

    @property
    def about(self) -> tuple[str, str]:
        """The pair by which clocks, marks, notices and the ledger name the case."""
        return self.kind.value, self.number


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step of a case. `told` holds what else belongs to it, such as a decision's number."""

    no: int
    step: str
    title: Text
    by: By
    source: str
    target: str
    actor: str
    at: datetime
    reason: str = ""
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that was checked and kept, and belongs to no case yet. `asked`: which asked-for document it is."""

    sha256: str
    name: str
    media_type: str
    size: int
    stored: Mapping[str, Any]
    asked: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """A file of a case; `sha256` of its content, hexadecimal, is also its address."""

    sha256: str
    asked: str
    name: str
    media_type: str
    size: int
    by: By
    actor: str
    at: datetime


class NoSuchCase(LookupError):
    """No case has that number, or it is not for the asker's eyes."""


class UnableToStep(ValueError):
    """The case does not allow it; `reasons` say why, to the person who asked, `see` names a case that decides it."""

    def __init__(self, *reasons: Reason, see: str = "") -> None:
        super().__init__("; ".join(reason.text.zh for reason in reasons))
        self.reasons, self.see = reasons, see

    @property
    def text(self) -> Text:
        """All reasons in one text."""
        return Text(
            zh="".join(reason.text.zh for reason in self.reasons),
            en=" ".join(reason.text.en for reason in self.reasons),
        )

"""What the operations take and give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from django.urls import reverse
from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints, model_validator

from xinheng.areas.clocks.terms import ClockState
from xinheng.areas.rights.actions import asks_for
from xinheng.areas.rights.cases.terms import By, CaseKind, Channel, PartyKind
from xinheng.areas.rights.objection.terms import Ground, ObjectionState, Remedy
from xinheng.areas.rights.repair.terms import RepairState
from xinheng.areas.rights.terms import CaseLine, CaseView
from xinheng.areas.rights.withdrawal.terms import Cause, WithdrawalState
from xinheng.kernel.lawbook.meta import RepairCondition
from xinheng.kernel.text import Text
from xinheng.plumbing.http.answers import Instant, Words
from xinheng.plumbing.http.inputs import Day, Slug

CaseNo = Annotated[str, StringConstraints(pattern=r"^(YY|XF|CX)[0-9]{8}-[0-9]{7,18}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Uscc = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{18}$")]
CitizenId = Annotated[str, StringConstraints(pattern=r"^[0-9]{17}[0-9Xx]$")]
Line = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=200)]
Said = Annotated[str, StringConstraints(pattern=r"^[^\x00]*\S[^\x00]*$", min_length=1, max_length=2000)]
ObjectionStep = Literal[
    "own_fault", "transferred", "acknowledged", "annotated", "handed_on", "taken_over", "granted", "refused", "upheld",
    "second_look_asked", "given_up",
]  # fmt: skip
RepairStep = Literal[
    "accepted", "not_accepted", "repaired", "refused", "sent_back", "upheld", "second_look_asked", "given_up"
]
WithdrawalStep = Literal["reinstated"]
MOST_LINES = 10_000


class Given(Schema):
    """Nothing beside the named members is taken."""

    model_config = ConfigDict(extra="forbid")


class PartyIn(Given):
    """Who asks, and how the counter knew them. A citizen id is compared and never kept."""

    uscc: Uscc | None = None
    citizen_id: CitizenId | None = None
    identity: Said = Field(description="what was checked, without numbers; goes into the ledger")

    @model_validator(mode="after")
    def _one(self) -> PartyIn:
        if (self.uscc is None) == (self.citizen_id is None):
            raise ValueError("either uscc or citizen_id")
        return self


class ObjectionIn(Given):
    """An objection as it is taken in for somebody who came."""

    item: Slug
    key: Key
    party: PartyIn
    ground: Ground
    says: Said
    wants: Remedy
    claims: Annotated[dict[Slug | Line, Line], Field(max_length=100)] = Field(
        default_factory=dict, description="field code → the value that would be right"
    )


class RepairIn(Given):
    """An application for repair as it is taken in for somebody who came; `documents` names, for each of the files in
    turn, which asked-for document it is."""

    item: Slug
    key: Key
    uscc: Uscc | None = None
    citizen_id: CitizenId | None = None
    identity: Said
    says: Said
    met: Annotated[list[RepairCondition], Field(max_length=10)]
    documents: Annotated[list[Slug], Field(max_length=20)]

    @model_validator(mode="after")
    def _one(self) -> RepairIn:
        if (self.uscc is None) == (self.citizen_id is None):
            raise ValueError("either uscc or citizen_id")
        return self


class ProofIn(Given):
    """A written proof of repair that the provider issues by itself."""

    item: Slug
    key: Key
    instrument: Line
    reason: Said


class _StepIn(Given):
    reason: Said | None = None
    identity: Said | None = Field(None, description="for steps on behalf of the party: how it was identified")


class ObjectionStepIn(_StepIn):
    """A step, with the fields that it asks for (see `open_steps` of the case)."""

    step: ObjectionStep
    remedy: Remedy | None = None
    source: Line | None = None


class RepairStepIn(_StepIn):
    """A step, with the fields that it asks for."""

    step: RepairStep
    instrument: Line | None = None


class WithdrawalStepIn(_StepIn):
    """The one step of a notice."""

    step: WithdrawalStep


class RevokedIn(Given):
    """One record of a notice: by key, or by the subject's USCC and the number of its instrument."""

    key: Key | None = None
    subject: Line | None = None
    number: Line | None = None
    cause: Cause
    instrument: Line
    decided_on: Day

    @model_validator(mode="after")
    def _named(self) -> RevokedIn:
        if not self.key and not (self.subject and self.number):
            raise ValueError("either key, or subject and number")
        return self


class WithdrawalIn(Given):
    """A notice that the acts behind records were revoked."""

    item: Slug
    records: Annotated[list[RevokedIn], Field(min_length=1, max_length=MOST_LINES)]


class StepOut(Schema):
    """A step that was taken."""

    no: int
    step: str
    title: Words
    by: By
    at: Instant
    reason: str
    instrument: str | None = None
    source: str | None = None


class OpenStep(Schema):
    """A step that the caller may take now, and the fields that it asks for."""

    step: str
    by: By
    asks: list[str]


class EvidenceOut(Schema):
    """A file of the case."""

    sha256: str
    name: str
    media_type: str
    size: int
    asked: str
    url: str


class ClockOut(Schema):
    """A deadline of the case."""

    deadline: str
    title: Words
    due_on: date
    provisional: bool
    state: ClockState
    rule: str


class CaseLineOut(Schema):
    """A case in a list."""

    number: str
    kind: CaseKind
    state: str
    state_title: Words
    settled: bool
    item: str
    item_title: Words
    key: str | None
    instrument: str
    department: str
    channel: Channel
    lodged_at: Instant
    due_on: date | None
    url: str


class CasePageOut(Schema):
    """Cases, the latest first."""

    items: list[CaseLineOut]
    total: int


class CaseOut(CaseLineOut):
    """A case. The party is named by USCC; of a person nothing is told but that it is one."""

    party_kind: PartyKind
    party: str | None
    ground: Ground | None = None
    wants: Remedy | None = None
    says: str | None = None
    claims: dict[str, str] = Field(default_factory=dict)
    met: list[RepairCondition] = Field(default_factory=list)
    rule: str | None = None
    records: int
    steps: list[StepOut]
    evidence: list[EvidenceOut]
    clocks: list[ClockOut]
    open_steps: list[OpenStep]


class RefusalOut(Schema):
    """A record that was not withdrawn; `row` counts from 1 in the order in which it was named."""

    row: int
    reasons: list[Words]


class WithdrawalOut(Schema):
    """What a notice did: every record that it names is withdrawn or refused."""

    case: CaseOut
    withdrawn: int
    refused: list[RefusalOut]


STATES = {
    CaseKind.OBJECTION: frozenset(ObjectionState),
    CaseKind.REPAIR: frozenset(RepairState),
    CaseKind.WITHDRAWAL: frozenset(WithdrawalState),
}
_NAMES = {CaseKind.OBJECTION: "objection", CaseKind.REPAIR: "repair", CaseKind.WITHDRAWAL: "withdrawal"}


def words(text: Text) -> Words:
    """A text in both languages."""
    return Words(zh=text.zh, en=text.en)


def line_of(line: CaseLine) -> CaseLineOut:
    """A case in a list."""
    return CaseLineOut(**_line(line))


def _line(line: CaseLine) -> dict[str, Any]:
    case = line.case
    return {
        "number": case.number, "kind": case.kind, "state": case.state, "state_title": words(case.state_title),
        "settled": case.settled, "item": case.item, "item_title": words(line.item_title),
        "key": None if case.key is None else case.key.hex(), "instrument": case.instrument,
        "department": case.department, "channel": case.channel, "lodged_at": case.lodged_at, "due_on": line.due_on,
        "url": reverse(f"api:read_{_NAMES[case.kind]}", kwargs={"number": case.number}),
    }  # fmt: skip


def case_of(view: CaseView, open_steps: Sequence[tuple[str, By]]) -> CaseOut:
    """A case with all that belongs to it, and what the caller may do."""
    case = view.line.case
    said: dict[str, Any] = {}
    if view.objection:
        said = {
            "ground": view.objection.ground, "wants": view.objection.wants, "says": view.objection.says,
            "claims": dict(view.objection.claims),
        }  # fmt: skip
    if view.repair:
        said = {"says": view.repair.says, "met": sorted(view.repair.met), "rule": view.repair.rule}
    return CaseOut(
        **_line(view.line), **said,
        party_kind=case.party.kind, party=None if case.party.kind is PartyKind.PERSON else case.party.id,
        records=view.records,
        steps=[
            StepOut(
                no=each.no, step=each.step, title=words(each.title), by=each.by, at=each.at, reason=each.reason,
                instrument=each.told.get("instrument"), source=each.told.get("source"),
            )
            for each in view.steps
        ],
        evidence=[
            EvidenceOut(
                sha256=each.sha256, name=each.name, media_type=each.media_type, size=each.size, asked=each.asked,
                url=reverse(
                    f"api:{_NAMES[case.kind]}_evidence", kwargs={"number": case.number, "sha256": each.sha256}
                ),
            )
            for each in view.evidence
        ],
        clocks=[
            ClockOut(
                deadline=each.deadline, title=words(each.title), due_on=each.due_on, provisional=each.provisional,
                state=each.state, rule=each.rule,
            )
            for each in view.clocks
        ],
        open_steps=[
            OpenStep(step=step, by=by, asks=list(asks_for(case.kind, step, by))) for step, by in open_steps
        ],
    )  # fmt: skip

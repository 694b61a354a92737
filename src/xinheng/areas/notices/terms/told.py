"""The words of the area: whom a notice goes to, what it tells, by which channel, and what it must say.

A lower area than those it tells about: what a notice is about is an opaque (kind, id), an addressee a kind with an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from xinheng.kernel.lawbook.ruling import Citation
from xinheng.kernel.text import Text


class AddresseeKind(StrEnum):
    """Whom a notice goes to."""

    ORGANISATION = "organisation"
    PERSON = "person"
    DEPARTMENT = "department"
    CENTRE = "centre"


ADDRESSEE_TITLES: Mapping[AddresseeKind, Text] = {
    AddresseeKind.ORGANISATION: Text(zh="组织", en="Organisation"),
    AddresseeKind.PERSON: Text(zh="自然人", en="Person"),
    AddresseeKind.DEPARTMENT: Text(zh="部门", en="Department"),
    AddresseeKind.CENTRE: Text(zh="信用中心", en="Credit centre"),
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """`id` is a USCC, the keyed hash of a person, a department's code, or "" for the centre."""

    kind: AddresseeKind
    id: str


THE_CENTRE = Addressee(AddresseeKind.CENTRE, "")


class NoticeKind(StrEnum):
    """What a notice tells."""

    OBJECTION_RECEIVED = "objection_received"
    OBJECTION_TRANSFERRED = "objection_transferred"
    OBJECTION_TAKEN_OVER = "objection_taken_over"
    OBJECTION_DECIDED = "objection_decided"
    OBJECTION_LOOKED_AT_AGAIN = "objection_looked_at_again"
    REPAIR_RECEIVED = "repair_received"
    REPAIR_DECIDED = "repair_decided"
    RECORD_CORRECTED = "record_corrected"
    RECORD_WITHDRAWN = "record_withdrawn"
    ADVERSE_EFFECT_INTENDED = "adverse_effect_intended"
    ADVERSE_EFFECT_TAKEN = "adverse_effect_taken"
    ADVERSE_EFFECT_ENDED = "adverse_effect_ended"
    ACCESS_MADE = "access_made"
    AUTHORISATION_CHANGED = "authorisation_changed"
    MANDATE_CHANGED = "mandate_changed"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    INCIDENT_RAISED = "incident_raised"


KIND_TITLES: Mapping[NoticeKind, Text] = {
    NoticeKind.OBJECTION_RECEIVED: Text(zh="异议已受理", en="Objection received"),
    NoticeKind.OBJECTION_TRANSFERRED: Text(
        zh="异议已转交提供单位", en="Objection transferred to the provider"
    ),
    NoticeKind.OBJECTION_TAKEN_OVER: Text(zh="异议改由信用中心处理", en="Objection taken over by the centre"),
    NoticeKind.OBJECTION_DECIDED: Text(zh="异议处理结果", en="Objection decided"),
    NoticeKind.OBJECTION_LOOKED_AT_AGAIN: Text(zh="异议复核结果", en="Objection looked at again"),
    NoticeKind.REPAIR_RECEIVED: Text(zh="信用修复申请已收到", en="Application for repair received"),
    NoticeKind.REPAIR_DECIDED: Text(zh="信用修复决定", en="Repair decided"),
    NoticeKind.RECORD_CORRECTED: Text(zh="信用信息已更正", en="A record was corrected"),
    NoticeKind.RECORD_WITHDRAWN: Text(zh="信用信息已撤销", en="A record was withdrawn"),
    NoticeKind.ADVERSE_EFFECT_INTENDED: Text(zh="拟作不利处理事先告知", en="An adverse effect is intended"),
    NoticeKind.ADVERSE_EFFECT_TAKEN: Text(zh="不利处理告知", en="An adverse effect was taken"),
    NoticeKind.ADVERSE_EFFECT_ENDED: Text(zh="不利处理已终止", en="An adverse effect ended"),
    NoticeKind.ACCESS_MADE: Text(zh="您的信息被查询", en="Your information was read"),
    NoticeKind.AUTHORISATION_CHANGED: Text(zh="信用信息授权变动", en="An authorisation changed"),
    NoticeKind.MANDATE_CHANGED: Text(zh="授权委托变动", en="A mandate changed"),
    NoticeKind.DUE_SOON: Text(zh="办理期限将至", en="A deadline is near"),
    NoticeKind.OVERDUE: Text(zh="办理期限已过", en="A deadline has passed"),
    NoticeKind.INCIDENT_RAISED: Text(zh="发现违规行为线索", en="An incident was raised"),
}


class Part(StrEnum):
    """What a notice may have to carry beside its words."""

    BASIS = "basis"
    REASONS = "reasons"
    REMEDY = "remedy"
    DUE_DAY = "due_day"


PART_TITLES: Mapping[Part, Text] = {
    Part.BASIS: Text(zh="依据", en="Basis"),
    Part.REASONS: Text(zh="理由", en="Reasons"),
    Part.REMEDY: Text(zh="救济途径", en="Remedy"),
    Part.DUE_DAY: Text(zh="期限", en="Due day"),
}

ADVERSE = frozenset({NoticeKind.ADVERSE_EFFECT_INTENDED, NoticeKind.ADVERSE_EFFECT_TAKEN})
"""Notices of an adverse effect: without basis, reasons, remedy and due day there is none (R2)."""
DECIDED = frozenset(
    {
        NoticeKind.OBJECTION_DECIDED,
        NoticeKind.OBJECTION_LOOKED_AT_AGAIN,
        NoticeKind.REPAIR_DECIDED,
    }
)
"""Notices of a decision: it has a basis and reasons, and says what can be done about it."""


def required(kind: NoticeKind) -> frozenset[Part]:
    """The parts without which there is no notice of that kind; the database refuses it too."""
    if kind in ADVERSE:
        return frozenset(Part)
    if kind in DECIDED:
        return frozenset({Part.BASIS, Part.REASONS, Part.REMEDY})
    return frozenset()


class Channel(StrEnum):
    """How a notice is brought to its addressee. The inbox has every one at once; the others follow."""

    INBOX = "inbox"
    EMAIL = "email"
    MESSAGE = "message"


CHANNEL_TITLES: Mapping[Channel, Text] = {
    Channel.INBOX: Text(zh="站内信", en="Inbox"),
    Channel.EMAIL: Text(zh="电子邮件", en="E-mail"),
    Channel.MESSAGE: Text(zh="短信或政务消息", en="Text or government message"),
}


class UnableToNotify(ValueError):
    """The notice lacks what its kind must carry; `missing` names the parts."""

    def __init__(self, kind: NoticeKind, missing: frozenset[Part]) -> None:
        super().__init__(f"{kind} lacks {', '.join(sorted(missing))}")
        self.kind, self.missing = kind, missing


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What a notice says. `reasons` are those of the case, in the words of whoever decided.

    `basis` with verbatim quotes; `due_on` the day by which the addressee may act, or something will have been done;
    `link` a path on this site where it can be acted upon.
    """

    subject: Text
    says: Text
    basis: tuple[Citation, ...] = ()
    reasons: str = ""
    remedy: Text | None = None
    due_on: date | None = None
    link: str = ""

    def missing(self, kind: NoticeKind) -> frozenset[Part]:
        """The parts that a notice of that kind must have and this text lacks."""
        has = {
            Part.BASIS: bool(self.basis) and all(each.article and each.quote for each in self.basis),
            Part.REASONS: bool(self.reasons.strip()),
            Part.REMEDY: self.remedy is not None and bool(self.remedy.zh.strip() and self.remedy.en.strip()),
            Part.DUE_DAY: self.due_on is not None,
        }
        return frozenset(part for part in required(kind) if not has[part])


@dataclass(frozen=True, slots=True)
class AdverseText(NoticeText):
    """What a notice of an adverse effect says: one that lacks anything cannot be made (R2)."""

    def __post_init__(self) -> None:
        """Raises UnableToNotify."""
        if missing := self.missing(NoticeKind.ADVERSE_EFFECT_TAKEN):
            raise UnableToNotify(NoticeKind.ADVERSE_EFFECT_TAKEN, missing)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a worded notice carries beside its words, whatever its kind: why, on which basis, what can be done, by when.

    `due_on` None where the law sets no day; a notice of an adverse effect always has one.
    """

    basis: tuple[Citation, ...]
    reasons: str
    remedy: Text
    due_on: date | None
    link: str = ""


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A notice as it was given. `leaf` (32 bytes) is the salted hash of all that it says, as the ledger has it.

    `about` is what it concerns, opaque here; `by` who sent it; `read_at` when the addressee first opened it.
    """

    id: int
    number: str
    addressee: Addressee
    kind: NoticeKind
    text: NoticeText
    about: tuple[str, str]
    by: str
    at: datetime
    leaf: bytes
    read_at: datetime | None = None
    read_by: str = ""

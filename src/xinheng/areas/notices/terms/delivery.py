"""The words of bringing a notice to somebody: contacts, deliveries, tries, and what a person does when none succeeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from xinheng.areas.notices.terms.told import Addressee, Channel, NoticeFacts
from xinheng.kernel.text import Text


class DeliveryState(StrEnum):
    """How far one notice has come by one channel."""

    WAITING = "waiting"
    TRYING_AGAIN = "trying_again"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    UNCERTAIN = "uncertain"


DELIVERY_TITLES: Mapping[DeliveryState, Text] = {
    DeliveryState.WAITING: Text(zh="待发送", en="Waits to be sent"),
    DeliveryState.TRYING_AGAIN: Text(zh="未成功，将再试", en="Not yet; will be tried again"),
    DeliveryState.SENT: Text(zh="已发出", en="Sent"),
    DeliveryState.UNDELIVERABLE: Text(zh="无法送达", en="Cannot be delivered"),
    DeliveryState.UNCERTAIN: Text(zh="是否发出不能确定", en="Nobody knows whether it was sent"),
}
ENDED = frozenset({DeliveryState.SENT, DeliveryState.UNDELIVERABLE, DeliveryState.UNCERTAIN})
"""States in which nothing more is tried."""
FAILED = frozenset({DeliveryState.UNDELIVERABLE, DeliveryState.UNCERTAIN})
"""States that a person follows up."""


class TryOutcome(StrEnum):
    """How one try ended."""

    ACCEPTED = "accepted"
    NOT_NOW = "not_now"
    REFUSED = "refused"
    UNCLEAR = "unclear"


TRY_TITLES: Mapping[TryOutcome, Text] = {
    TryOutcome.ACCEPTED: Text(zh="对方已接收", en="Taken by the other side"),
    TryOutcome.NOT_NOW: Text(zh="未发出，可再试", en="Not sent; may be tried again"),
    TryOutcome.REFUSED: Text(zh="对方拒收", en="Refused by the other side"),
    TryOutcome.UNCLEAR: Text(zh="中断，是否发出不明", en="Broken off; may have been sent"),
}

MOST_TRIES = 8
"""With the worker's growing pauses some six hours; then a person follows up."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One try at one delivery, begun and noted before anything leaves."""

    delivery: int
    number: int
    channel: Channel
    key: str
    address: str = field(repr=False)
    notice: NoticeFacts
    repeated: bool


@dataclass(frozen=True, slots=True)
class TryResult:
    """What came of a try; `reference` is what the other side calls the message, `detail` why it failed."""

    outcome: TryOutcome
    reference: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TryFacts:
    """One try as it is kept; `outcome` None while it goes on."""

    number: int
    began_at: datetime
    ended_at: datetime | None
    outcome: TryOutcome | None
    detail: str
    reference: str


@dataclass(frozen=True, slots=True)
class DeliveryFacts:
    """One notice by one channel. `hint` is the address with most of it masked.

    `repeated`: it may have been sent more than once, and every later message said so.
    """

    id: int
    notice: int
    channel: Channel
    hint: str
    key: str
    state: DeliveryState
    repeated: bool
    changed_at: datetime
    tries: tuple[TryFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Where an addressee wants notices beside the inbox; used from `verified_at` until `ended_at`."""

    id: int
    addressee: Addressee
    channel: Channel
    hint: str
    set_by: str
    set_at: datetime
    verified_at: datetime | None
    ended_at: datetime | None


class FollowUp(StrEnum):
    """What a person did about a notice that nobody read or that did not arrive."""

    TELEPHONED = "telephoned"
    POSTED = "posted"
    HANDED_OVER = "handed_over"
    CONTACT_RENEWED = "contact_renewed"
    NO_WAY_FOUND = "no_way_found"


FOLLOW_UP_TITLES: Mapping[FollowUp, Text] = {
    FollowUp.TELEPHONED: Text(zh="已电话告知", en="Told by telephone"),
    FollowUp.POSTED: Text(zh="已邮寄送达", en="Sent by post"),
    FollowUp.HANDED_OVER: Text(zh="已当面送交", en="Handed over"),
    FollowUp.CONTACT_RENEWED: Text(zh="已更新联系方式", en="Contact renewed"),
    FollowUp.NO_WAY_FOUND: Text(zh="暂无送达途径", en="No way found"),
}


@dataclass(frozen=True, slots=True)
class FollowUpFacts:
    """What was done about a notice; `words` are those of whoever did it."""

    did: FollowUp
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Overdue:
    """A notice that wants following up: unread for long, or with deliveries that failed."""

    notice: NoticeFacts
    unread: bool
    failed: tuple[DeliveryFacts, ...]
    done: tuple[FollowUpFacts, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that is known of how one notice reached its addressee."""

    notice: NoticeFacts
    deliveries: tuple[DeliveryFacts, ...]
    follow_ups: tuple[FollowUpFacts, ...]

"""One try at one delivery: noted before anything leaves, its end noted after, whatever happens in between.

A process that dies in between leaves a try without an end. Whoever tries next notes it as unclear first, and from then
on every message about this notice says that it may be the second.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.notices.models import Delivery
from xinheng.areas.notices.rules.outcome import may_repeat, state_after
from xinheng.areas.notices.rules.wording import Sender, letter, short_message
from xinheng.areas.notices.store import contacts, deliveries
from xinheng.areas.notices.store.notices import facts_of
from xinheng.areas.notices.terms import (
    ENDED,
    Channel,
    DeliveryState,
    Trial,
    TryOutcome,
    TryResult,
)
from xinheng.kernel.tlog.canonical import Json
from xinheng.plumbing.sending.gateways import mail_gateway, message_gateway
from xinheng.plumbing.sending.terms import NotNow, Outgoing, Refused

_BROKEN_OFF = TryResult(TryOutcome.UNCLEAR, detail="the process ended before it could note what came of it")
_CONTACT_ENDED = TryResult(TryOutcome.REFUSED, detail="the contact was ended before this was sent")


class NoSuchDelivery(LookupError):
    """There is no delivery of that number."""


def begin(number: int, *, at: datetime) -> Trial | None:
    """Note that a try begins; None where the delivery is over. The caller holds the delivery's lock.

    What leaves, leaves after this is committed.
    """
    with transaction.atomic():
        delivery = _delivery(number)
        if DeliveryState(delivery.state) in ENDED:
            return None
        if _close_broken_off(delivery, at=at):
            return None
        before = [each for each in deliveries.outcomes(delivery) if each is not None]
        deliveries.begin_try(delivery, number=len(before) + 1, at=at)
        return Trial(
            delivery=delivery.pk,
            number=len(before) + 1,
            channel=Channel(delivery.channel),
            key=delivery.key,
            address=contacts.address_of(delivery.contact),
            notice=facts_of(delivery.notice),
            repeated=may_repeat(before),
        )


def send_out(trial: Trial, sender: Sender) -> TryResult:
    """Hand the message to its gateway. No transaction is open: this may take long, and may never come back."""
    gateway = mail_gateway() if trial.channel is Channel.EMAIL else message_gateway()
    if gateway is None:
        return TryResult(TryOutcome.NOT_NOW, detail="this node has no gateway for the channel")
    wording = letter if trial.channel is Channel.EMAIL else short_message
    words = wording(trial.notice, sender, repeated=trial.repeated)
    message = Outgoing(trial.key, trial.address, words.subject, words.body, trial.repeated)
    try:
        return TryResult(TryOutcome.ACCEPTED, reference=gateway.send(message).reference)
    except NotNow as fault:
        return TryResult(TryOutcome.NOT_NOW, detail=str(fault))
    except Refused as fault:
        return TryResult(TryOutcome.REFUSED, detail=str(fault))
    except Exception as fault:
        # an adapter that crashes may have sent before it did
        return TryResult(TryOutcome.UNCLEAR, detail=f"{type(fault).__name__}: {fault}")


def note(trial: Trial, result: TryResult, *, at: datetime) -> DeliveryState:
    """Note how the try ended; the delivery is over, or is tried again."""
    with transaction.atomic():
        return _note(_delivery(trial.delivery), result, at=at)


def _note(delivery: Delivery, result: TryResult, *, at: datetime) -> DeliveryState:
    deliveries.end_try(delivery, result, at=at)
    outcomes = [each for each in deliveries.outcomes(delivery) if each is not None]
    state, repeated = state_after(outcomes), may_repeat(outcomes[:-1])
    if state is DeliveryState.SENT:
        note_sent(delivery, result, repeated=repeated, actor="notices", at=at)
    elif state in ENDED:
        note_undelivered(delivery, state, result, actor="notices", at=at)
    else:
        deliveries.move(delivery, state, repeated=may_repeat(outcomes), at=at)
    return state


@recorded("notices.delivered")
def note_sent(
    delivery: Delivery, result: TryResult, *, repeated: bool, actor: str, at: datetime
) -> Recorded[None]:
    """The other side took it."""
    deliveries.move(delivery, DeliveryState.SENT, repeated=repeated, at=at)
    told = _told(delivery) | {"reference": result.reference[:200], "may_be_repeated": repeated}
    return Recorded(None, about=("notice", delivery.notice.number), payload=told)


@recorded("notices.undelivered")
def note_undelivered(
    delivery: Delivery, state: DeliveryState, result: TryResult, *, actor: str, at: datetime
) -> Recorded[None]:
    """No try is left, or the other side refused: a person follows up."""
    deliveries.move(delivery, state, repeated=delivery.repeated, at=at)
    told = _told(delivery) | {"state": state.value, "outcome": result.outcome.value}
    return Recorded(None, about=("notice", delivery.notice.number), payload=told)


def _close_broken_off(delivery: Delivery, *, at: datetime) -> bool:
    """Note a try that a dead process left, and a contact that was ended; whether the delivery is over by that."""
    outcomes = deliveries.outcomes(delivery)
    if None in outcomes and _note(delivery, _BROKEN_OFF, at=at) in ENDED:
        return True
    if delivery.contact.ended_at is None:
        return False
    deliveries.begin_try(delivery, number=len(outcomes) + 1, at=at)
    return _note(delivery, _CONTACT_ENDED, at=at) in ENDED


def _delivery(number: int) -> Delivery:
    found = deliveries.find(number)
    if found is None:
        raise NoSuchDelivery(str(number))
    return found


def _told(delivery: Delivery) -> dict[str, Json]:
    """What the log says of a delivery: no address."""
    return {
        "channel": delivery.channel,
        "key": delivery.key,
        "tries": delivery.tries.count(),
        "leaf": bytes(delivery.notice.leaf).hex(),
    }

"""Background work of notices: bringing them by other channels, sending codes, taking up again what was broken off."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from xinheng.areas.notices import actions, service
from xinheng.areas.notices.actions.queueing import DELIVER, QUEUE, SEND_CODE
from xinheng.areas.notices.rules.wording import Sender
from xinheng.areas.notices.terms import MOST_TRIES, Channel, DeliveryState
from xinheng.plumbing.clock import now
from xinheng.plumbing.postgres.alone import alone_if_free
from xinheng.plumbing.sending.gateways import mail_gateway, message_gateway

ABANDONED_AFTER = timedelta(hours=6)
"""Longer than the longest pause between two tries: what nobody touched since lost its job."""
_AT_ONCE = 1000
_RETRIES = RetryStrategy(max_attempts=MOST_TRIES + 2, exponential_wait=4)


class ToBeTriedAgain(RuntimeError):
    """The worker comes back, after a pause that grows."""


@app.task(queue=QUEUE, name=DELIVER, retry=_RETRIES)
def deliver(number: int) -> None:
    """One try at one delivery. Two workers at once: the second comes back later and finds what the first did."""
    with alone_if_free(f"delivery/{number}") as free:
        if not free:
            raise ToBeTriedAgain(f"delivery {number} is being tried")
        trial = actions.begin(number, at=now())
        if trial is None:
            return
        sender = Sender(name=settings.XINHENG.node_name, site=settings.SITE_URL)
        state = actions.note(trial, actions.send_out(trial, sender), at=now())
    if state is DeliveryState.TRYING_AGAIN:
        raise ToBeTriedAgain(f"delivery {number}, try {trial.number}")


@app.task(queue=QUEUE, name=SEND_CODE, retry=RetryStrategy(max_attempts=4, exponential_wait=3))
def send_code(number: int) -> None:
    """Send a contact its code; one that comes twice is the same."""
    found = actions.code_message(number, node_name=settings.XINHENG.node_name, at=now())
    if found is None:
        return
    channel, message = found
    gateway = mail_gateway() if channel is Channel.EMAIL else message_gateway()
    if gateway is None:
        raise ToBeTriedAgain(f"there is no gateway for {channel}")
    gateway.send(message)


@app.periodic(cron="*/10 * * * *")
@app.task(queue=QUEUE, name="notices.resume", queueing_lock="notices.resume")
def resume(timestamp: int) -> None:
    """Hand over again what should long be over: its job was lost. A second job for one does no harm."""
    actions.hand_over(service.left_behind(before=now() - ABANDONED_AFTER, limit=_AT_ONCE))

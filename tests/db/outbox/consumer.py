"""A consumer for tests: it keeps what it is told by telling it on, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from xinheng.plumbing.outbox.consumers import Consumer, Told
from xinheng.plumbing.outbox.models import News
from xinheng.plumbing.outbox.publishing import publish

AT = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
TOPIC, TOLD_ON = "archive.deposited", "test.told_on"
PATH = f"{__name__}.take"
CONSUMER = Consumer("copier", (TOPIC,), PATH)
SETTING = {"copier": (PATH, [TOPIC])}


def take(news: Sequence[Told], *, at: datetime) -> None:
    """Tell every piece on, under its id."""
    for each in news:
        tell_on(each, at=at)


def tell_on(each: Told, *, at: datetime) -> None:
    """One piece."""
    publish(TOLD_ON, {"key": each.id, **each.payload}, at=at)


def fail(news: Sequence[Told], *, at: datetime) -> None:
    """Take everything, and then fail."""
    take(news, at=at)
    raise ZeroDivisionError


def had() -> list[Any]:
    """What the consumer was told, in that order."""
    return [
        payload["n"]
        for payload in News.objects.filter(topic=TOLD_ON).order_by("id").values_list("payload", flat=True)
    ]


def write(*numbers: int, topic: str = TOPIC) -> None:
    """News, each in a transaction of its own."""
    for number in numbers:
        with transaction.atomic():
            publish(topic, {"n": number}, at=AT)

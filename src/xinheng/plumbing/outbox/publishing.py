"""Publishing: a row in the transaction of what it tells about; after the commit the consumers are woken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db import transaction

from xinheng.kernel.tlog.canonical import Json, canonical
from xinheng.plumbing.outbox.consumers import consumers_of, wake
from xinheng.plumbing.outbox.models import News

LARGEST = 4096
"""Bytes of a payload: it names what changed, and whoever wants more asks for it."""
_TOPIC = re.compile(r"[a-z_]+\.[a-z_]+")


class UnableToPublish(RuntimeError):
    """There is no transaction to be part of, the topic is no `area.what_happened`, or the payload is too large."""


def publish(topic: str, payload: Mapping[str, Json], *, at: datetime) -> None:
    """Tell whoever wants to know, if and only if the caller's transaction commits. Raises UnableToPublish."""
    if not transaction.get_connection().in_atomic_block:
        raise UnableToPublish(f"{topic}: news belongs into the transaction that it tells about")
    if _TOPIC.fullmatch(topic) is None:
        raise UnableToPublish(f"{topic!r} is no topic")
    if len(canonical(payload)) > LARGEST:
        raise UnableToPublish(f"{topic}: name what changed, do not carry it")
    News.objects.create(topic=str(topic), payload=dict(payload), at=at)
    for consumer in consumers_of(topic):
        # not in the transaction: two writers would wait for one another at the lock of the job
        transaction.on_commit(partial(wake, consumer.name), robust=True)

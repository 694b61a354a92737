"""Who wants which news: `settings.NEWS_CONSUMERS`, name → (dotted path of the function, topics)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from xinheng.kernel.tlog.canonical import Json

TASK: Final = "outbox.follow"
QUEUE: Final = "outbox"


class NoSuchConsumer(LookupError):
    """The settings name no consumer of that name."""


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of news as a consumer gets it. `id` never changes: the key by which a second telling is known."""

    id: int
    place: int
    topic: str
    payload: dict[str, Json]
    at: datetime


class Take(Protocol):
    """What a consumer does with news: at least once for each, in the order of their places.

    It runs in the transaction that moves the consumer's cursor: what it writes to the database is written once. It
    talks to nobody outside; for that it defers a job.
    """

    def __call__(self, news: Sequence[Told], *, at: datetime) -> None:
        """Take some news; whatever is raised leaves them to be told again."""


@dataclass(frozen=True, slots=True)
class Consumer:
    """A consumer by its name, with its topics and the function that takes them."""

    name: str
    topics: tuple[str, ...]
    path: str

    @property
    def take(self) -> Take:
        """The function."""
        found: Take = import_string(self.path)
        return found


def consumers() -> tuple[Consumer, ...]:
    """Every consumer of the settings."""
    return tuple(
        Consumer(name, tuple(str(topic) for topic in topics), path)
        for name, (path, topics) in settings.NEWS_CONSUMERS.items()
    )


def consumers_of(topic: str) -> tuple[Consumer, ...]:
    """Those who want the topic."""
    return tuple(each for each in consumers() if topic in each.topics)


def consumer(name: str) -> Consumer:
    """The consumer of that name; raises NoSuchConsumer."""
    for each in consumers():
        if each.name == name:
            return each
    raise NoSuchConsumer(name)


def wake(name: str) -> None:
    """Let the worker read for a consumer soon. Should this get lost, the sweep of every minute reads too."""
    try:
        app.configure_task(TASK, queue=QUEUE, queueing_lock=f"outbox/{name}").defer(name=name)
    except AlreadyEnqueued:
        return

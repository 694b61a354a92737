"""What goes out, and the three ways in which it may fail to arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Words to one address. `key` is the same each time that the same words go out: the receiving side can tell.

    `repeated` is true when an earlier try may have arrived; the words say so.
    """

    key: str
    to: str
    subject: str
    body: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side took it; `reference` is what it calls it."""

    reference: str


class NotNow(Exception):
    """Surely not sent; another try may succeed."""


class Refused(Exception):
    """Surely not sent, and never will be: the address does not exist, or the other side does not want it."""


class Unclear(Exception):
    """Nobody knows whether it was sent: the line broke before the answer. Any other exception means the same."""


class Gateway(Protocol):
    """Where words go out. An adapter of a node's own is named by `XINHENG_MESSAGE_GATEWAY`."""

    def send(self, message: Outgoing) -> Accepted:
        """Hand over one message. Raises NotNow, Refused, Unclear; slower than half a minute is too slow."""

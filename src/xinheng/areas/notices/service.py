"""Questions about notices: inboxes, what was told about a case."""

from __future__ import annotations

from collections.abc import Sequence

from xinheng.areas.notices import store
from xinheng.areas.notices.terms import Addressee, NoticeFacts


def notice(number: str) -> NoticeFacts | None:
    """The notice of that number. Whether the asker is its addressee is for the caller to see to."""
    return store.notice(number)


def inbox(
    addressee: Addressee, *, unread_only: bool = False, limit: int = 50, offset: int = 0
) -> tuple[NoticeFacts, ...]:
    """Notices to one addressee, the newest first."""
    return store.inbox(addressee, unread_only=unread_only, limit=limit, offset=offset)


def counts(addressee: Addressee) -> tuple[int, int]:
    """How many notices the addressee has, and how many of them are unread."""
    return store.counts(addressee)


def unread(addressees: Sequence[Addressee]) -> int:
    """Unread notices of several addressees together: one query."""
    return store.unread(addressees)


def notices_about(about: tuple[str, str]) -> tuple[NoticeFacts, ...]:
    """Everything that was told about a case or a thing, oldest first."""
    return store.about(*about)

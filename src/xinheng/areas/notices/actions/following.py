"""What a person does about a notice that nobody read or that did not arrive."""

from __future__ import annotations

from datetime import datetime

from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.notices.store import following
from xinheng.areas.notices.store import notices as store
from xinheng.areas.notices.terms import FollowUp, NoticeFacts


class UnableToFollowUp(ValueError):
    """There is no such notice, or it was not said what was done."""


@recorded("notices.followed_up")
def follow_up(number: str, did: FollowUp, words: str, *, actor: str, at: datetime) -> Recorded[NoticeFacts]:
    """Keep what was done: whom one spoke to, which posting number. Raises UnableToFollowUp.

    The words stay with the notice; the log names the way alone, for words may name a person.
    """
    found = store.notice(number)
    if found is None or not words.strip():
        raise UnableToFollowUp(number)
    following.add(found.id, did, words.strip(), by=actor, at=at)
    payload = {"did": did.value, "leaf": found.leaf.hex()}
    return Recorded(found, about=("notice", number), payload=payload)

"""Questions about notices: inboxes, what was told about a case, how it was served, what wants following up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from datetime import time as hour

from xinheng.areas.ledger import service as ledger
from xinheng.areas.notices.rules.content import content
from xinheng.areas.notices.rules.templates import worded
from xinheng.areas.notices.store import contacts as contact_store
from xinheng.areas.notices.store import deliveries, following
from xinheng.areas.notices.store import notices as store
from xinheng.areas.notices.terms import Addressee, ContactFacts, NoticeFacts, Overdue, Service
from xinheng.kernel.tlog.keys import VerifierKey
from xinheng.kernel.tlog.service import AFTERWARDS, SENT, Included, ServiceProof
from xinheng.kernel.tlog.tree import MemoryTree, inclusion_proof
from xinheng.plumbing.clock import SHANGHAI

__all__ = [
    "NoSuchNotice",
    "contacts",
    "counts",
    "inbox",
    "left_behind",
    "notice",
    "notices_about",
    "proof_of_service",
    "served",
    "to_follow_up",
    "to_follow_up_count",
    "unread",
    "worded",
]


class NoSuchNotice(LookupError):
    """There is no notice of that number."""


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


def served(number: str) -> Service | None:
    """How a notice reached its addressee: the inbox, every other channel with its tries, what a person did."""
    found = store.notice(number)
    if found is None:
        return None
    return Service(
        notice=found,
        deliveries=tuple(deliveries.of_notices([found.id]).get(found.id, ())),
        follow_ups=following.followed([found.id]).get(found.id, ()),
    )


def proof_of_service(number: str, *, keys: Sequence[VerifierKey], with_text: bool = True) -> ServiceProof:
    """A file for `xinheng-verify service`: what the notice said, and the entries that tell how it was served.

    `keys` are the verifier keys to name in the file. Raises NoSuchNotice; NotYetCovered, of the ledger, before the
    first checkpoint after the sending. What happened since the last checkpoint is not in it yet.
    """
    found = store.sealed(number)
    if found is None:
        raise NoSuchNotice(number)
    tree = MemoryTree(found.leaves)
    (sent,) = (each for each in ledger.entries_about("notice", found.first) if each.kind == SENT)
    included = ledger.inclusion(sent.seq)
    size = included.checkpoint.size
    told = [
        each.seq
        for each in ledger.entries_about("notice", number)
        if each.kind in AFTERWARDS and each.seq < size
    ]
    afterwards = [ledger.inclusion(seq, checkpoint_size=size) for seq in told]
    notice = found.notice
    said = content(
        notice.number, notice.addressee, notice.kind, notice.text, about=notice.about, at=notice.at
    )
    return ServiceProof(
        said=said if with_text else None,
        salt=found.salt,
        leaf=notice.leaf,
        place=found.place,
        path=inclusion_proof(found.place, len(tree), tree.read),
        sent=Included(included.entry, included.proof),
        afterwards=tuple(Included(each.entry, each.proof) for each in afterwards),
        log_size=size,
        checkpoint=included.checkpoint.note,
        keys=tuple(key.text() for key in keys),
    )


def to_follow_up(*, today: date, after: int, limit: int = 50, offset: int = 0) -> tuple[Overdue, ...]:
    """Notices that nobody read within `after` days, or that did not arrive by a channel; the oldest first."""
    return following.wanted(unread_since=_since(today, after), limit=limit, offset=offset)


def to_follow_up_count(*, today: date, after: int) -> int:
    """How many want following up."""
    return following.count(unread_since=_since(today, after))


def contacts(addressee: Addressee) -> tuple[ContactFacts, ...]:
    """Contacts of an addressee that are in use or wait for their code."""
    return contact_store.of(addressee)


def left_behind(*, before: datetime, limit: int) -> list[int]:
    """Deliveries that are not over and that nobody touched since."""
    return deliveries.left_behind(before=before, limit=limit)


def _since(today: date, after: int) -> datetime:
    return datetime.combine(today - timedelta(days=after), hour(), tzinfo=SHANGHAI)

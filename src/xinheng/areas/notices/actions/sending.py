"""Sending notices and noting that they were read; each is one transaction with one ledger entry.

The inbox has a notice with the commit. Other channels follow by job, one for each delivery.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.notices.actions.queueing import hand_over
from xinheng.areas.notices.rules.content import content, leaf_of, must_be_complete
from xinheng.areas.notices.store import contacts, deliveries
from xinheng.areas.notices.store import notices as store
from xinheng.areas.notices.terms import Addressee, AddresseeKind, NoticeFacts, NoticeKind, NoticeText
from xinheng.kernel.tlog.canonical import Json
from xinheng.kernel.tlog.hashing import SALT_SIZE
from xinheng.kernel.tlog.tree import Growing
from xinheng.plumbing.clock import day_of


class UnableToRead(LookupError):
    """There is no such notice, or its first reading was noted before."""


@recorded("notices.sent")
def send(
    addressee: Addressee,
    kind: NoticeKind,
    text: NoticeText,
    *,
    about: tuple[str, str],
    actor: str,
    at: datetime,
) -> Recorded[NoticeFacts]:
    """Give one notice: in the inbox with the caller's transaction, by the addressee's other channels after it.

    `about` is what it concerns, as (kind, id). Raises UnableToNotify where the text lacks what its kind must carry;
    a notice of an adverse effect takes an `AdverseText`.
    """
    (sent,) = _keep([(addressee, text)], kind, about=about, actor=actor, at=at)
    return Recorded(sent, about=("notice", sent.number), payload=_told([sent], about))


@recorded("notices.sent")
def send_many(
    addressed: Sequence[tuple[Addressee, NoticeText]],
    kind: NoticeKind,
    *,
    about: tuple[str, str],
    actor: str,
    at: datetime,
) -> Recorded[tuple[NoticeFacts, ...]]:
    """Give many notices about one thing (a batch withdrawal) with one entry: the root over all of them stands in it."""
    if not addressed:
        raise ValueError("there is nobody to send to")
    sent = _keep(addressed, kind, about=about, actor=actor, at=at)
    return Recorded(tuple(sent), about=("notice", sent[0].number), payload=_told(sent, about))


def mark_read(number: str, *, actor: str, at: datetime) -> NoticeFacts:
    """Note that the addressee opened the notice; only the first reading counts. Raises UnableToRead for no notice.

    The caller knows that `actor` acts for the addressee.
    """
    found = store.notice(number)
    if found is None:
        raise UnableToRead(number)
    if found.read_at is not None:
        return found
    try:
        return note_reading(number, actor=actor, at=at)
    except UnableToRead:
        # somebody else opened it at the same moment
        return store.notice(number) or found


@recorded("notices.read")
def note_reading(number: str, *, actor: str, at: datetime) -> Recorded[NoticeFacts]:
    """Note the first reading. Raises UnableToRead when there was one before."""
    if not store.note_reading(number, by=actor, at=at):
        raise UnableToRead(number)
    found = store.notice(number)
    if found is None:
        raise UnableToRead(number)
    return Recorded(found, about=("notice", number), payload={"leaf": found.leaf.hex()})


def _keep(
    addressed: Sequence[tuple[Addressee, NoticeText]],
    kind: NoticeKind,
    *,
    about: tuple[str, str],
    actor: str,
    at: datetime,
) -> list[NoticeFacts]:
    for _, text in addressed:
        must_be_complete(kind, text)
    made = []
    for number, (addressee, text) in zip(store.draw_ids(len(addressed)), addressed, strict=True):
        name = f"TZ{day_of(at):%Y%m%d}-{number:07d}"
        salt = secrets.token_bytes(SALT_SIZE)
        leaf = leaf_of(content(name, addressee, kind, text, about=about, at=at), salt=salt)
        facts = NoticeFacts(
            id=number,
            number=name,
            addressee=addressee,
            kind=kind,
            text=text,
            about=about,
            by=actor,
            at=at,
            leaf=leaf,
        )
        made.append((facts, salt))
    store.add(made, sending=made[0][0].id)
    sent = [facts for facts, _ in made]
    _by_other_channels(sent, at=at)
    return sent


def _by_other_channels(sent: Sequence[NoticeFacts], *, at: datetime) -> None:
    """A delivery for each contact that its addressee has in use; the jobs are the caller's transaction's too."""
    reached = contacts.in_use([each.addressee for each in sent])
    wanted = [
        (each.id, contact, channel, f"{each.number}.{channel}")
        for each in sent
        for contact, channel in reached.get(each.addressee, ())
    ]
    if wanted:
        hand_over(deliveries.add(wanted, at=at))


def _told(sent: Sequence[NoticeFacts], about: tuple[str, str]) -> dict[str, Json]:
    """What the entry says: how many, about what, and the root over their hashes in the order of their numbers.

    A single notice that goes to no person names its addressee too.
    """
    tree = Growing()
    for each in sent:
        tree.add(each.leaf)
    told: dict[str, Json] = {
        "kind": str(sent[0].kind),
        "about": {"kind": about[0], "id": about[1]},
        "notices": len(sent),
        "root": tree.root().hex(),
    }
    to = sent[0].addressee
    if len(sent) == 1 and to.kind is not AddresseeKind.PERSON:
        told["addressee"] = {"kind": str(to.kind), "id": to.id}
    return told

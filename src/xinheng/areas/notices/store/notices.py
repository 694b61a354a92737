"""The area's queries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from xinheng.areas.notices import models
from xinheng.areas.notices.rules.content import citation_from, citation_json
from xinheng.areas.notices.terms import Addressee, AddresseeKind, NoticeFacts, NoticeKind, NoticeText
from xinheng.kernel.text import Text

_COLUMNS = (
    "id", "number", "kind", "addressee_kind", "addressee", "about_kind", "about_id", "subject_zh", "subject_en",
    "says_zh", "says_en", "basis", "reasons", "remedy_zh", "remedy_en", "due_on", "link", "actor", "at", "salt", "leaf",
    "sending", "place", "read_by",
)  # fmt: skip


def draw_ids(count: int) -> list[int]:
    """Ids for new notices, ascending."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('notices_notice', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return sorted(int(number) for (number,) in cursor.fetchall())


def add(notices: Iterable[tuple[NoticeFacts, bytes]], *, sending: int) -> None:
    """Add notices, each with its salt, in the order of their places in the sending."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY notices_notice ({', '.join(_COLUMNS)}) FROM STDIN") as copy,
    ):
        for place, (facts, salt) in enumerate(notices):
            copy.write_row(_row(facts, salt, sending=sending, place=place))


def note_reading(number: str, *, by: str, at: datetime) -> bool:
    """Note the first reading; False when it was read before, or there is no such notice."""
    found = models.Notice.objects.filter(number=number, read_at=None).update(read_at=at, read_by=by)
    return found == 1


def notice(number: str) -> NoticeFacts | None:
    """The notice of that number."""
    row = models.Notice.objects.filter(number=number).first()
    return None if row is None else facts_of(row)


def inbox(addressee: Addressee, *, unread_only: bool, limit: int, offset: int) -> tuple[NoticeFacts, ...]:
    """Notices to one addressee, the newest first."""
    rows = models.Notice.objects.filter(addressee_kind=addressee.kind.value, addressee=addressee.id)
    if unread_only:
        rows = rows.filter(read_at=None)
    return tuple(facts_of(row) for row in rows.order_by("-id")[offset : offset + limit])


def counts(addressee: Addressee) -> tuple[int, int]:
    """How many notices the addressee has, and how many of them are unread."""
    rows = models.Notice.objects.filter(addressee_kind=addressee.kind.value, addressee=addressee.id)
    return rows.count(), rows.filter(read_at=None).count()


def unread(addressees: Sequence[Addressee]) -> int:
    """Unread notices of several addressees together, in one query by the index of unread ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM unnest(%s::text[], %s::text[]) AS wanted (kind, id)
            JOIN notices_notice ON addressee_kind = wanted.kind AND addressee = wanted.id AND read_at IS NULL
            """,
            [[each.kind.value for each in addressees], [each.id for each in addressees]],
        )
        return int(cursor.fetchone()[0])


def about(kind: str, about_id: str) -> tuple[NoticeFacts, ...]:
    """Notices about one thing, oldest first."""
    rows = models.Notice.objects.filter(about_kind=kind, about_id=about_id).order_by("id")
    return tuple(facts_of(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A notice with its salt, its place among those sent together, their leaves, and the number of the first."""

    notice: NoticeFacts
    salt: bytes
    place: int
    leaves: tuple[bytes, ...]
    first: str


def sealed(number: str) -> Sealed | None:
    """All that a proof of its sending is made of."""
    row = models.Notice.objects.filter(number=number).first()
    if row is None:
        return None
    together = list(
        models.Notice.objects.filter(sending=row.sending).order_by("place").values_list("number", "leaf")
    )
    leaves = tuple(bytes(leaf) for _, leaf in together)
    return Sealed(facts_of(row), bytes(row.salt), row.place, leaves, together[0][0])


def facts_of(row: models.Notice) -> NoticeFacts:
    """The row as others see it."""
    remedy = Text(zh=row.remedy_zh, en=row.remedy_en) if row.remedy_zh else None
    return NoticeFacts(
        id=row.pk,
        number=row.number,
        addressee=Addressee(AddresseeKind(row.addressee_kind), row.addressee),
        kind=NoticeKind(row.kind),
        text=NoticeText(
            subject=Text(zh=row.subject_zh, en=row.subject_en),
            says=Text(zh=row.says_zh, en=row.says_en),
            basis=tuple(citation_from(each) for each in row.basis),
            reasons=row.reasons,
            remedy=remedy,
            due_on=row.due_on,
            link=row.link,
        ),
        about=(row.about_kind, row.about_id),
        by=row.actor,
        at=row.at,
        leaf=bytes(row.leaf),
        read_at=row.read_at,
        read_by=row.read_by,
    )


def _row(facts: NoticeFacts, salt: bytes, *, sending: int, place: int) -> tuple[object, ...]:
    text = facts.text
    return (
        facts.id, facts.number, facts.kind.value, facts.addressee.kind.value, facts.addressee.id, *facts.about,
        text.subject.zh, text.subject.en, text.says.zh, text.says.en,
        json.dumps([citation_json(each) for each in text.basis], ensure_ascii=False), text.reasons,
        text.remedy.zh if text.remedy else "", text.remedy.en if text.remedy else "", text.due_on, text.link,
        facts.by, facts.at, salt, facts.leaf, sending, place, "",
    )  # fmt: skip

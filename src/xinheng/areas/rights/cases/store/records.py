"""A record as the rules of a case need it: as it stands, what it names, whether anything is left of it."""

from __future__ import annotations

from datetime import date, datetime

from xinheng.areas.archive import service as archive
from xinheng.areas.archive.terms import SPENT_MARKS, VOID_MARKS, Change, VersionFacts
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.rights.cases.terms import RecordFacts
from xinheng.kernel.lawbook import LawOnDay, NotInCatalogue, NotRuled, shown_until
from xinheng.kernel.lawbook.clocks import NeverShown
from xinheng.kernel.lawbook.meta import CatalogueItem, Effect, FieldType
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of


class NoSuchRecord(LookupError):
    """The archive holds no such record."""


def record(item: str, key: bytes, *, at: datetime) -> RecordFacts:
    """The record as it stands at a moment. Raises NoSuchRecord."""
    versions = archive.history(item=item, key=key, moment=at)
    if not versions:
        raise NoSuchRecord(f"{item}/{key.hex()}")
    newest, day = versions[-1], day_of(at)
    marks = {mark.kind for mark in archive.marks(item=item, key=key, moment=at) if mark.ended_at is None}
    law = catalogue.lawbook().as_of(day)
    known = _item(law, item)
    gone = newest.change is Change.WITHDRAWN
    return RecordFacts(
        item=item,
        item_title=known.title if known else Text(zh=item, en=item),
        effect=known.effect.value if known else Effect.ADVERSE.value,
        key=key,
        version=newest.id,
        content_hash=newest.content_hash,
        subject_kind=newest.subject_kind,
        subject=newest.subject,
        provider=newest.provider,
        organ=newest.organ,
        instrument=newest.instrument,
        decided_on=newest.decided_on,
        known_on=day_of(versions[0].known_from),
        ends_on=newest.ends_on,
        live=not gone and not marks & SPENT_MARKS and not _over(law, newest, day),
        withdrawn=gone or bool(marks & VOID_MARKS),
        named=_named(known, newest),
    )


def _item(law: LawOnDay, item: str) -> CatalogueItem | None:
    """The item of today; an item that was given up since is an adverse one until somebody says otherwise."""
    try:
        return law.item(item).value
    except NotInCatalogue:
        return None


def _over(law: LawOnDay, version: VersionFacts, day: date) -> bool:
    """Whether the term in which the record may be shown is over; what is not public has no term."""
    try:
        last = shown_until(
            law.disclosure(version.item).value, decided_on=version.decided_on, begins_on=version.begins_on,
            ends_on=version.ends_on, known_on=day_of(version.known_from),
        )  # fmt: skip
    except (NotRuled, NeverShown):
        return False
    return isinstance(last, date) and last < day


def _named(item: CatalogueItem | None, version: VersionFacts) -> frozenset[str]:
    """Keyed hashes of the persons whose document number stands in the record."""
    if item is None:
        return frozenset()
    codes = [field.code for field in item.fields if field.type is FieldType.CITIZEN_ID]
    held = {**version.data, **archive.withheld(version.id)}
    return frozenset(held[code] for code in codes if code in held)

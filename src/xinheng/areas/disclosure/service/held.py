"""The archive's own record behind one logged door: what the public is not shown, on any day, for who may read it."""

from __future__ import annotations

from datetime import datetime

from xinheng.areas.archive import service as archive
from xinheng.areas.archive.terms import SubjectKind, VersionFacts
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import Permission
from xinheng.areas.disclosure import store
from xinheng.areas.disclosure.service.asking import SEALED, visibility_of
from xinheng.areas.disclosure.service.showing import shown_fields
from xinheng.areas.disclosure.terms import HeldRecord, View
from xinheng.kernel.lawbook import LawOnDay, NotInCatalogue
from xinheng.kernel.lawbook.meta import CatalogueItem
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of


def held_record(
    item: str, key: bytes, *, view: View, user: object, matter: str, legal_basis: str, at: datetime
) -> HeldRecord | None:
    """The record as it stood for a view of any day and moment; None where it is not held, or not within the reader's reach.

    Every call is a line of the access log before it answers. What was withdrawn, is repaired or past its term is sealed:
    only `archive.sealed`, the audit's, opens it, by the record's exact item and key (WDR-04). A person's needs
    `persons.read`. Raises `departments.service.AccessRefused`, `NoBasisGiven`.
    """
    versions = archive.history(item=item, key=key, moment=at)
    now = visibility_of(item, key, day=day_of(at), moment=at)
    sealed = now is not None and now.outcome in SEALED
    newest = versions[-1] if versions else None
    permission = _needed(newest, sealed=sealed)

    def read() -> HeldRecord | None:
        if newest is None or now is None or not departments.may(user, permission, department=newest.provider):
            return None
        standing = store.standing(item=item, key=key, moment=view.moment)
        version = next((one for one in versions if standing and one.id == standing["id"]), None)
        found = _catalogued(item, catalogue.lawbook().as_of(view.day))
        return HeldRecord(
            item=item,
            item_title=found.title if found else Text(zh=item, en=item),
            key=key,
            version=version,
            fields=shown_fields(found, dict(version.data)) if found and version else (),
            then=visibility_of(item, key, day=view.day, moment=view.moment),
            now=now,
            sealed=sealed,
            versions=[one for one in versions if one.known_from <= view.moment],
            marks=archive.marks(item=item, key=key, moment=view.moment),
        )

    purpose = departments.Purpose(
        subject_kind=newest.subject_kind.value if newest else "record",
        subject=newest.subject if newest else key.hex(),
        matter=matter,
        legal_basis=legal_basis,
        permission=permission,
    )
    return departments.read_logged(user, purpose, read, at=at)


def _needed(newest: VersionFacts | None, *, sealed: bool) -> Permission:
    if sealed:
        return Permission.ARCHIVE_SEALED
    if newest is not None and newest.subject_kind is SubjectKind.PERSON:
        return Permission.PERSONS_READ
    return Permission.ARCHIVE_READ


def _catalogued(item: str, law: LawOnDay) -> CatalogueItem | None:
    try:
        return law.item(item).value
    except NotInCatalogue:
        return None

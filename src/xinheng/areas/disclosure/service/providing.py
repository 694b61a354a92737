"""What is provided to those who were let in beyond the public: the subject itself, whoever it authorised, an organ.

The door is `consent.service`: it hands in what is permitted, and logs before the answer leaves. What left display for
good (withdrawn, void, repaired, past its term) is provided to nobody; the subject is told that it is there, and sealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from xinheng.areas.archive import service as archive
from xinheng.areas.archive.terms import VOID_MARKS, MarkFacts, MarkKind, SubjectKind, VersionFacts
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.consent.terms import PartyKind, Permitted
from xinheng.areas.disclosure import rules, store
from xinheng.areas.disclosure.service.asking import SEALED, facts_of, term_of
from xinheng.areas.disclosure.terms import (
    OwnRecord,
    ProvidedRecord,
    ShownField,
    ShownMark,
    Visibility,
)
from xinheng.areas.subjects import service as subjects
from xinheng.kernel.lawbook import LawOnDay, NotInCatalogue
from xinheng.kernel.lawbook.clocks import shown_until
from xinheng.kernel.lawbook.meta import CatalogueItem, Effect, FieldType, Secrecy
from xinheng.kernel.lawbook.meta.fields import PERSON_TYPES
from xinheng.plumbing.clock import day_of

AT_MOST = 1_000
"""Records of one answer; who asks for more narrows the items."""
_WITHHELD = SEALED | {Visibility.SUSPENDED, Visibility.LAPSED}
"""What nobody but the subject is told of: sealed, or suspended while its objection is open."""
_NEVER_TOLD = frozenset({FieldType.CITIZEN_ID, FieldType.DOCUMENT_KIND})
"""Not even the subject reads identity numbers here: it knows its own, and the others' are not its."""


def codes_of(permitted: Permitted) -> tuple[str, ...]:
    """Every code under which records about the subject may stand; a person's one hash."""
    if permitted.subject_kind is PartyKind.PERSON:
        return (permitted.subject,)
    found = subjects.organisation(permitted.subject)
    return (permitted.subject, *(found.absorbed if found else ()))


def provided(permitted: Permitted, *, at: datetime) -> tuple[ProvidedRecord, ...]:
    """What somebody who was let in is given: what may still count, contested records marked as such."""
    law = catalogue.lawbook().as_of(day_of(at))
    held = archive.standing_about(codes_of(permitted), moment=at, items=permitted.items, limit=AT_MOST)
    return tuple(
        found for version in held if (found := _provided(version, law, permitted, at=at)) is not None
    )


def own_records(
    permitted: Permitted, *, at: datetime, limit: int = 20, offset: int = 0
) -> tuple[OwnRecord, ...]:
    """What the platform holds about the subject, shown or not, newest decision first."""
    law = catalogue.lawbook().as_of(day_of(at))
    codes = codes_of(permitted)
    held = archive.standing_about(codes, moment=at, limit=limit, offset=offset)
    return tuple(found for version in held if (found := _own(version, law, permitted, at=at)) is not None)


def own_count(permitted: Permitted, *, at: datetime) -> int:
    """How many records the platform holds about the subject."""
    return archive.count_about(codes_of(permitted), moment=at)


def own_items(permitted: Permitted, *, at: datetime) -> frozenset[str]:
    """The items of which the platform holds something about the subject."""
    return archive.items_about(codes_of(permitted), moment=at)


def own_record(permitted: Permitted, item: str, key: bytes, *, at: datetime) -> OwnRecord | None:
    """One record about the subject; None where there is none, or where it is about somebody else."""
    law = catalogue.lawbook().as_of(day_of(at))
    versions = archive.history(item=item, key=key, moment=at)
    if not versions or versions[-1].subject not in codes_of(permitted):
        return None
    return _own(versions[-1], law, permitted, at=at)


def _provided(
    version: VersionFacts, law: LawOnDay, permitted: Permitted, *, at: datetime
) -> ProvidedRecord | None:
    item = _item(version, law)
    outcome = _outcome(version, law, at=at)
    if item is None or outcome in _WITHHELD or not _is_about(version, permitted):
        return None
    if item.effect is Effect.ADVERSE and outcome is Visibility.NO_TERM:
        return None  # an adverse record to which the law sets no end has no effect (R2)
    fields = tuple(
        ShownField(field.code, field.title, version.data[field.code])
        for field in item.fields
        if field.code in version.data
        and field.type not in PERSON_TYPES
        and field.secrecy is None
        and not field.never_shown
    )
    return ProvidedRecord(**_common(version, item, law), fields=fields, marks=_marks(version, at=at))


def _own(version: VersionFacts, law: LawOnDay, permitted: Permitted, *, at: datetime) -> OwnRecord | None:
    item = _item(version, law)
    outcome = _outcome(version, law, at=at)
    if item is None or outcome is None or not _is_about(version, permitted):
        return None
    public = _outcome(version, law, at=at, about_person=version.subject_kind is SubjectKind.PERSON)
    sealed = outcome in SEALED
    # what nobody else is shown the subject reads of itself: its representative's name, its trade secrets
    told = {} if sealed else {**version.data, **archive.withheld(version.id)}
    fields = tuple(
        ShownField(field.code, field.title, told[field.code])
        for field in item.fields
        if field.code in told and field.type not in _NEVER_TOLD and field.secrecy is not Secrecy.STATE_SECRET
    )
    return OwnRecord(
        **_common(version, item, law),
        fields=fields,
        marks=_marks(version, at=at),
        visibility=outcome if sealed else public or outcome,
        sealed=sealed,
    )


def _is_about(version: VersionFacts, permitted: Permitted) -> bool:
    """A keyed hash is never a code, nor a code a hash; the kinds are compared all the same."""
    return version.subject_kind.value == permitted.subject_kind.value


def _item(version: VersionFacts, law: LawOnDay) -> CatalogueItem | None:
    try:
        return law.item(version.item).value
    except NotInCatalogue:
        return None


def _outcome(
    version: VersionFacts, law: LawOnDay, *, at: datetime, about_person: bool = False
) -> Visibility | None:
    """Why the record is on display or not, as if persons were shown like organisations unless `about_person`."""
    row = store.standing(item=version.item, key=version.key, moment=at)
    if row is None:
        return None
    facts = replace(facts_of(row), about_person=about_person)
    return rules.visibility(facts, term=term_of(version.item, law), day=day_of(at)).outcome


def _marks(version: VersionFacts, *, at: datetime) -> tuple[ShownMark, ...]:
    """Contested since when, and what the subject states; marks that hide a record leave nothing to stand beside."""
    found: Sequence[MarkFacts] = archive.marks(item=version.item, key=version.key, moment=at)
    return tuple(
        ShownMark(kind=mark.kind, words=mark.words, since=mark.at)
        for mark in found
        if mark.ended_at is None and mark.kind not in VOID_MARKS | {MarkKind.REPAIRED}
    )


def _common(version: VersionFacts, item: CatalogueItem, law: LawOnDay) -> dict[str, Any]:
    """What both kinds of answer say alike: whom, what, who decided, until when, by which rule."""
    term = term_of(version.item, law)
    end = None if term is None else shown_until(
        term.value, decided_on=version.decided_on, begins_on=version.begins_on, ends_on=version.ends_on,
        known_on=day_of(version.known_from),
    )  # fmt: skip
    return {
        "item": version.item,
        "item_title": item.title,
        "effect": item.effect.value,
        "key": version.key.hex(),
        "subject": version.subject,
        "organ_name": version.data.get(item.roles.organ_name or "", ""),
        "instrument": version.instrument,
        "decided_on": version.decided_on,
        "ends_on": version.ends_on,
        "source": version.source,
        "known_from": version.known_from,
        "change": version.change.value,
        "until": end if isinstance(end, date) else None,
        "rule": "" if term is None else f"{term.entry}@{term.version}",
        "rule_status": "" if term is None else term.status.value,
        "citations": () if term is None else term.citations,
    }

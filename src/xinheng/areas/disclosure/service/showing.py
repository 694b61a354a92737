"""What may be shown, asked by portal, API, exports and other areas. Every answer names a day and a moment:
the day whose law applies, and the moment whose knowledge applies; today's view uses both of now. Who looks at
another day or moment for the public says when (`provided_at`), and is told only what is still on display (DIS-08)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.disclosure import store
from xinheng.areas.disclosure.models import Review
from xinheng.areas.disclosure.service.marks import marks_of
from xinheng.areas.disclosure.terms import (
    Awaiting,
    PublicityFilter,
    ReviewDecision,
    ReviewFacts,
    ReviewScope,
    ShownField,
    ShownRecord,
    View,
)
from xinheng.kernel.lawbook import LawOnDay
from xinheng.kernel.lawbook.meta import CatalogueItem
from xinheng.plumbing.clock import day_of

COUNT_AT_MOST = 10_000
"""Counting stops here; a page then says "more than"."""


def shown_records(
    subjects: Sequence[str], *, day: date, moment: datetime, items: Sequence[str] | None = None,
    limit: int = 50, offset: int = 0, provided_at: datetime | None = None,
) -> list[ShownRecord]:  # fmt: skip
    """Records on display about an organisation, given all codes it ever had; newest decision first."""
    view = _view(day, moment, provided_at)
    return _records(store.shown_of_subject(subjects, view, items=items, limit=limit, offset=offset), day)


def shown_overview(
    subjects: Sequence[str], *, items: Sequence[str], day: date, moment: datetime, each: int
) -> list[ShownRecord]:
    """The newest `each` records on display about an organisation, of each of these items."""
    rows = store.overview_of_subject(subjects, View(day, moment), items=items, each=each)
    return _records(rows, day)


def shown_counts(
    subjects: Sequence[str], *, day: date, moment: datetime, provided_at: datetime | None = None
) -> dict[str, int]:
    """Number of records on display about an organisation, by item."""
    return store.counts_of_subject(subjects, _view(day, moment, provided_at))


def totals(*, day: date, moment: datetime) -> dict[str, int]:
    """Number of all records on display, by item: reads everything, so pages keep the answer for a while."""
    return store.counts(View(day, moment))


def shown_record(
    item: str, key: str, *, day: date, moment: datetime, provided_at: datetime | None = None
) -> ShownRecord | None:
    """One record by item and natural key (32 hexadecimal digits), when it is on display."""
    row = store.shown_record(_view(day, moment, provided_at), item=item, key=bytes.fromhex(key))
    return _records([row], day)[0] if row else None


def publicity(
    asked: PublicityFilter, *, day: date, moment: datetime, limit: int = 50, offset: int = 0,
    provided_at: datetime | None = None,
) -> list[ShownRecord]:  # fmt: skip
    """A page of the double-publicity column; a filter without items asks for every act of the column."""
    view = _view(day, moment, provided_at)
    return _records(store.shown_publicity(_with_items(asked, day), view, limit=limit, offset=offset), day)


def publicity_count(asked: PublicityFilter, *, day: date, moment: datetime) -> int:
    """How many records the filter finds, at most `COUNT_AT_MOST` + 1."""
    return store.count_publicity(_with_items(asked, day), View(day, moment), at_most=COUNT_AT_MOST + 1)


def publicity_export(asked: PublicityFilter, *, day: date, moment: datetime) -> Iterator[list[ShownRecord]]:
    """Everything the filter finds, in portions, in bounded memory."""
    for rows in store.publicity_portions(_with_items(asked, day), View(day, moment)):
        yield _records(rows, day)


def awaiting(*, day: date, moment: datetime) -> list[Awaiting]:
    """What awaits the legality review before first display, by submission, the oldest first (PUB-09)."""
    law = catalogue.lawbook().as_of(day)
    return [
        Awaiting(
            submission=row["submission_id"],
            item=row["item"],
            item_title=law.item(row["item"]).value.title,
            records=row["n"],
        )
        for row in store.awaiting(View(day, moment))
    ]


def awaiting_records(
    submission: int, *, day: date, moment: datetime, limit: int = 20, offset: int = 0
) -> list[ShownRecord]:
    """Records of a submission that await their review, as the public would read them."""
    rows = store.awaiting_of(submission, View(day, moment), limit=limit, offset=offset)
    return _records(rows, day)


def reviews(*, limit: int, offset: int = 0) -> list[ReviewFacts]:
    """Decisions of the legality review, the latest first."""
    return [
        ReviewFacts(
            id=row.pk,
            scope=ReviewScope(row.scope),
            about=row.about,
            decision=ReviewDecision(row.decision),
            reason=row.reason,
            actor=row.actor,
            at=row.at,
        )
        for row in Review.objects.order_by("-at", "-pk")[offset : offset + limit]
    ]


def publicity_items(day: date) -> tuple[str, ...]:
    """The acts that the column shows: those with a clock for publication."""
    law = catalogue.lawbook().as_of(day)
    return tuple(item.value.id for item in law.items() if item.value.act is not None)


def _view(day: date, moment: datetime, provided_at: datetime | None) -> View:
    return View(day, moment, provided_at and day_of(provided_at), provided_at)


def _with_items(asked: PublicityFilter, day: date) -> PublicityFilter:
    if asked.items:
        return asked
    return PublicityFilter(**(vars(asked) | {"items": publicity_items(day)}))


def _records(rows: Sequence[store.Row], day: date) -> list[ShownRecord]:
    law = catalogue.lawbook().as_of(day)
    return [_record(row, law) for row in rows]


def _record(row: store.Row, law: LawOnDay) -> ShownRecord:
    ruled = law.item(row["item"])
    item = ruled.value
    data = json.loads(row["data"])
    roles = item.roles
    return ShownRecord(
        id=row["id"],
        item=row["item"],
        item_title=item.title,
        effect=item.effect.value,
        key=bytes(row["key"]).hex(),
        subject=row["subject"],
        subject_name=data.get(roles.subject_name or "", ""),
        organ_name=data.get(roles.organ_name or "", ""),
        instrument=row["instrument"],
        decided_on=row["decided_on"],
        begins_on=row["begins_on"],
        ends_on=row["ends_on"],
        region=row["region"],
        source=row["source"],
        known_from=row["known_from"],
        change=row["change"],
        shown_until=row["shown_until"],
        rule=f"{row['entry']}@{row['pack_version']}",
        rule_status=row["term_status"],
        citations=law.disclosure(row["item"]).citations,
        fields=shown_fields(item, data),
        marks=marks_of(row),
    )


def shown_fields(item: CatalogueItem, data: dict[str, str]) -> tuple[ShownField, ...]:
    """The fields that anybody may read: person columns and secrets have no way in."""
    return tuple(
        ShownField(code=field.code, title=field.title, value=data[field.code])
        for field in item.fields
        if field.shown and field.code in data
    )

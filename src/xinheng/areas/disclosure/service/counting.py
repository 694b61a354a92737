"""What may count for lists, checks and evaluation: asked when the answer is given, never kept (R4)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.disclosure import store
from xinheng.areas.disclosure.service.marks import marks_of
from xinheng.areas.disclosure.terms import CountingRecord
from xinheng.kernel.lawbook import LawOnDay, NotInCatalogue
from xinheng.kernel.lawbook.meta import Effect


def counting(
    subjects: Sequence[str], *, day: date, moment: datetime, items: Sequence[str] | None = None
) -> tuple[CountingRecord, ...]:
    """Records about an organisation, given all codes it ever had, that may count on a day; newest decision first.

    Not one that was withdrawn, whose act was revoked, that is repaired, removed, or past its term; not one that the
    catalogue of the day does not hold; and no adverse one to which the law sets no end (R2). A contested or suspended
    one counts and says so in `marks`. For many organisations join the SQL function `disclosure_counting`.
    """
    law = catalogue.lawbook().as_of(day)
    found = store.counting(subjects, items=items, day=day, moment=moment)
    effects = {item: _effect(item, law) for item in {row["item"] for row in found}}
    return tuple(
        _record(row, effect)
        for row in found
        if (effect := effects[row["item"]]) is not None and (effect is not Effect.ADVERSE or row["term_id"])
    )


def _effect(item: str, law: LawOnDay) -> Effect | None:
    try:
        return law.item(item).value.effect
    except NotInCatalogue:
        return None


def _record(row: store.Row, effect: Effect) -> CountingRecord:
    same = ("id", "item", "subject", "organ", "instrument", "decided_on", "begins_on", "ends_on", "provider")
    return CountingRecord(
        **{name: row[name] for name in same},
        key=bytes(row["key"]),
        effect=effect.value,
        source=row["source"],
        known_from=row["known_from"],
        data=json.loads(row["data"]),
        counts_until=row["counts_until"],
        rule=f"{row['entry']}@{row['pack_version']}" if row["entry"] else "",
        marks=marks_of(row),
    )

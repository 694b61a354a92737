"""Queries of what is shown, of what may count, and of when a record was gone."""

from xinheng.areas.disclosure.store.counting import counting
from xinheng.areas.disclosure.store.gone import changes, standing
from xinheng.areas.disclosure.store.rows import Row
from xinheng.areas.disclosure.store.shown import (
    awaiting,
    awaiting_of,
    count_publicity,
    counts,
    counts_of_subject,
    overview_of_subject,
    publicity_portions,
    shown_of_subject,
    shown_publicity,
    shown_record,
)

__all__ = [
    "Row",
    "awaiting",
    "awaiting_of",
    "changes",
    "count_publicity",
    "counting",
    "counts",
    "counts_of_subject",
    "overview_of_subject",
    "publicity_portions",
    "shown_of_subject",
    "shown_publicity",
    "shown_record",
    "standing",
]

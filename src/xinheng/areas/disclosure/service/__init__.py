"""What may be shown, what may count, why a record is not on display and since when."""

from xinheng.areas.disclosure.service.asking import SEALED, is_sealed, visibility_of, when_gone
from xinheng.areas.disclosure.service.counting import counting
from xinheng.areas.disclosure.service.held import held_record
from xinheng.areas.disclosure.service.providing import (
    own_count,
    own_items,
    own_record,
    own_records,
    provided,
)
from xinheng.areas.disclosure.service.showing import (
    COUNT_AT_MOST,
    awaiting,
    awaiting_records,
    publicity,
    publicity_count,
    publicity_export,
    publicity_items,
    reviews,
    shown_counts,
    shown_overview,
    shown_record,
    shown_records,
    totals,
)

__all__ = [
    "COUNT_AT_MOST",
    "SEALED",
    "awaiting",
    "awaiting_records",
    "counting",
    "held_record",
    "is_sealed",
    "own_count",
    "own_items",
    "own_record",
    "own_records",
    "provided",
    "publicity",
    "publicity_count",
    "publicity_export",
    "publicity_items",
    "reviews",
    "shown_counts",
    "shown_overview",
    "shown_record",
    "shown_records",
    "totals",
    "visibility_of",
    "when_gone",
]

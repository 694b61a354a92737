"""Records and parties as the rules see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.acceptance.rows import FARM, MILL, ORGAN
from xinheng.areas.archive.terms import SubjectKind
from xinheng.areas.rights.cases.terms import Party, PartyKind, RecordFacts
from xinheng.kernel.text import Text

TODAY = date(2026, 11, 25)
RECORD = RecordFacts(
    item="penalty",
    item_title=Text(zh="行政处罚", en="Administrative penalty"),
    effect="adverse",
    key=b"k" * 16,
    version=1,
    content_hash=b"h" * 32,
    subject_kind=SubjectKind.ORGANISATION,
    subject=MILL,
    provider="gz-market",
    organ=ORGAN,
    instrument="黔示罚〔2026〕1号",
    decided_on=date(2026, 3, 2),
    known_on=date(2026, 3, 4),
)
MILLER = Party(PartyKind.ORGANISATION, MILL, frozenset({MILL}), frozenset({"object", "repair"}))
FARMER = Party(PartyKind.ORGANISATION, FARM, frozenset({FARM}), frozenset({"object", "repair"}))
PERSON = Party(PartyKind.PERSON, "h" * 64, frozenset({"h" * 64}), frozenset({"object", "repair"}))


def record(**changes: Any) -> RecordFacts:
    """The record with some facts changed."""
    return replace(RECORD, **changes)


def party(**changes: Any) -> Party:
    """The miller with some facts changed."""
    return replace(MILLER, **changes)

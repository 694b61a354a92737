"""Marks as the queries give them."""

from __future__ import annotations

import json
from datetime import datetime

from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.disclosure.store import Row
from xinheng.areas.disclosure.terms import ShownMark
from xinheng.kernel.text import Text


def marks_of(row: Row) -> tuple[ShownMark, ...]:
    """The marks beside a row, oldest first."""
    return tuple(
        ShownMark(
            kind=MarkKind(one["kind"]),
            words=Text(zh=one["zh"], en=one["en"]),
            since=datetime.fromisoformat(one["at"]),
        )
        for one in json.loads(row["marks"] or "[]")
    )

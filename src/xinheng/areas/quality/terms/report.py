"""What a weekly list, a monthly circular or a quarterly assessment holds (DQ-05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xinheng.areas.quality.terms.counts import Board, TrendPoint
from xinheng.areas.quality.terms.faults import LateRecord, ProblemLine, Reconciled, UndisplayedLine
from xinheng.kernel.lawbook import Citation
from xinheng.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Report:
    """One report: computed whenever it is asked for, from what was known at `moment`.

    `late` are at most `LATE_LISTED` of the `late_count` records; `citations`: where the packs order it.
    """

    title: Text
    board: Board
    trend: tuple[TrendPoint, ...]
    late: tuple[LateRecord, ...]
    late_count: int
    reconciled: tuple[Reconciled, ...]
    problems: tuple[ProblemLine, ...]
    undisplayed: tuple[UndisplayedLine, ...]
    citations: tuple[Citation, ...]
    moment: datetime


LATE_LISTED = 20_000
"""Late records that a workbook lists; the number of all is always said."""

TREND_PERIODS = 8
"""Periods of a report's trend, the reported one included."""

"""Timeliness, completeness and compliance of one submission (DQ-02), each as a part of a whole."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from xinheng.areas.archive import service as archive
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.intake.actions.findings import findings_file
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.terms import Severity
from xinheng.kernel.lawbook import due_on
from xinheng.kernel.lawbook.meta import DeadlineStart
from xinheng.plumbing.clock import day_of

MISSING = "cell.missing"


@dataclass(frozen=True, slots=True)
class Indicator:
    """`part` of `whole` rows; a whole of nought is no data, not nought percent."""

    part: int
    whole: int

    @property
    def percent(self) -> str:
        """Two decimals, cut off: 100.00% only where nothing is missing; empty without data."""
        if not self.whole:
            return ""
        hundredths = self.part * 10_000 // self.whole
        return f"{hundredths // 100}.{hundredths % 100:02d}%"


@dataclass(frozen=True, slots=True)
class Indicators:
    """`timeliness` counts records that came in for the first time and have a clock; the others count rows."""

    timeliness: Indicator
    completeness: Indicator
    compliance: Indicator


def indicators(submission: Submission) -> Indicators:
    """The three of one submission; before its deposit nothing has come in, in time or late."""
    accepted = submission.received - submission.rejected - submission.pending
    return Indicators(
        timeliness=_timeliness(submission),
        completeness=Indicator(submission.received - _incomplete(submission), submission.received),
        compliance=Indicator(accepted, accepted + submission.rejected),
    )


def _timeliness(submission: Submission) -> Indicator:
    """Against the first deadline of the item that runs from the decision, by the law of the day of receipt."""
    received = day_of(submission.received_at)
    law = catalogue.lawbook().as_of(received)
    clocks = [
        ruled.value
        for ruled in law.deadlines_for(submission.item)
        if ruled.value.starts is DeadlineStart.DECIDED_ON
    ]
    days = archive.first_received_days(submission.pk) if clocks else {}
    calendar = law.calendar()
    in_time = sum(n for day, n in days.items() if received <= due_on(clocks[0], day, calendar).day)
    return Indicator(in_time, sum(days.values()))


def _incomplete(submission: Submission) -> int:
    """Rows that were sent back with a required cell missing."""
    if MISSING not in submission.rule_counts or submission.findings is None:
        return 0
    with findings_file(submission.findings) as path:
        found = pl.scan_parquet(path).filter(
            (pl.col("rule") == MISSING) & (pl.col("severity") == Severity.REJECT)
        )
        return int(found.select(pl.col("row_no").n_unique()).collect().item())

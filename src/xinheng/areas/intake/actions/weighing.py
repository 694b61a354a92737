"""What becomes of every row of a checked file: asked of the file itself, then of the archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from xinheng.areas.archive import service as archive
from xinheng.areas.intake.actions.check import CheckedFile
from xinheng.areas.intake.actions.outcome import PLACED, Outcome, findings_of_outcomes, outcomes, repetitions
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.rules.report import FINDINGS
from xinheng.areas.intake.terms import Counts, Disposition


@dataclass(frozen=True)
class Weighed:
    """A checked file with the outcome of every row (row_no, outcome, current_id) and its counts."""

    file: CheckedFile
    outcomes: pl.DataFrame
    counts: Counts
    rule_counts: dict[str, int]

    def of(self, *wanted: Outcome) -> pl.DataFrame:
        """The rows of these outcomes."""
        return self.outcomes.filter(pl.col("outcome").is_in([outcome.value for outcome in wanted]))

    def placed_rows(self) -> Iterator[pl.DataFrame]:
        """The portions that go into the archive, with change and current_id beside the spooled columns."""
        placed = self.of(*PLACED)
        for frame in self.file.rows.frames() if placed.height else ():
            yield frame.join(placed, on="row_no", how="inner", maintain_order="left").rename(
                {"outcome": "change"}
            )

    def told(self) -> dict[str, Any]:
        """What the submission keeps of the check."""
        return self.counts.as_dict() | {
            "rule_counts": self.rule_counts,
            "layout": self.file.layout,
            "preview": self.file.preview,
        }


def weigh(file: CheckedFile, submission: Submission) -> Weighed:
    """Ask the file itself and the archive about every accepted row; what they find joins the findings."""
    repeated = repetitions(file.index)
    asked = file.index.filter(pl.col("disposition") == Disposition.ACCEPT).join(
        repeated.filter(pl.col("repeated") != ""), on="row_no", how="anti"
    )
    compared = archive.compare(
        asked.select("row_no", "key", "content_hash", "withdraws"), item=submission.item,
        department=submission.department.code, organ=submission.department.uscc or "",
    )  # fmt: skip
    file.findings.write(findings_of_outcomes(repeated, compared).cast(FINDINGS))
    weighed = outcomes(file.index, repeated, compared)
    found = dict(weighed.group_by("outcome").len().iter_rows())
    counts = Counts(
        received=file.index.height, **{outcome.value: found.get(outcome.value, 0) for outcome in Outcome}
    )
    # the keys of all rows are large and have done their work
    file.index = file.index.clear()
    return Weighed(file=file, outcomes=weighed, counts=counts, rule_counts=_rule_counts(file))


def _rule_counts(file: CheckedFile) -> dict[str, int]:
    """Findings by rule, most frequent first."""
    findings = file.findings.scan()
    if findings is None:
        return {}
    counted = findings.group_by("rule").len().sort("len", "rule", descending=[True, False]).collect()
    return dict(counted.iter_rows())

"""What becomes of each row of a file: the file's own repetitions, then what the archive says."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from xinheng.areas.archive.terms import Comparison
from xinheng.areas.intake.terms import Disposition, Severity


class Outcome(StrEnum):
    """The six ways a row may go (R5)."""

    NEW = "new"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    PENDING = "pending"


PLACED = (Outcome.NEW, Outcome.CORRECTED, Outcome.WITHDRAWN)

REPEATED_DIFFERENTLY = "row.key_conflict"
NOTHING_TO_WITHDRAW = "archive.nothing_to_withdraw"
CONFLICT = "archive.conflict"
WITHDRAWN_BEFORE = "archive.withdrawn_before"

_BY_COMPARISON = {
    Comparison.NEW: Outcome.NEW,
    Comparison.UNCHANGED: Outcome.UNCHANGED,
    Comparison.CORRECTED: Outcome.CORRECTED,
    Comparison.WITHDRAWN: Outcome.WITHDRAWN,
    Comparison.NOTHING_TO_WITHDRAW: Outcome.REJECTED,
    Comparison.CONFLICT: Outcome.PENDING,
    Comparison.WITHDRAWN_BEFORE: Outcome.PENDING,
}
_RULES = {
    Comparison.NOTHING_TO_WITHDRAW: (NOTHING_TO_WITHDRAW, Severity.REJECT),
    Comparison.CONFLICT: (CONFLICT, Severity.PEND),
    Comparison.WITHDRAWN_BEFORE: (WITHDRAWN_BEFORE, Severity.PEND),
}


def repetitions(index: pl.DataFrame) -> pl.DataFrame:
    """Say of each accepted row whether its record stands in the file more than once.

    `index` has row_no, key, content_hash, withdraws, disposition. Returns row_no and repeated: "" (the first or only
    one), "same" (told before, word for word) or "differs" (two tellings of one act: nobody can know which is meant).
    """
    accepted = index.filter(pl.col("disposition") == Disposition.ACCEPT)
    many = accepted.filter(pl.col("key").is_duplicated())
    told = (
        many.group_by("key", maintain_order=True)
        .agg(
            pl.col("row_no"),
            tellings=pl.struct("content_hash", "withdraws").n_unique(),
        )
        .explode("row_no")
    )
    return told.select(
        "row_no",
        repeated=pl.when(pl.col("tellings") > 1)
        .then(pl.lit("differs"))
        .when(pl.col("row_no") > pl.col("row_no").min().over("key"))
        .then(pl.lit("same"))
        .otherwise(pl.lit("")),
    )


def outcomes(index: pl.DataFrame, repeated: pl.DataFrame, compared: pl.DataFrame) -> pl.DataFrame:
    """Row by row: row_no, outcome, current_id. `compared` is the archive's answer to the rows that were asked."""
    joined = index.select("row_no", "disposition").join(
        repeated, on="row_no", how="left", maintain_order="left"
    )
    joined = joined.join(compared, on="row_no", how="left", maintain_order="left")
    by_archive = pl.col("comparison").replace_strict(
        {key.value: value.value for key, value in _BY_COMPARISON.items()},
        default=None,
        return_dtype=pl.String,
    )
    return joined.select(
        "row_no",
        pl.when(pl.col("disposition") == Disposition.REJECT)
        .then(pl.lit(Outcome.REJECTED))
        .when(pl.col("disposition") == Disposition.PEND)
        .then(pl.lit(Outcome.PENDING))
        .when(pl.col("repeated") == "differs")
        .then(pl.lit(Outcome.REJECTED))
        .when(pl.col("repeated") == "same")
        .then(pl.lit(Outcome.UNCHANGED))
        .otherwise(by_archive)
        .alias("outcome"),
        "current_id",
    )


def findings_of_outcomes(repeated: pl.DataFrame, compared: pl.DataFrame) -> pl.DataFrame:
    """The findings that only the whole file and the archive can give: row_no, field, rule, severity, value."""
    differs = repeated.filter(pl.col("repeated") == "differs").select(
        "row_no", rule=pl.lit(REPEATED_DIFFERENTLY), severity=pl.lit(Severity.REJECT)
    )
    archive = [
        compared.filter(pl.col("comparison") == comparison).select(
            "row_no", rule=pl.lit(rule), severity=pl.lit(severity)
        )
        for comparison, (rule, severity) in _RULES.items()
    ]
    return pl.concat([differs, *archive]).select(
        "row_no", pl.lit("").alias("field"), "rule", "severity", pl.lit("").alias("value")
    )

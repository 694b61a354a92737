"""The rows of a checked file that need somebody: those that wait for a person, and those sent back."""

from __future__ import annotations

import polars as pl

from xinheng.areas.intake.actions.outcome import Outcome
from xinheng.areas.intake.actions.weighing import Weighed
from xinheng.areas.intake.terms import NOT_KEPT, Severity


def waiting_rows(weighed: Weighed) -> pl.DataFrame:
    """Rows for a person's queue: row_no, rule, row (JSON with everything needed to place it later)."""
    wanted = weighed.of(Outcome.PENDING)
    why = _rules(weighed, Severity.PEND).select("row_no", rule=pl.col("rules").list.first())
    parts = [
        frame.join(wanted, on="row_no", how="semi").select(
            "row_no", row=pl.struct(pl.all().exclude("row_no", "key", "content_hash")).struct.json_encode()
        )
        for frame in (weighed.file.rows.frames() if wanted.height else ())
    ]
    empty = pl.DataFrame(schema={"row_no": pl.UInt32, "row": pl.String})
    return pl.concat([empty, *parts]).join(why, on="row_no", how="left").select("row_no", "rule", "row")


def problem_rows(weighed: Weighed) -> pl.DataFrame:
    """Rows that were sent back: row_no, instrument (empty where it may not be kept), rules (JSON)."""
    wanted = weighed.of(Outcome.REJECTED).select("row_no")
    rules = _rules(weighed, Severity.REJECT)
    instruments = [
        frame.join(wanted, on="row_no", how="semi")
        for frame in (weighed.file.rows.frames("row_no", "instrument") if wanted.height else ())
    ]
    empty = pl.DataFrame(schema={"row_no": pl.UInt32, "instrument": pl.String})
    joined = wanted.join(pl.concat([empty, *instruments]), on="row_no", how="left").join(
        rules, on="row_no", how="left"
    )
    withheld = pl.col("rules").list.eval(pl.element().is_in(list(NOT_KEPT))).list.any()
    return joined.select(
        "row_no",
        instrument=pl.when(withheld).then(pl.lit("")).otherwise(pl.col("instrument").fill_null("")),
        rules=pl.lit('["') + pl.col("rules").list.join('","') + pl.lit('"]'),
    )


def _rules(weighed: Weighed, severity: Severity) -> pl.DataFrame:
    """The rules of that severity that each row met: row_no, rules."""
    findings = weighed.file.findings.scan()
    if findings is None:
        return pl.DataFrame(schema={"row_no": pl.UInt32, "rules": pl.List(pl.String)})
    return (
        findings.filter(pl.col("severity") == severity)
        .group_by("row_no", maintain_order=True)
        .agg(rules=pl.col("rule").unique(maintain_order=True))
        .collect()
    )

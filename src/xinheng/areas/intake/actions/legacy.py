"""Rows whose organisation is known by a code of the old kind: a registered link tells whom they are about."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from xinheng.areas.intake.rules import Checked
from xinheng.areas.intake.terms import Disposition, Severity
from xinheng.areas.subjects import service as subjects
from xinheng.areas.subjects.terms import CodeKind

RULE = "subject.legacy_code"


def resolved(checked: Checked) -> Checked:
    """The same rows, with those accepted whose old code is linked to exactly one organisation."""
    waiting = checked.rows.filter(
        (pl.col("disposition") == Disposition.PEND) & pl.col("legacy_code").is_not_null()
    ).select("row_no", "legacy_kind", "legacy_code")
    if not waiting.height:
        return checked
    found = waiting.join(_links(waiting), on=["legacy_kind", "legacy_code"], how="inner").select(
        "row_no", "linked"
    )
    rows = checked.rows.join(found, on="row_no", how="left", maintain_order="left").with_columns(
        subject_uscc=pl.coalesce("linked", "subject_uscc"),
        disposition=pl.when(pl.col("linked").is_not_null())
        .then(pl.lit(Disposition.ACCEPT.value))
        .otherwise(pl.col("disposition")),
    )
    told = (pl.col("rule") == RULE) & pl.col("row_no").is_in(found["row_no"].implode())
    findings = checked.findings.with_columns(
        severity=pl.when(told).then(pl.lit(Severity.NOTE.value)).otherwise(pl.col("severity"))
    )
    return replace(checked, rows=rows.drop("linked"), findings=findings)


def _links(waiting: pl.DataFrame) -> pl.DataFrame:
    """legacy_kind, legacy_code and the linked unified code, for the codes that have one."""
    links = [
        (kind, code, uscc)
        for (kind,), codes in waiting.group_by("legacy_kind")
        for code, uscc in subjects.resolve_codes(
            CodeKind(str(kind)), codes["legacy_code"].unique().to_list()
        ).items()
    ]
    schema = {"legacy_kind": pl.String, "legacy_code": pl.String, "linked": pl.String}
    return pl.DataFrame(links, schema=schema, orient="row")

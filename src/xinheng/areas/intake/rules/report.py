"""What checking finds: collected per chunk, given out as a frame, and turned into dispositions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from xinheng.areas.intake.rules.rows import Rows
from xinheng.areas.intake.terms import RULES, VALUE_SHOWN, Disposition, Severity
from xinheng.kernel.identifiers import citizen_id, in_text

FINDINGS: Final = pl.Schema(
    {"row_no": pl.UInt32, "field": pl.String, "rule": pl.String, "severity": pl.String, "value": pl.String}
)
"""Columns of the findings: one line for each thing found."""


class Report:
    """The findings of one chunk. Rows are positions in the chunk until `findings` gives their numbers.

    `secret`: fields that hold document numbers of persons; their values are repeated masked.
    """

    def __init__(self, row_no: pl.Series, *, secret: frozenset[str] = frozenset()) -> None:
        self._row_no = row_no
        self._secret = secret
        self._parts: list[pl.DataFrame] = []
        self._barring: dict[str, list[Rows]] = {}
        self._by_severity: dict[Severity, list[Rows]] = {Severity.REJECT: [], Severity.PEND: []}

    def add(
        self, rule: str, field: str, rows: Rows, values: pl.Series | None, *, severity: Severity | None = None
    ) -> None:
        """Note `rule` for these rows of a field. `values` are the cells as sent, one a row.

        The finding of a rule whose values are withheld repeats none.
        """
        if len(rows) == 0:
            return
        told = RULES[rule]
        weight = severity or told.severity
        shown = None if told.withheld or values is None else _shown(values, secret=field in self._secret)
        self._parts.append(
            pl.DataFrame(
                {
                    "row_no": self._row_no.gather(rows).alias("row_no"),
                    "value": pl.Series([None], dtype=pl.String).new_from_index(0, len(rows))
                    if shown is None
                    else shown,
                }
            ).with_columns(field=pl.lit(field), rule=pl.lit(rule), severity=pl.lit(weight.value))
        )
        if weight is not Severity.NOTE:
            self._barring.setdefault(field, []).append(rows)
            self._by_severity[weight].append(rows)

    def barred(self, field: str) -> Rows:
        """Rows where this field already has a finding that keeps the row back."""
        return _union(self._barring.get(field, []))

    def findings(self) -> pl.DataFrame:
        """All findings in the order of rows."""
        if not self._parts:
            return FINDINGS.to_frame()
        return pl.concat(self._parts).select(FINDINGS.names()).sort("row_no", "field", maintain_order=True)

    def dispositions(self) -> pl.Series:
        """One disposition a row: the heaviest of its findings."""
        words = np.zeros(len(self._row_no), dtype=np.uint8)
        words[_union(self._by_severity[Severity.PEND])] = 1
        words[_union(self._by_severity[Severity.REJECT])] = 2
        order = pl.Series([Disposition.ACCEPT, Disposition.PEND, Disposition.REJECT], dtype=pl.String)
        return order.gather(pl.Series(words, dtype=pl.UInt32)).alias("disposition")


def _union(parts: Sequence[Rows]) -> Rows:
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)


def _shown(values: pl.Series, *, secret: bool) -> pl.Series:
    """The start of a value, harmless in a receipt: on one line, citizen id numbers masked."""
    start = values.str.head(2 * VALUE_SHOWN)
    masked = citizen_id.mask_column(start) if secret else in_text.mask_column(start)
    return masked.str.replace_all(r"[\x00-\x1f]+", " ").str.head(VALUE_SHOWN).alias("value")

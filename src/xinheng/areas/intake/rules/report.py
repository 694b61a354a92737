"""What checking finds: collected per chunk, given out as a frame, and turned into dispositions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from xinheng.areas.intake.rules.rows import Rows, no_rows
from xinheng.areas.intake.terms import RULES, VALUE_SHOWN, Disposition, Severity
from xinheng.kernel.identifiers import citizen_id, in_text

FINDINGS: Final = pl.Schema(
    {"row_no": pl.UInt32, "field": pl.String, "rule": pl.String, "severity": pl.String, "value": pl.String}
)
"""Columns of the findings: one line for each thing found."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One rule met by some rows of a field."""

    rule: str
    field: str
    severity: Severity
    rows: Rows
    values: pl.Series


class Report:
    """The findings of one chunk. Rows are positions in the chunk until `findings` gives their numbers.

    `secret`: fields that hold document numbers of persons; their values are repeated masked.
    """

    def __init__(self, row_no: pl.Series, *, secret: frozenset[str] = frozenset()) -> None:
        self._row_no = row_no
        self._secret = secret
        self._parts: list[_Part] = []

    def add(
        self, rule: str, field: str, rows: Rows, values: pl.Series | None, *, severity: Severity | None = None
    ) -> None:
        """Note `rule` for these rows of a field. `values` are the cells as sent, one a row.

        The finding of a rule whose values are withheld repeats none.
        """
        if len(rows) == 0:
            return
        told = RULES[rule]
        shown = values
        if told.withheld or values is None:
            shown = pl.Series([None], dtype=pl.String).new_from_index(0, len(rows))
        elif field in self._secret:
            shown = citizen_id.mask_column(values)
        assert shown is not None
        self._parts.append(_Part(rule, field, severity or told.severity, rows, shown))

    def barred(self, field: str) -> Rows:
        """Rows where this field already has a finding that keeps the row back."""
        return _union(
            part.rows for part in self._parts if part.field == field and part.severity is not Severity.NOTE
        )

    def findings(self) -> pl.DataFrame:
        """All findings in the order of rows and fields."""
        if not self._parts:
            return FINDINGS.to_frame()
        lengths = [len(part.rows) for part in self._parts]
        rows = np.concatenate([part.rows for part in self._parts])
        told = pl.DataFrame(
            {
                "field": [part.field for part in self._parts],
                "rule": [part.rule for part in self._parts],
                "severity": [part.severity.value for part in self._parts],
            }
        )[np.repeat(np.arange(len(lengths)), lengths)]
        values = pl.concat([part.values.alias("value") for part in self._parts])
        found = told.with_columns(row_no=self._row_no.gather(rows), value=_shown(values))
        return found.select(FINDINGS.names()).sort("row_no", "field", maintain_order=True)

    def dispositions(self) -> pl.Series:
        """One disposition a row: the heaviest of its findings."""
        words = np.zeros(len(self._row_no), dtype=np.uint32)
        for place, severity in enumerate((Severity.PEND, Severity.REJECT), start=1):
            words[_union(part.rows for part in self._parts if part.severity is severity)] = place
        order = pl.Series([Disposition.ACCEPT, Disposition.PEND, Disposition.REJECT], dtype=pl.String)
        return order.gather(pl.Series(words)).alias("disposition")


def _union(parts: Iterable[Rows]) -> Rows:
    found = list(parts)
    return np.unique(np.concatenate(found)) if found else no_rows()


def _shown(values: pl.Series) -> pl.Series:
    """The start of a value, harmless in a receipt: on one line, citizen id numbers masked."""
    masked = in_text.mask_column(values.str.head(2 * VALUE_SHOWN))
    return masked.str.replace_all(r"[\x00-\x1f]+", " ").str.head(VALUE_SHOWN).alias("value")

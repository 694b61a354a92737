"""The rows that are checked together, on their way from cells as sent to canonical and typed columns."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from xinheng.areas.intake.rules.dates import UNKNOWN, Days
from xinheng.areas.intake.rules.report import Report
from xinheng.areas.intake.rules.rows import Rows
from xinheng.kernel.lawbook.meta import CatalogueItem

Flags = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Chunk:
    """Rows under check. By field code: `raw` holds the cells as sent, `suspects` the rows that need (or had) a second
    look, `canonical` what became of the cells, `days` the day numbers of dates.
    """

    item: CatalogueItem
    height: int
    report: Report
    raw: dict[str, pl.Series]
    suspects: dict[str, Rows] = field(default_factory=dict)
    canonical: dict[str, pl.Series] = field(default_factory=dict)
    days: dict[str, Days] = field(default_factory=dict)

    def cells(self, code: str | None) -> pl.Series:
        """The canonical column; all null for a role that no field plays."""
        return self.nothing() if code is None else self.canonical[code]

    def day_numbers(self, code: str | None) -> Days:
        """Day numbers of a date column; all unknown for a role that no field plays."""
        found = self.days.get(code) if code else None
        return np.full(self.height, UNKNOWN, dtype=np.int32) if found is None else found

    def nothing(self) -> pl.Series:
        """A String column of nulls."""
        return pl.Series([None], dtype=pl.String).new_from_index(0, self.height)

    def object_(self, rule: str, code: str, rows: Rows) -> None:
        """Report a rule on cells of a field, as sent."""
        self.report.add(rule, code, rows, self.raw[code].gather(rows))

"""How a column is judged: a cheap test finds suspects, a second look repairs or objects, the rest stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Protocol

import polars as pl

from xinheng.areas.intake.rules.report import Report
from xinheng.areas.intake.rules.rows import Rows, no_rows, scattered, true_rows
from xinheng.areas.intake.terms import Severity

_SAMPLE: Final = 4096
_REPETITIVE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule and the rows of the part that it objects to. Shape of `at`: Boolean, as long as the part."""

    rule: str
    at: pl.Series
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What the second look made of some cells: their canonical form (null = empty), and the faults."""

    canonical: pl.Series
    faults: tuple[Fault, ...] = field(default=())


class CellRule(Protocol):
    """What one type of field asks of its cells."""

    def suspects(self, raw: pl.Series) -> Rows:
        """Rows that may be anything but canonical, ascending. No cell is null."""

    def second_look(self, part: pl.Series) -> SecondLook:
        """Judge cells, none of them null, each by itself."""


def judge(rule: CellRule, raw: pl.Series, suspects: Rows, report: Report) -> pl.Series:
    """The canonical column; faults go into the report under the column's name."""
    if len(suspects) == 0:
        return raw
    part = raw.gather(suspects)
    look = rule.second_look(part)
    report_faults(look.faults, part, suspects, report)
    return scattered(raw, suspects, look.canonical)


def report_faults(faults: tuple[Fault, ...], part: pl.Series, rows: Rows, report: Report) -> None:
    """Put into the report what a second look at `part`, the cells of these rows, found."""
    for fault in faults:
        if fault.at.any():
            places = true_rows(fault.at)
            report.add(fault.rule, part.name, rows[places], part.gather(places), severity=fault.severity)


def find_suspects(rule: CellRule, raw: pl.Series) -> Rows:
    """The suspects of a column, ascending; where values repeat, only the distinct ones are tested."""
    if raw.null_count() == len(raw):
        return no_rows()
    if _values_repeat(raw):
        values = raw.unique().drop_nulls()
        odd = values.gather(rule.suspects(values))
        return true_rows(raw.is_in(odd.implode())) if len(odd) else no_rows()
    if raw.null_count() == 0:
        return rule.suspects(raw)
    rows = rule.suspects(raw.drop_nulls())
    return true_rows(raw.is_not_null())[rows] if len(rows) else rows


def _values_repeat(raw: pl.Series) -> bool:
    sample = raw.head(_SAMPLE).drop_nulls()
    return sample.n_unique() <= _REPETITIVE * len(sample)

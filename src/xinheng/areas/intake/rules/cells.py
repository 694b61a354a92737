"""How a column is judged: a cheap test finds suspects, a second look repairs or objects, the rest stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Protocol

import polars as pl

from xinheng.areas.intake.rules.report import Report
from xinheng.areas.intake.rules.rows import Rows, no_rows, scattered, true_rows
from xinheng.areas.intake.terms import Severity

_SAMPLE: Final = 1024
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


def judge(rule: CellRule, raw: pl.Series, report: Report, *, rows: Rows | None = None) -> pl.Series:
    """The canonical column; faults go into the report under the column's name.

    `rows`: the suspects, where they are known already.
    """
    suspicious = find_suspects(rule, raw) if rows is None else rows
    if len(suspicious) == 0:
        return raw
    part = raw.gather(suspicious)
    look = rule.second_look(part)
    report_faults(look.faults, part, suspicious, report)
    return scattered(raw, suspicious, look.canonical)


def report_faults(faults: tuple[Fault, ...], part: pl.Series, rows: Rows, report: Report) -> None:
    """Put into the report what a second look at `part`, the cells of these rows, found."""
    for fault in faults:
        if fault.at.any():
            places = true_rows(fault.at)
            report.add(fault.rule, part.name, rows[places], part.gather(places), severity=fault.severity)


def find_suspects(rule: CellRule, raw: pl.Series) -> Rows:
    """The suspects of a column; where values repeat, only the distinct ones are tested."""
    if raw.null_count() == len(raw):
        return no_rows()
    if raw.null_count():
        return true_rows(raw.is_not_null())[_suspects_of_filled(rule, raw.drop_nulls())]
    return _suspects_of_filled(rule, raw)


def _suspects_of_filled(rule: CellRule, filled: pl.Series) -> Rows:
    if filled.head(_SAMPLE).n_unique() > _REPETITIVE * min(_SAMPLE, len(filled)):
        return rule.suspects(filled)
    values = filled.unique()
    odd = values.gather(rule.suspects(values))
    return true_rows(filled.is_in(odd.implode())) if len(odd) else no_rows()

"""The answer to a sender: the rows as sent, faulty cells coloured and commented, and a receipt sheet."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from xinheng.plumbing.tabular.table import Table
from xinheng.plumbing.tabular.terms import Format
from xinheng.plumbing.tabular.workbook.built import build
from xinheng.plumbing.tabular.workbook.marks import Receipt
from xinheng.plumbing.tabular.workbook.own import UnableToMark, mark_own

MOST_ROWS = 50_000
MOST_OWN_ROWS = 10_000
"""Rewriting 50,000 rows of 27 columns in place takes a minute, building them takes six seconds."""


@dataclass(frozen=True, slots=True)
class MarkedUp:
    """What the workbook holds: rows, whether they are all rows received, whether it is the sender's own."""

    rows: int
    complete: bool
    own: bool


def annotate(
    path: Path,
    findings: pl.DataFrame,
    *,
    table: Table,
    receipt: Receipt,
    received: int,
    output: Path,
) -> MarkedUp:
    """Writes the marked-up workbook of the file at `path` (opened as `table`) to `output`.

    Up to 10,000 `received` rows an XLSX sender gets the own workbook back (values instead of formulas). Other
    senders, larger files and workbooks that cannot be rewritten get one built of the rows: all of them up to
    50,000, above that the faulty rows only, and of these the first 50,000. `findings`: row_no,
    field, rule, severity (reject | pend | note).
    """
    whole = received <= MOST_ROWS
    if table.format is Format.XLSX and received <= MOST_OWN_ROWS:
        try:
            mark_own(path, findings, table=table, receipt=receipt, output=output)
        except UnableToMark:
            pass
        else:
            return MarkedUp(rows=received, complete=True, own=True)
    rows = build(
        findings, table=table, receipt=receipt, only_faulty=not whole, most_rows=MOST_ROWS, output=output
    )
    return MarkedUp(rows=rows, complete=whole, own=False)

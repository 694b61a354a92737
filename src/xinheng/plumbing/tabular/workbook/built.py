"""A marked-up workbook made from the rows: for CSV, JSON lines and Parquet, and for too many rows."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import polars as pl
import xlsxwriter

from xinheng.plumbing.tabular.formula_guard import is_formula_like
from xinheng.plumbing.tabular.table import Table
from xinheng.plumbing.tabular.workbook.marks import (
    RECEIPT_SHEET,
    SEVERITIES,
    Mark,
    Receipt,
    marks,
    receipt_lines,
)

_MOST_COMMENTS = 10_000
_LONGEST_CELL = 32_767
"""Excel's own limit for one cell; what is longer is cut in this workbook only."""
_ROW_TITLE = "行号 Row"
_DATA_SHEET = "数据 Data"


def build(
    findings: pl.DataFrame,
    *,
    table: Table,
    receipt: Receipt,
    only_faulty: bool,
    most_rows: int,
    output: Path,
) -> int:
    """Writes the rows of `table` (or the faulty ones) with marks and a receipt; returns how many."""
    by_row: dict[int, list[Mark]] = {}
    for mark in marks(findings, receipt):
        by_row.setdefault(mark.row_no, []).append(mark)
    wanted = findings["row_no"].unique().cast(pl.UInt32) if only_faulty else None
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(output, options) as book:
        look = _Look(book)
        sheet = _Sheet(book.add_worksheet(_DATA_SHEET), look, table)
        rows = 0
        for row in islice(_rows(table, wanted), most_rows):
            rows += 1
            sheet.write_row(rows, row, by_row.get(int(row[0] or 0), []))
        _receipt_sheet(book.add_worksheet(RECEIPT_SHEET), look, receipt_lines(findings, receipt))
    return rows


def _rows(table: Table, wanted: pl.Series | None) -> Iterator[tuple[int | str | None, ...]]:
    for frame in table.batches():
        kept = frame if wanted is None else frame.filter(pl.col("row_no").is_in(wanted.implode()))
        yield from kept.iter_rows()


class _Look:
    """The cell formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.head = book.add_format({"bold": True, "bg_color": "#D9E1F2", "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top", "align": "left"})
        self.quoted = book.add_format({"quote_prefix": True})
        self.marked = {
            name: (
                book.add_format({"bg_color": f"#{kind.colour}"}),
                book.add_format({"bg_color": f"#{kind.colour}", "quote_prefix": True}),
            )
            for name, kind in SEVERITIES.items()
        }


class _Sheet:
    """The sheet of rows: the sender's row number, then the columns as sent."""

    def __init__(self, sheet: xlsxwriter.worksheet.Worksheet, look: _Look, table: Table) -> None:
        self._sheet = sheet
        self._look = look
        self._above = table.rows_above
        self._columns = {name: place for place, name in enumerate(table.header, start=1)}
        self._comments = 0
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, len(table.header), 22)
        for place, name in enumerate((_ROW_TITLE, *table.header)):
            sheet.write_string(0, place, name, look.head)

    def write_row(self, line: int, row: tuple[int | str | None, ...], told: list[Mark]) -> None:
        marked = {self._columns.get(mark.header or "", 0): mark for mark in told}
        number, *cells = row
        first = marked.get(0)
        self._sheet.write_number(
            line, 0, int(number or 0) + self._above, self._look.marked[first.severity][0] if first else None
        )
        for place, value in enumerate(cells, start=1):
            self._write(line, place, str(value or ""), marked.get(place))
        for place, mark in marked.items():
            self._comment(line, place, mark)

    def _write(self, line: int, place: int, value: str, mark: Mark | None) -> None:
        quoted = is_formula_like(value)
        look = self._look.marked[mark.severity][quoted] if mark else (self._look.quoted if quoted else None)
        if value:
            self._sheet.write_string(line, place, value[:_LONGEST_CELL], look)
        elif look is not None:
            self._sheet.write_blank(line, place, None, look)

    def _comment(self, line: int, place: int, mark: Mark) -> None:
        if self._comments >= _MOST_COMMENTS:
            return
        self._comments += 1
        height = 40 + 18 * (mark.comment.count("\n") + 1 + len(mark.comment) // 60)
        self._sheet.write_comment(
            line, place, mark.comment, {"author": "Xinheng", "width": 420, "height": height}
        )


def _receipt_sheet(
    sheet: xlsxwriter.worksheet.Worksheet, look: _Look, lines: list[tuple[str | int, ...]]
) -> None:
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for place, width in enumerate((56, 28, 12, 70)):
        sheet.set_column(place, place, width)
    for number, line in enumerate(lines):
        table_head = len(line) == 4 and str(line[0]).startswith("发现的问题")
        form = look.title if number == 0 else look.head if table_head else look.wrapped
        for place, value in enumerate(line):
            if isinstance(value, int):
                sheet.write_number(number, place, value, form)
            else:
                sheet.write_string(number, place, value, form)

"""The sender's own workbook, marked in place."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import polars as pl
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xinheng.plumbing.tabular.formula_guard import is_formula_like
from xinheng.plumbing.tabular.header import as_sent
from xinheng.plumbing.tabular.table import Table
from xinheng.plumbing.tabular.workbook.marks import RECEIPT_SHEET, Mark, Receipt, marks, receipt_lines

MOST_COMMENTS = 10_000
_AUTHOR = "Xinheng"
_WIDTHS = {"A": 56, "B": 28, "C": 12, "D": 70}


class UnableToMark(Exception):
    """The workbook can be read but not rewritten; a new one has to be built from its rows."""


def mark_own(path: Path, findings: pl.DataFrame, *, table: Table, receipt: Receipt, output: Path) -> None:
    """Colours and comments the faulty cells of the sheet that was read, adds the receipt sheet, saves it.

    Formulas are replaced by their stored results, links to other files are dropped, and text that looks like
    a formula is marked as text. Raises UnableToMark.
    """
    try:
        # data_only: what comes back must hold nothing that runs
        book = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl lets whatever its parser meets escape
        raise UnableToMark(str(error)) from error
    if table.sheet not in book.sheetnames:
        raise UnableToMark(f"no sheet {table.sheet}")
    for sheet in book.worksheets:
        _quote(sheet)
    sheet = book[table.sheet]
    columns = _columns(sheet, table)
    for count, mark in enumerate(marks(findings, receipt)):
        _mark(sheet, mark, table.rows_above, columns, commented=count < MOST_COMMENTS)
    _receipt_sheet(book.create_sheet(RECEIPT_SHEET), receipt_lines(findings, receipt))
    book.save(output)


def _quote(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and is_formula_like(cell.value):
                cell.data_type = "s"
                cell.quotePrefix = True


def _columns(sheet: Worksheet, table: Table) -> dict[str, int]:
    """Header → column of the sheet (from 1). Readers skip empty columns on the left, so it is looked up."""
    found = [_header_cells(sheet, row) for row in range(1, table.rows_above + 1)]

    def fits(shift: int) -> int:
        return sum(
            any(cells.get(place + shift) == as_sent(name) for cells in found)
            for place, name in enumerate(table.header, start=1)
        )

    shift = max(range(sheet.max_column - len(table.header) + 1) or [0], key=lambda left: (fits(left), -left))
    return {name: place + shift for place, name in enumerate(table.header, start=1)}


def _header_cells(sheet: Worksheet, row: int) -> dict[int, str]:
    return {cell.column: str(cell.value).strip() for cell in sheet[row] if cell.value is not None}


def _mark(sheet: Worksheet, mark: Mark, rows_above: int, columns: dict[str, int], *, commented: bool) -> None:
    column = columns[mark.header] if mark.header in columns else min(columns.values())
    cell = _anchor(sheet, sheet.cell(row=mark.row_no + rows_above, column=column))
    cell.fill = PatternFill("solid", fgColor=mark.colour)
    if not commented:
        return
    said = f"{cell.comment.text}\n{mark.comment}" if cell.comment else mark.comment
    comment = Comment(said, _AUTHOR)
    comment.width, comment.height = 420, 40 + 18 * (said.count("\n") + 1 + len(said) // 60)
    cell.comment = comment


def _anchor(sheet: Worksheet, cell: Cell | MergedCell) -> Cell:
    if not isinstance(cell, MergedCell):
        return cell
    for merged in sheet.merged_cells.ranges:
        if cell.coordinate in merged:
            top_left = sheet.cell(row=merged.min_row, column=merged.min_col)
            assert isinstance(top_left, Cell)
            return top_left
    raise UnableToMark(f"merged cell {cell.coordinate} without a range")


def _receipt_sheet(sheet: Worksheet, lines: Sequence[tuple[str | int, ...]]) -> None:
    for number, line in enumerate(lines, start=1):
        for place, value in enumerate(line, start=1):
            cell = sheet.cell(row=number, column=place, value=value)
            if isinstance(value, str):
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
            heads_table = len(line) == 4 and str(line[0]).startswith("发现的问题")
            if number == 1 or heads_table:
                cell.font = Font(name="Calibri", bold=True, size=14 if number == 1 else 11)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width

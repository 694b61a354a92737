"""XLSX through calamine: the sheet with the data is found, and in it the header; every cell is text."""

from collections.abc import Iterator
from dataclasses import dataclass

import fastexcel
import polars as pl

from xinheng.kernel.text import Text
from xinheng.plumbing.tabular.csv_reader import preamble_kind
from xinheng.plumbing.tabular.header import HeaderChoice, Keys, find_header, known_keys
from xinheng.plumbing.tabular.nodata import shortened
from xinheng.plumbing.tabular.sniff import damaged
from xinheng.plumbing.tabular.table import Request, Table
from xinheng.plumbing.tabular.terms import (
    EmptyFile,
    Format,
    NoDataRow,
    OtherSheet,
    TooManyColumns,
    UnreadableTable,
)
from xinheng.plumbing.tabular.zip_guard import check_workbook

_MIDNIGHT = r"^\d{4}-\d{2}-\d{2} 00:00:00$"


class UnknownSheet(UnreadableTable):
    """The sheet asked for is not in the workbook."""

    status = 422


class SeveralDataSheets(UnreadableTable):
    """More than one sheet looks like the data, and none was chosen: taking one would lose the others."""

    status = 422


@dataclass(frozen=True)
class _Sheet:
    name: str
    cells: pl.DataFrame
    choice: HeaderChoice | None

    @property
    def rows(self) -> int:
        """Rows below the header, or all when there is none."""
        return self.cells.height - (self.choice.last + 1 if self.choice else 0)

    @property
    def matched(self) -> int:
        return self.choice.matched if self.choice else 0


def open_xlsx(request: Request) -> Table:
    """A table over one sheet of a workbook, held in memory.

    With no sheet chosen, the one whose header knows fields is taken; two such sheets are an error, not a
    guess. Formulas count by their stored result. Error cells (#N/A) are empty. Raises the errors of
    `check_workbook`, EmptyFile, UnknownSheet, SeveralDataSheets, TooManyColumns.
    """
    check_workbook(request.path, request.limits)
    sheets = _sheets(request)
    chosen = _chosen(sheets, request)
    choice = chosen.choice
    if choice is None or chosen.rows <= 0:
        raise _empty()
    if len(choice.names) > request.limits.columns:
        raise TooManyColumns.of(len(choice.names), request.limits)
    others = tuple(OtherSheet(s.name, s.cells.height) for s in sheets if s is not chosen and s.cells.height)
    table = Table(
        format=Format.XLSX,
        header=choice.names,
        limits=request.limits,
        source=_Plan(chosen.cells.slice(choice.last + 1), choice.names).frames,
        rows_above=choice.last + 1,
        sheet=chosen.name,
        other_sheets=others,
        preamble=_preamble(chosen.cells, choice),
    )
    table.check_row_count(chosen.rows)
    return table


def _empty() -> EmptyFile:
    return EmptyFile(
        Text(
            zh="工作簿没有数据行。请检查数据是否在第一张工作表中。",
            en="The workbook has no row of data. Check that the data stand on its first sheet.",
        )
    )


def _sheets(request: Request) -> list[_Sheet]:
    keys = known_keys(request.fields, request.headers)
    try:
        workbook = fastexcel.read_excel(request.path)
        return [_loaded(workbook, name, keys, request) for name in workbook.sheet_names]
    except fastexcel.FastExcelError as error:
        raise damaged("XLSX") from error


def _loaded(workbook: fastexcel.ExcelReader, name: str, keys: Keys, request: Request) -> _Sheet:
    # skip_rows=0 keeps empty rows at the top, so that a row number is the one the sender sees
    sheet = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    cells = pl.from_arrow(sheet.to_arrow(), rechunk=False)
    assert isinstance(cells, pl.DataFrame)
    top = cells.head(request.limits.header_rows).rows()
    return _Sheet(name=name, cells=cells, choice=find_header(top, keys))


def _chosen(sheets: list[_Sheet], request: Request) -> _Sheet:
    if request.sheet is not None:
        for sheet in sheets:
            if sheet.name == request.sheet:
                return sheet
        names = "、".join(sheet.name for sheet in sheets)
        raise UnknownSheet(
            Text(
                zh=f"工作簿中没有名为“{request.sheet}”的工作表，只有：{names}。",
                en=f"The workbook has no sheet “{request.sheet}”, only: {names}.",
            )
        )
    filled = [sheet for sheet in sheets if sheet.choice is not None]
    if not filled:
        raise _empty()
    most = max(sheet.matched for sheet in filled)
    if most == 0:
        return filled[0]
    alike = [sheet for sheet in filled if sheet.matched * 2 > most and sheet.rows > 0]
    if len(alike) > 1:
        names = "、".join(sheet.name for sheet in alike)
        raise SeveralDataSheets(
            Text(
                zh=f"有多张工作表含有数据：{names}。请合并为一张，或指明报送哪一张。",
                en=f"Several sheets hold data: {names}. Merge them, or say which one to send.",
            )
        )
    return alike[0] if alike else filled[0]


def _preamble(cells: pl.DataFrame, choice: HeaderChoice) -> tuple[NoDataRow, ...]:
    rows = []
    for index, row in enumerate(cells.head(choice.last + 1).iter_rows()):
        text = shortened(row)
        if index != choice.first and text:
            rows.append(NoDataRow(sheet_row=index + 1, kind=preamble_kind(index, choice, row), text=text))
    return tuple(rows)


@dataclass(frozen=True)
class _Plan:
    cells: pl.DataFrame
    names: tuple[str, ...]

    def frames(self, table: Table, rows: int) -> Iterator[pl.DataFrame]:
        """Batches of at most `rows` rows."""
        for start in range(0, self.cells.height, rows):
            part = self.cells.slice(start, rows).rename(
                dict(zip(self.cells.columns, self.names, strict=True))
            )
            numbers = pl.Series("row_no", range(start + 1, start + part.height + 1), dtype=pl.UInt32)
            yield part.with_columns(_dates(part)).insert_column(0, numbers)


def _dates(part: pl.DataFrame) -> list[pl.Expr]:
    """Cells formatted as dates come as midnights; only columns that hold one are rewritten."""
    found = part.select(pl.all().str.contains(_MIDNIGHT).any())
    columns = [name for name, has in zip(found.columns, found.row(0), strict=True) if has]
    dated = pl.col(columns)
    text = pl.when(dated.str.contains(_MIDNIGHT)).then(dated.str.head(10)).otherwise(dated)
    return [text.name.keep()] if columns else []

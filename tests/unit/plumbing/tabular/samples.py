"""Small tables that tests write and read."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl

from xinheng.plumbing.tabular.opening import open_table
from xinheng.plumbing.tabular.table import Table
from xinheng.plumbing.tabular.terms import Field, Limits

FIELDS = (
    Field("XK_XDR_MC", ("行政相对人名称",), required=True),
    Field("XK_XDR_SHXYM", ("行政相对人代码_1(统一社会信用代码)",), ("信用代码",), required=True),
    Field("XK_JDRQ", ("许可决定日期",)),
    Field("XK_YXQZ", ("有效期自",)),
    Field("XK_YXQZI", ("有效期至",)),
)


def opened(
    path: Path, *, limits: Limits | None = None, fields: Sequence[Field] = FIELDS, sheet: str | None = None
) -> Table:
    """The table at `path`, under its own name."""
    return open_table(path, filename=path.name, limits=limits or Limits(), fields=fields, sheet=sheet)


def rows(table: Table, size: int = 100_000) -> list[tuple[object, ...]]:
    """Every row that came through, row_no first."""
    return [row for frame in table.batches(size) for row in frame.rows()]


def written(folder: Path, name: str, content: bytes | str) -> Path:
    """A file of that content; text is written as UTF-8."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(folder: Path, sheets: dict[str, list[list[object]]], name: str = "data.xlsx") -> Path:
    """A workbook of those sheets, cell by cell from A1."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    path = folder / name
    book.save(path)
    return path


def rezipped(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same workbook with parts replaced by what `change(name, content)` gives."""
    with zipfile.ZipFile(path) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, change(name, content))
    return path

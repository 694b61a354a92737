"""Frames of text written as the files that departments send: six forms, four ways to write headers.

The same frame gives the same bytes: no clock, no random number, no name of a machine goes in.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import polars as pl
import xlsxwriter

from xinheng.kernel.lawbook.meta import CatalogueItem


class Form(StrEnum):
    """The forms of a file."""

    CSV = "csv"
    CSV_BOM = "csv-bom"
    CSV_GB18030 = "csv-gb18030"
    XLSX = "xlsx"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"


class Headers(StrEnum):
    """The ways to write headers."""

    CODES = "codes"
    LOWER_CODES = "lower-codes"
    CHINESE = "chinese"
    CHINESE_VARIANT = "chinese-variant"


SUFFIX: Final[Mapping[Form, str]] = {
    Form.CSV: "csv",
    Form.CSV_BOM: "csv",
    Form.CSV_GB18030: "csv",
    Form.XLSX: "xlsx",
    Form.JSON_LINES: "jsonl",
    Form.PARQUET: "parquet",
}
EXPLANATION: Final = "填表说明：日期填 YYYY-MM-DD；金额单位为万元；没有的内容留空。"
TOTAL: Final = "合计"
_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC)
_VARIANT: Final = {"(": "（", ")": "）", "_": "－"}


def renamed(frame: pl.DataFrame, item: CatalogueItem, headers: Headers) -> pl.DataFrame:
    """The frame with its field codes written in one of the ways."""
    titles = {field.code: field.title.zh for field in item.fields}
    match headers:
        case Headers.CODES:
            return frame
        case Headers.LOWER_CODES:
            return frame.rename(str.lower)
        case Headers.CHINESE:
            return frame.rename(lambda code: titles[code])
        case Headers.CHINESE_VARIANT:
            table = str.maketrans(_VARIANT)
            return frame.rename(lambda code: titles[code].translate(table))


def write(frame: pl.DataFrame, path: Path, *, form: Form, title: str) -> None:
    """The frame as a file of the form; `title` heads a workbook."""
    match form:
        case Form.CSV:
            frame.write_csv(path)
        case Form.CSV_BOM:
            frame.write_csv(path, include_bom=True)
        case Form.CSV_GB18030:
            text = BytesIO()
            frame.write_csv(text)
            path.write_bytes(text.getvalue().decode().encode("gb18030"))
        case Form.JSON_LINES:
            frame.write_ndjson(path)
        case Form.PARQUET:
            frame.write_parquet(path, compression="zstd", statistics=False)
        case Form.XLSX:
            _write_workbook(frame, path, title)


def _write_workbook(frame: pl.DataFrame, path: Path, title: str) -> None:
    """Title, explanation, merged groups above the headers, a blank column, totals, and a second sheet."""
    # cells that begin with = are dirt of the demonstration and have to arrive as text
    book = xlsxwriter.Workbook(
        path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "created": _MADE.replace(tzinfo=None)})
    sheet = book.add_worksheet("报送数据")
    bold = book.add_format({"bold": True})
    columns = [*frame.columns, ""]
    sheet.merge_range(0, 0, 0, len(columns) - 1, title, bold)
    sheet.merge_range(1, 0, 1, len(columns) - 1, EXPLANATION)
    for first, last, group in _groups(frame.columns):
        if first == last:
            sheet.write_string(2, first, group, bold)
        else:
            sheet.merge_range(2, first, 2, last, group, bold)
    sheet.write_row(3, 0, columns, bold)
    _write_rows(sheet, frame, first=4)
    sheet.write_row(4 + len(frame), 0, [TOTAL, f"{len(frame)}条"])
    notes = book.add_worksheet("填报要求")
    notes.write_string(0, 0, "本表为示例数据，与任何真实单位和个人无关。")
    book.close()


def _write_rows(sheet: Any, frame: pl.DataFrame, *, first: int) -> None:
    for number, row in enumerate(frame.iter_rows(), start=first):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write_string(number, column, value)


def _groups(columns: Sequence[str]) -> list[tuple[int, int, str]]:
    """Spans of columns under one merged header: the party, the decision, the source."""
    cut = [index for index, name in enumerate(columns) if "证件号码" in name or name.upper().endswith("ZJHM")]
    middle = (cut[-1] if cut else min(1, len(columns) - 1)) + 1
    last = max(len(columns) - 4, middle)
    spans = [
        (0, middle - 1, "主体信息"),
        (middle, last - 1, "决定信息"),
        (last, len(columns) - 1, "来源信息"),
    ]
    return [(first, end, name) for first, end, name in spans if first <= end]

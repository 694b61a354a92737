"""An item's columns as an empty workbook."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from xinheng.kernel.lawbook import Ruled
from xinheng.kernel.lawbook.meta import CatalogueField, CatalogueItem, FieldType, When

_LONGEST_LIST = 255
"""Characters that Excel allows in a list of choices."""
_ROWS = 5000
"""Rows prepared for entry; a longer file is sent as CSV."""
_WIDE = frozenset({FieldType.TEXT})
_REQUIRED = {"always": "必填", "organisation": "组织必填", "person": "自然人必填", "never": "选填"}


def template(ruled: Ruled[CatalogueItem]) -> bytes:
    """XLSX: first sheet one row of Chinese headers over text cells, second sheet what each column wants."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        _entry_sheet(book, ruled.value)
        _explanation_sheet(book, ruled)
    return buffer.getvalue()


def _entry_sheet(book: Any, item: CatalogueItem) -> None:
    sheet = book.add_worksheet("数据")
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
    required = book.add_format(head | {"bg_color": "#FBEAE6"})
    optional = book.add_format(head | {"bg_color": "#EEF2F4"})
    # cells are text: a spreadsheet would else eat leading zeros and turn long codes into numbers
    text = book.add_format({"num_format": "@"})
    for index, field in enumerate(item.fields):
        sheet.set_column(index, index, 36 if field.type in _WIDE else 22, text)
        sheet.write_string(0, index, field.title.zh, required if _must(field) else optional)
        choices = [] if field.type is FieldType.CHOICES else list(field.options)
        if choices and len(",".join(choices)) <= _LONGEST_LIST:
            sheet.data_validation(1, index, _ROWS, index, {"validate": "list", "source": choices})
    sheet.set_row(0, 36)
    sheet.freeze_panes(1, 0)


def _explanation_sheet(book: Any, ruled: Ruled[CatalogueItem]) -> None:
    item = ruled.value
    sheet = book.add_worksheet("填表说明")
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 2, 24)
    sheet.set_column(3, 3, 60)
    sheet.write_string(0, 0, f"{item.title.zh}（{ruled.entry}，{ruled.version} 版）", bold)
    sheet.write_string(1, 0, "请只在“数据”表填写，不要改动表头；日期写成 2026-01-31；没有的内容留空。")
    for column, title in enumerate(("代码", "表头", "是否必填", "说明")):
        sheet.write_string(3, column, title, bold)
    for row, field in enumerate(item.fields, start=4):
        for column, words in enumerate((field.code, field.title.zh, _required(item, field), _hint(field))):
            sheet.write_string(row, column, words, wrap)


def _must(field: CatalogueField) -> bool:
    return field.required in ("always", "organisation")


def _required(item: CatalogueItem, field: CatalogueField) -> str:
    if isinstance(field.required, When):
        other = item.field(field.required.when.field).title.zh
        return f"“{other}”为{'、'.join(field.required.when.any_of)}时必填"
    return _REQUIRED[field.required]


def _hint(field: CatalogueField) -> str:
    parts = []
    if field.options:
        parts.append(
            ("可填多项：" if field.type is FieldType.CHOICES else "填其中一项：") + "、".join(field.options)
        )
    if field.unit == "ten_thousand_yuan":
        parts.append("单位：万元")
    elif field.unit == "yuan":
        parts.append("单位：元")
    if field.type is FieldType.END_DATE:
        parts.append("没有截止日期的填“长期”")
    if field.max_length:
        parts.append(f"最多 {field.max_length} 字")
    if not field.shown:
        parts.append("不公开")
    return "；".join(parts)

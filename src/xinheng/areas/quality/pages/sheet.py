"""One sheet of a report: title, line below it, paragraphs, tables; ready to print on A4 across."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xinheng.areas.quality.terms import NO_DATA
from xinheng.plumbing.tabular.formula_guard import guarded

_FONT = {"font_name": "宋体", "font_size": 10.5}
_INK = "#12283A"
_LINE = 20
"""Points of a row with one line of text."""


class Sheet:
    """Written from top to bottom. Text is written as text: no cell of a report is ever a formula."""

    def __init__(self, book: Any, name: str, title: str, below: str, widths: Sequence[int]) -> None:
        self._sheet = book.add_worksheet(name)
        self._formats = {
            "title": book.add_format(
                {"font_name": "黑体", "font_size": 16, "font_color": _INK}
                | {"align": "center", "valign": "vcenter"}
            ),
            "below": book.add_format(_FONT | {"align": "center", "font_color": "#52606B"}),
            "says": book.add_format(_FONT | {"text_wrap": True, "valign": "top"}),
            "head": book.add_format(
                _FONT | {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
                | {"bg_color": "#E3EAEE"}
            ),
            "text": book.add_format(_FONT | {"border": 1, "text_wrap": True, "valign": "vcenter"}),
            "number": book.add_format(_FONT | {"border": 1, "num_format": "#,##0", "valign": "vcenter"}),
            "share": book.add_format(_FONT | {"border": 1, "align": "right", "valign": "vcenter"}),
        }  # fmt: skip
        self._last = len(widths) - 1
        self._letters = sum(widths)
        self._row = 2
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)
        self._across(0, title, "title")
        self._across(1, below, "below")
        self._sheet.set_row(0, 34)
        self._for_print()

    def paragraph(self, text: str) -> None:
        """A sentence over the whole width."""
        self._across(self._row, text, "says")
        self._sheet.set_row(self._row, _LINE * (1 + len(text) * 2 // self._letters))
        self._row += 1

    def blank(self) -> None:
        """An empty row."""
        self._row += 1

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str | int]], *, freeze: int | None = None
    ) -> None:
        """A table with borders; without rows, that is said. `freeze`: columns kept in sight with the head."""
        for column, title in enumerate(head):
            self._sheet.write_string(self._row, column, title, self._formats["head"])
        self._sheet.set_row(self._row, 32)
        if freeze is not None:
            self._sheet.freeze_panes(self._row + 1, freeze)
            self._sheet.repeat_rows(self._row)
        self._row += 1
        for row in rows:
            self._sheet.set_row(self._row, _LINE)
            for column, value in enumerate(row):
                self._cell(column, value)
            self._row += 1
        if not rows:
            self._sheet.write_string(self._row, 0, NO_DATA.zh, self._formats["text"])
            self._row += 1

    def _cell(self, column: int, value: str | int) -> None:
        if isinstance(value, int):
            self._sheet.write_number(self._row, column, value, self._formats["number"])
        else:
            shape = "share" if value.endswith("%") or value == NO_DATA.zh else "text"
            self._sheet.write_string(self._row, column, guarded(value), self._formats[shape])

    def _across(self, row: int, text: str, shape: str) -> None:
        if self._last:
            self._sheet.merge_range(row, 0, row, self._last, "", self._formats[shape])
        self._sheet.write_string(row, 0, guarded(text), self._formats[shape])

    def _for_print(self) -> None:
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        self._sheet.set_footer("&C第 &P 页，共 &N 页")

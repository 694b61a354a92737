"""A workbook to fill in: headers in Chinese, codes and hints as comments, lists to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from xinheng.kernel.text import Text

_DATA_SHEET = "数据"
_HELP_SHEET = "填报说明 Guide"
_LISTS_SHEET = "选项 Lists"
_ROWS = 10_000
"""Rows that carry validation; more may be filled in."""
_INLINE_LIST = 255
"""Excel's limit for a list written into the rule itself; a longer one stands on its own sheet."""
_REQUIRED = Text(zh="必填", en="required")
_OPTIONAL = Text(zh="选填", en="optional")


@dataclass(frozen=True, slots=True)
class TemplateField:
    """One column to fill in. `required` may be a condition in words; `hint` says how to write the value."""

    code: str
    title: Text
    required: bool | Text = False
    choices: tuple[str, ...] = ()
    is_date: bool = False
    hint: Text | None = None

    @property
    def need(self) -> Text:
        """Required, optional, or the condition."""
        if isinstance(self.required, Text):
            return self.required
        return _REQUIRED if self.required else _OPTIONAL


def template(
    title: Text, fields: Sequence[TemplateField], *, notes: Sequence[Text] = (), output: Path
) -> None:
    """Writes the template to `output`: a sheet to fill in, one that explains, one with long lists if needed.

    The first row holds the Chinese headers and nothing stands above it, so that it is read back as it is.
    Ids keep their digits: every column but dates is text.
    """
    with xlsxwriter.Workbook(output) as book:
        data = book.add_worksheet(_DATA_SHEET)
        lists = _Lists(book)
        looks = {
            "required": book.add_format(
                {"bold": True, "bg_color": "#FCE4D6", "text_wrap": True, "border": 1}
            ),
            "optional": book.add_format(
                {"bold": True, "bg_color": "#EDEDED", "text_wrap": True, "border": 1}
            ),
            "text": book.add_format({"num_format": "@"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        data.freeze_panes(1, 0)
        data.set_row(0, 36)
        for place, field in enumerate(fields):
            look = looks["required" if field.required is not False else "optional"]
            data.write_string(0, place, field.title.zh, look)
            data.write_comment(0, place, _comment(field), {"author": "Xinheng", "width": 320, "height": 120})
            width = max(14, min(40, 2 * len(field.title.zh) + 2))
            data.set_column(place, place, width, looks["date" if field.is_date else "text"])
            _validate(data, place, field, lists)
        _help(book, title, fields, notes)
        lists.write()
        data.activate()


def _comment(field: TemplateField) -> str:
    hint = field.hint or Text(zh="", en="")
    lines = (
        f"代码 Code: {field.code}",
        f"{field.need.zh}。{hint.zh}",
        f"{field.title.en}: {field.need.en}. {hint.en}",
    )
    return "\n".join(line.strip() for line in lines)


def _validate(
    data: xlsxwriter.worksheet.Worksheet, place: int, field: TemplateField, lists: "_Lists"
) -> None:
    if field.is_date:
        # a warning, not a stop: dates are also taken as text in other spellings, and 长期 has a meaning
        rule: dict[str, object] = {
            "validate": "custom",
            "value": "=TRUE",
            "input_title": "日期 Date",
            "input_message": "2023-05-06",
        }
    elif field.choices:
        rule = {
            "validate": "list",
            "source": lists.source(field),
            "error_type": "warning",
            "error_title": "不在列表中",
            "error_message": "请从列表中选择。Choose from the list.",
        }
    else:
        return
    data.data_validation(1, place, _ROWS, place, rule)


class _Lists:
    """Lists of choices; those too long for a rule stand in a column of their own sheet."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._long: list[tuple[str, tuple[str, ...]]] = []

    def source(self, field: TemplateField) -> list[str] | str:
        joined = ",".join(field.choices)
        if len(joined) <= _INLINE_LIST and not any("," in choice for choice in field.choices):
            return list(field.choices)
        self._long.append((field.title.zh, field.choices))
        column = xlsxwriter.utility.xl_col_to_name(len(self._long) - 1, col_abs=True)
        return f"='{_LISTS_SHEET}'!{column}$2:{column}${len(field.choices) + 1}"

    def write(self) -> None:
        if not self._long:
            return
        sheet = self._book.add_worksheet(_LISTS_SHEET)
        for place, (title, choices) in enumerate(self._long):
            sheet.set_column(place, place, 30)
            for line, value in enumerate((title, *choices)):
                sheet.write_string(line, place, value)


def _help(
    book: xlsxwriter.Workbook, title: Text, fields: Sequence[TemplateField], notes: Sequence[Text]
) -> None:
    sheet = book.add_worksheet(_HELP_SHEET)
    head = book.add_format({"bold": True, "bg_color": "#D9E1F2", "text_wrap": True, "border": 1})
    large = book.add_format({"bold": True, "font_size": 14})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for place, width in enumerate((20, 36, 40, 26, 44, 44)):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, f"{title.zh} {title.en}", large)
    line = 1
    for note in notes:
        sheet.write_string(line, 0, note.zh)
        sheet.write_string(line + 1, 0, note.en)
        line += 2
    line += 1
    names = ("代码 Code", "列名", "Column", "是否必填 Required", "填写说明与可选值", "How to fill in")
    for place, name in enumerate(names):
        sheet.write_string(line, place, name, head)
    for number, field in enumerate(fields, start=line + 1):
        hint = field.hint or Text(zh="", en="")
        choices = "、".join(field.choices)
        need = f"{field.need.zh} {field.need.en}"
        told = (field.code, field.title.zh, field.title.en, need, f"{hint.zh} {choices}".strip(), hint.en)
        for place, value in enumerate(told):
            sheet.write_string(number, place, value, cell)

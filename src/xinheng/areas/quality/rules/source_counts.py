"""Reading a source-count file: how many acts a department itself counted, by item and period.

Columns: department, item, period from, period to, count. One fault anywhere and nothing of the file is taken:
a count that is half known would accuse somebody of concealing the other half.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from xinheng.areas.quality.terms import SourceLine
from xinheng.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its code, its titles (the first heads the template), other names it goes by."""

    code: str
    titles: tuple[str, str]
    aliases: tuple[str, ...]


COLUMNS = (
    Column("DEPARTMENT", ("部门", "Department"), ("报送部门", "部门名称", "部门代码", "单位")),
    Column("ITEM", ("事项", "Item"), ("事项名称", "目录事项", "事项代码", "信息类别")),
    Column("PERIOD_FROM", ("期间起", "Period from"), ("开始日期", "起始日期", "期间自", "from")),
    Column("PERIOD_TO", ("期间止", "Period to"), ("截止日期", "结束日期", "期间至", "to")),
    Column("COUNT", ("数量", "Count"), ("源头数量", "作出决定数", "决定数量", "条数")),
)

_DATE = re.compile(
    r"^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]0{1,2}:00(?::00)?)?$"
)
_COUNT = re.compile(r"^\d{1,9}(?:\.0+)?$")
_NO_ROWS = Text(
    zh="文件中没有数据行，请填写后再报。", en="The file has no rows: fill it in and send it again."
)
_TWICE = Text(
    zh="同一部门、事项、期间出现两次。", en="The same department, item and period stand twice in the file."
)


@dataclass(frozen=True, slots=True)
class CountFault:
    """What is wrong with one row (0: with the whole file)."""

    row_no: int
    text: Text


@dataclass(frozen=True, slots=True)
class Known:
    """Department and item by every name they go by in a file, and the day of the report."""

    departments: Mapping[str, str]
    items: Mapping[str, str]
    today: date


def read_counts(rows: pl.DataFrame, known: Known) -> tuple[tuple[SourceLine, ...], tuple[CountFault, ...]]:
    """The lines of a file (String columns named by `COLUMNS`, and row_no), or its faults; never both."""
    found: list[SourceLine] = []
    faults: list[CountFault] = []
    seen: set[tuple[str, str, date, date]] = set()
    for row in rows.iter_rows(named=True):
        read = _line(row, known)
        if isinstance(read, Text):
            faults.append(CountFault(row["row_no"], read))
            continue
        key = (read.department, read.item, read.first, read.last)
        if key in seen:
            faults.append(CountFault(row["row_no"], _TWICE))
        seen.add(key)
        found.append(read)
    if not found and not faults:
        faults.append(CountFault(0, _NO_ROWS))
    return (() if faults else tuple(found)), tuple(faults)


def _line(row: Mapping[str, str | None], known: Known) -> SourceLine | Text:
    cells = {column.code: (row.get(column.code) or "").strip() for column in COLUMNS}
    department = known.departments.get(cells["DEPARTMENT"])
    if department is None:
        return Text(
            zh=f"部门“{cells['DEPARTMENT']}”不存在，或者不由您报送。",
            en=f"There is no department “{cells['DEPARTMENT']}”, or it is not yours to report for.",
        )
    item = known.items.get(cells["ITEM"])
    if item is None:
        return Text(
            zh=f"目录中没有事项“{cells['ITEM']}”。", en=f"The catalogue has no item “{cells['ITEM']}”."
        )
    first, last = _day(cells["PERIOD_FROM"]), _day(cells["PERIOD_TO"])
    if first is None or last is None:
        return Text(
            zh="期间的起止日期请写成 2026-01-31 的样子。", en="Write both days of the period like 2026-01-31."
        )
    if last < first or last > known.today:
        return Text(
            zh="期间的止日早于起日，或者晚于今天。", en="The period ends before it begins, or after today."
        )
    if not _COUNT.match(cells["COUNT"]):
        return Text(zh="数量应为零或正整数。", en="The count is a whole number, nought or more.")
    return SourceLine(department, item, first, last, int(cells["COUNT"].partition(".")[0]))


def _day(text: str) -> date | None:
    parts = _DATE.match(text)
    if parts is None:
        return None
    try:
        return date(*(int(part) for part in parts.groups() if part))
    except ValueError:
        return None

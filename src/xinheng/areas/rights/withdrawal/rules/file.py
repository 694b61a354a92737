"""Reading a file of revocations: each row names a record and the act that revoked what it rests on.

Columns: key, or subject and number; cause, instrument, day. A row that cannot be read is refused with its reason and
takes nothing from the others; every row is in the answer (R5).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from xinheng.areas.rights.withdrawal.terms import CAUSE_TITLES, Cause, NoticeLine, Refusal, Revocation
from xinheng.kernel.lawbook.decision import Reason
from xinheng.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its code, its titles (the first heads the template), other names it goes by."""

    code: str
    titles: tuple[str, str]
    aliases: tuple[str, ...] = ()
    required: bool = False


COLUMNS = (
    Column("KEY", ("记录编号", "Record key"), ("记录标识", "key")),
    Column("SUBJECT", ("统一社会信用代码", "USCC"), ("主体代码", "信用代码", "subject")),
    Column("NUMBER", ("文书号", "Instrument number"), ("原文书号", "决定书文号", "number")),
    Column("CAUSE", ("撤销方式", "How revoked"), ("撤销原因", "cause"), required=True),
    Column(
        "INSTRUMENT",
        ("撤销文书号", "Number of the revoking act"),
        ("撤销决定文号", "instrument"),
        required=True,
    ),
    Column("DAY", ("撤销日期", "Day of the revoking act"), ("撤销决定日期", "decided_on"), required=True),
)
_KEY = re.compile(r"[0-9a-f]{32}")
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T]0{1,2}:00(?::00)?)?")
_CAUSES = (
    {each.value: each for each in Cause}
    | {CAUSE_TITLES[each].zh: each for each in Cause}
    | {CAUSE_TITLES[each].en.lower(): each for each in Cause}
    | {"行政机关": Cause.ORGAN, "复议": Cause.RECONSIDERATION, "行政复议": Cause.RECONSIDERATION}
    | {"法院判决": Cause.JUDGMENT, "判决": Cause.JUDGMENT, "人民法院判决": Cause.JUDGMENT}
)
_BAD_KEY = Reason(
    "bad_key", Text(zh="记录编号应为 32 位十六进制数。", en="A record key has 32 hexadecimal digits.")
)
_UNNAMED = Reason(
    "unnamed",
    Text(
        zh="请填写记录编号，或者同时填写统一社会信用代码和文书号。",
        en="Give the record's key, or both the USCC and the instrument number.",
    ),
)
_BAD_CAUSE = Reason(
    "bad_cause",
    Text(
        zh=f"撤销方式应为：{'、'.join(CAUSE_TITLES[each].zh for each in Cause)}。",
        en=f"How it was revoked is one of: {', '.join(CAUSE_TITLES[each].en for each in Cause)}.",
    ),
)
_BAD_DAY = Reason(
    "bad_day", Text(zh="撤销日期请写成 2026-01-31 的样子。", en="Write the day like 2026-01-31.")
)


def read_lines(rows: pl.DataFrame) -> tuple[tuple[NoticeLine, ...], tuple[Refusal, ...]]:
    """The lines of a file (String columns named by `COLUMNS`, and row_no), and the rows that are none."""
    lines: list[NoticeLine] = []
    refused: list[Refusal] = []
    for row in rows.iter_rows(named=True):
        read = _line(row)
        if isinstance(read, NoticeLine):
            lines.append(read)
        else:
            refused.append(Refusal(row["row_no"], read))
    return tuple(lines), tuple(refused)


def _line(row: Mapping[str, str | None]) -> NoticeLine | tuple[Reason, ...]:
    cells = {column.code: (row.get(column.code) or "").strip() for column in COLUMNS}
    key, cause, day = cells["KEY"].lower(), _CAUSES.get(cells["CAUSE"].lower()), _day(cells["DAY"])
    against = []
    if key and not _KEY.fullmatch(key):
        against.append(_BAD_KEY)
    if not key and not (cells["SUBJECT"] and cells["NUMBER"]):
        against.append(_UNNAMED)
    if cause is None:
        against.append(_BAD_CAUSE)
    if day is None:
        against.append(_BAD_DAY)
    if against or cause is None or day is None:
        return tuple(against)
    return NoticeLine(
        row=row["row_no"],  # type: ignore[arg-type]  # the one column that is no text
        revocation=Revocation(cause, cells["INSTRUMENT"], day), key=bytes.fromhex(key), subject=cells["SUBJECT"],
        number=cells["NUMBER"],
    )  # fmt: skip


def _day(text: str) -> date | None:
    parts = _DAY.fullmatch(text)
    try:
        return date(*(int(part) for part in parts.groups())) if parts else None
    except ValueError:
        return None

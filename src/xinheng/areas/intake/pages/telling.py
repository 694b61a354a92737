"""What a submission's pages say: numbers, columns, rows and findings as lines to draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.intake import service
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.terms import (
    COUNT_TITLES,
    DISPOSITION_TITLES,
    RULES,
    SEVERITY_TITLES,
    Disposition,
    Severity,
)
from xinheng.areas.ledger.terms import KIND_TEXTS, EntryKind
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.entries import LogEntry
from xinheng.plumbing.clock import day_of

_LOOKS = {"rejected": "bad", "pending": "wait"}


@dataclass(frozen=True, slots=True)
class Term:
    """One number of the equation; `look` is empty, none (a nought), bad or wait."""

    title: Text
    count: int
    look: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sender that was used, and the field it was taken for."""

    header: str
    code: str
    title: Text


@dataclass(frozen=True, slots=True)
class FirstRow:
    """One of the first rows, as it would go in; a cell for each column that may be shown."""

    sheet_row: int
    disposition: Disposition
    says: Text
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding with its place in the sender's sheet."""

    sheet_row: int
    column: Text
    severity: Severity
    says: Text
    text: Text
    value: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry of the log about the submission."""

    seq: int
    at: datetime
    text: Text
    actor: str
    leaf: str
    rows: int | None
    root: str


def equation(counts: Mapping[str, int]) -> list[Term]:
    """Received first, then what it is the sum of."""
    return [
        Term(title, counts[name], "none" if not counts[name] else _LOOKS.get(name, ""))
        for name, title in COUNT_TITLES.items()
    ]


def columns(row: Submission) -> list[Column]:
    """The used columns in the order of the catalogue."""
    try:
        fields = {
            field.code: field for field in catalogue.item(row.item, on=day_of(row.received_at)).value.fields
        }
    except LookupError:
        fields = {}
    order = {code: place for place, code in enumerate(fields)}
    used = [
        Column(header, code, fields[code].title if code in fields else Text(zh=code, en=code))
        for header, code in row.layout.get("used", {}).items()
    ]
    return sorted(used, key=lambda column: order.get(column.code, len(order)))


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The first rows of a file under the titles of their columns."""

    titles: tuple[Text, ...]
    rows: tuple[FirstRow, ...]


def first_rows(told: service.SubmissionFacts, used: Sequence[Column]) -> FirstRows:
    """The first rows, without the columns that nobody is shown."""
    shown = [column for column in used if told.preview and column.code in told.preview[0]]
    above = told.layout.get("rows_above", 0)
    rows = tuple(
        FirstRow(
            sheet_row=int(row["row_no"]) + above,
            disposition=Disposition(row["disposition"]),
            says=DISPOSITION_TITLES[Disposition(row["disposition"])],
            cells=tuple(row[column.code] or "" for column in shown),
        )
        for row in told.preview
    )
    return FirstRows(tuple(column.title for column in shown), rows)


def findings(
    found: Sequence[Mapping[str, Any]], used: Sequence[Column], layout: Mapping[str, Any]
) -> list[FindingLine]:
    """Findings as the sender reads them."""
    titles = {column.code: column.title for column in used}
    above = layout.get("rows_above", 0)
    whole = Text(zh="整行", en="Whole row")
    return [
        FindingLine(
            sheet_row=line["row_no"] + above,
            column=titles.get(line["field"], Text(zh=line["field"], en=line["field"]))
            if line["field"]
            else whole,
            severity=Severity(line["severity"]),
            says=SEVERITY_TITLES[Severity(line["severity"])],
            text=RULES[line["rule"]].text,
            value=line["value"] or "",
        )
        for line in found
    ]


def log_line(entry: LogEntry) -> LogLine:
    """An entry in words."""
    return LogLine(
        seq=entry.seq,
        at=datetime.fromisoformat(entry.at),
        text=KIND_TEXTS[EntryKind(entry.kind)],
        actor=entry.actor,
        leaf=entry.leaf().hex(),
        rows=entry.batch.size if entry.batch else None,
        root=entry.batch.root.hex() if entry.batch else "",
    )


def what_take_back_does(row: Submission) -> Text:
    """What happens when the submission is taken back."""
    placed = row.new + row.corrected + row.withdrawn
    return Text(
        zh=f"本次入库的 {placed:,} 条变动全部失效，此前的记录恢复原状；待人工处理的 {row.pending:,} 行一并退回。"
        "撤回不能再撤销，如需重新入库请重新报送。",
        en=f"All {placed:,} changes that it brought lose their effect and what stood before stands again; "
        f"{row.pending:,} rows that still wait are sent back. It cannot be undone: send the file again instead.",
    )

"""What a marked-up workbook shows: colours, comments, the lines of the receipt sheet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from xinheng.kernel.text import Text

RECEIPT_SHEET = "收据 Receipt"


@dataclass(frozen=True, slots=True)
class Severity:
    """How one kind of finding looks. `colour` is RRGGBB, light enough for black text."""

    title: Text
    colour: str


SEVERITIES: Mapping[str, Severity] = {
    "reject": Severity(Text(zh="退回", en="rejected"), "FFC7CE"),
    "pend": Severity(Text(zh="待人工处理", en="waits for a person"), "FFE699"),
    "note": Severity(Text(zh="提示", en="note"), "DDEBF7"),
}
"""Gravest first."""
_GRAVITY = tuple(SEVERITIES)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receipt sheet says beside the findings."""

    title: Text
    facts: Sequence[tuple[Text, str]]
    """Receipt number, sender, time and the like."""
    counts: Sequence[tuple[Text, int]]
    rules: Mapping[str, Text]
    """Rule id → sentence."""
    headers: Mapping[str, str]
    """Field code → header as sent."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell to colour: the gravest severity on it, and every sentence, Chinese first."""

    row_no: int
    header: str | None
    """None: the finding is about the row, not about one column of it."""
    severity: str
    comment: str

    @property
    def colour(self) -> str:
        return SEVERITIES[self.severity].colour


def marks(findings: pl.DataFrame, receipt: Receipt) -> list[Mark]:
    """The cells to mark, by row. Findings of a field that the file has no column for stand on the row."""
    cells: defaultdict[tuple[int, str | None], list[tuple[str, str]]] = defaultdict(list)
    for row_no, field, rule, severity in findings.select("row_no", "field", "rule", "severity").iter_rows():
        cells[row_no, receipt.headers.get(field)].append((severity, rule))
    return [
        Mark(
            row_no,
            header,
            min((severity for severity, _ in told), key=_GRAVITY.index),
            _comment(told, receipt),
        )
        for (row_no, header), told in sorted(cells.items(), key=lambda cell: (cell[0][0], cell[0][1] or ""))
    ]


def _comment(told: Sequence[tuple[str, str]], receipt: Receipt) -> str:
    unique = list(dict.fromkeys(told))
    lines = [f"【{SEVERITIES[severity].title.zh}】{_sentence(rule, receipt).zh}" for severity, rule in unique]
    lines += [f"[{SEVERITIES[severity].title.en}] {_sentence(rule, receipt).en}" for severity, rule in unique]
    return "\n".join(lines)


def _sentence(rule: str, receipt: Receipt) -> Text:
    return receipt.rules.get(rule) or Text(zh=rule, en=rule)


def receipt_lines(findings: pl.DataFrame, receipt: Receipt) -> list[tuple[str | int, ...]]:
    """The receipt sheet, row by row: title, facts, counts, then findings per rule (most frequent first)."""
    lines: list[tuple[str | int, ...]] = [(receipt.title.zh, receipt.title.en), ()]
    lines += [(f"{title.zh} {title.en}", value) for title, value in receipt.facts]
    lines.append(())
    lines += [(f"{title.zh} {title.en}", count) for title, count in receipt.counts]
    lines += [(), ("发现的问题 Findings", "处理 Severity", "行数 Rows", "说明（英文）Explanation")]
    per_rule = findings.group_by("rule", "severity").agg(pl.col("row_no").n_unique().alias("rows"))
    for rule, severity, rows in per_rule.sort(
        ["rows", "rule", "severity"], descending=[True, False, False]
    ).iter_rows():
        sentence = _sentence(rule, receipt)
        kind = SEVERITIES[severity].title
        lines.append((sentence.zh, f"{kind.zh} {kind.en}", rows, sentence.en))
    return lines

"""A report as a workbook in Chinese: what a credit centre sends to the departments."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from xinheng.areas.quality.pages.sheet import Sheet
from xinheng.areas.quality.terms import (
    FAULT_TITLES,
    INDICATOR_RULES,
    INDICATOR_TITLES,
    MATCH_TITLES,
    NO_DATA,
    NOT_IN_SCORE,
    SCORE_RULE,
    SCORED,
    UNDISPLAYED_TITLES,
    Fault,
    Line,
    PeriodKind,
    Report,
    Share,
    Tally,
)
from xinheng.plumbing.clock import SHANGHAI


@dataclass(frozen=True, slots=True)
class Names:
    """Chinese names by code; `node` is the sender, `synthetic` marks the data of a demonstration."""

    node: str
    synthetic: bool
    departments: Mapping[str, str]
    items: Mapping[str, str]
    regions: Mapping[str, str]


def report_workbook(report: Report, names: Names) -> bytes:
    """XLSX, one sheet a matter; every percentage has its two counts beside it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": f"“双公示”数据质量{report.title.zh}", "author": names.node})
        _cover(book, report, names)
        scored = report.board.span.kind is not PeriodKind.WEEK
        _units(book, "分部门", report.board.departments, report, names, scored=scored)
        _units(book, "分地区", report.board.regions, report, names, scored=scored)
        _units(book, "分事项", report.board.items, report, names, scored=False)
        _trend(book, report, names)
        _late(book, report, names)
        _counts(book, report, names)
        _problems(book, report, names)
        _undisplayed(book, report, names)
        _method(book, report, names)
    return buffer.getvalue()


def _cover(book: Any, report: Report, names: Names) -> None:
    sheet = Sheet(
        book, "概况", f"“双公示”数据质量{report.title.zh}", _below(report, names), [26, 16, 14, 16, 16]
    )
    for sentence in summary(report):
        sheet.paragraph(sentence)
    sheet.blank()
    rows: list[list[str | int]] = []
    for indicator in SCORED:
        now, then = report.board.total.share(indicator), report.board.previous.share(indicator)
        rows.append([INDICATOR_TITLES[indicator].zh, percent(now), now.part, now.whole, percent(then)])
    sheet.table(["指标", "本期", "分子（条）", "分母（条）", "上期"], rows)
    sheet.blank()
    for citation in report.citations:
        sheet.paragraph(
            f"依据：{citation.title.zh}（{_article(citation.article)}）：“{citation.quote or ''}”"
        )


def _article(anchor: str) -> str:
    """An anchor of a source as people write it: 33 → 第33条, item-38 → 第38项."""
    if anchor.startswith("item-"):
        return f"第{anchor.removeprefix('item-')}项"
    return f"第{anchor}条" if anchor.isdigit() else anchor


def summary(report: Report) -> list[str]:
    """What a leader reads: the period in four sentences."""
    total, span = report.board.total, report.board.span
    open_ones = sum(line.all.open for line in report.problems)
    told = [
        f"{span.label.zh}，共收到报送文件 {total.files} 份、数据 {total.received} 行，其中入库或与库中一致 "
        f"{total.accepted} 行、退回 {total.rejected} 行、待人工核认 {total.pending} 行；"
        f"另有 {total.refused_files} 份文件整份退回。",
        f"本期首次入库 {total.records} 条，有公示时限的 {total.measured} 条，按时 {total.in_time} 条，"
        f"迟报 {total.late} 条；及时率 {percent(total.timeliness)}。",
        f"按部门自报的源头数量核对，本期少报（疑似瞒报）{total.concealed} 条。"
        if report.reconciled
        else "本期没有部门报送源头数量，无法核对瞒报。",
        f"截至制表时，全部未办结问题 {open_ones} 条，应公示未公示 "
        f"{sum(line.records for line in report.undisplayed)} 条。",
    ]
    if total.provisional:
        told.append(f"其中 {total.provisional} 条的截止日落在节假日安排尚未公布的年份，为暂定。")
    return told


def percent(share: Share) -> str:
    """The percentage, or that there is none."""
    return share.percent or NO_DATA.zh


def _below(report: Report, names: Names) -> str:
    made = report.moment.astimezone(SHANGHAI)
    synthetic = "演示数据，均为虚构。" if names.synthetic else ""
    return f"{report.board.span.label.zh}　制表：{names.node}　{made:%Y年%m月%d日 %H:%M}　{synthetic}"


_COUNTED = (
    "及时率", "按时（条）", "应计（条）", "迟报（条）", "完整率", "必填齐全（行）", "收到（行）",
    "合规率", "合格（行）", "核毕（行）", "退回（行）", "待核认（行）", "疑似瞒报（条）",
)  # fmt: skip


def _counted(tally: Tally) -> list[str | int]:
    timely, complete, compliant = tally.shares
    return [
        percent(timely), timely.part, timely.whole, tally.late,
        percent(complete), complete.part, complete.whole,
        percent(compliant), compliant.part, compliant.whole, tally.rejected, tally.pending, tally.concealed,
    ]  # fmt: skip


def _units(
    book: Any, name: str, lines: Sequence[Line], report: Report, names: Names, *, scored: bool
) -> None:
    head = ["序号", "名称"] + (["得分", "依据指标数"] if scored else []) + list(_COUNTED)
    widths = [6, 24] + ([9, 11] if scored else []) + [10] * len(_COUNTED)
    sheet = Sheet(book, name, f"{report.title.zh}（{name}）", _below(report, names), widths)
    rows: list[list[str | int]] = []
    for number, line in enumerate(lines, start=1):
        score: list[str | int] = []
        if scored:
            score = (
                [line.score.points, f"{len(line.score.counted)} / 3"] if line.score else [NO_DATA.zh, "0 / 3"]
            )
        rows.append([number, line.title.zh, *score, *_counted(line.tally)])
    sheet.table(head, rows, freeze=2)


def _trend(book: Any, report: Report, names: Names) -> None:
    sheet = Sheet(
        book, "趋势", f"{report.title.zh}（趋势）", _below(report, names), [34] + [10] * len(_COUNTED)
    )
    rows = [[point.span.label.zh, *_counted(point.tally)] for point in report.trend]
    sheet.table(["期间", *_COUNTED], rows, freeze=1)


def _late(book: Any, report: Report, names: Names) -> None:
    sheet = Sheet(
        book, "迟报清单",
        f"{report.title.zh}（迟报清单，共 {report.late_count} 条，列 {len(report.late)} 条）",
        _below(report, names), [6, 28, 18, 30, 22, 12, 12, 12, 10, 8, 18, 30],
    )  # fmt: skip
    head = [
        "序号",
        "报送部门",
        "事项",
        "文书号",
        "相对人代码",
        "决定日期",
        "截止日期",
        "入库日期",
        "迟（工作日）",
        "暂定",
        "受理号",
        "说明",
    ]
    rows: list[list[str | int]] = [
        [
            number, names.departments.get(each.department, each.department),
            names.items.get(each.item, each.item),
            each.instrument, each.subject, f"{each.decided_on}", f"{each.due_day}", f"{each.known_on}",
            each.working_days_late, "是" if each.provisional else "", each.receipt_no, each.closed_reason,
        ]
        for number, each in enumerate(report.late, start=1)
    ]  # fmt: skip
    sheet.table(head, rows, freeze=2)


def _counts(book: Any, report: Report, names: Names) -> None:
    sheet = Sheet(
        book, "源头核对", f"{report.title.zh}（源头数量核对）", _below(report, names),
        [28, 22, 12, 12, 12, 12, 12, 12, 18, 30],
    )  # fmt: skip
    head = [
        "部门",
        "事项",
        "期间起",
        "期间止",
        "源头（条）",
        "收到（条）",
        "少报（条）",
        "截止日期",
        "结果",
        "说明",
    ]
    rows: list[list[str | int]] = [
        [
            names.departments.get(each.line.department, each.line.department),
            names.items.get(each.line.item, each.line.item), f"{each.line.first}", f"{each.line.last}",
            each.line.count, each.received, each.missing, f"{each.due_day or ''}",
            MATCH_TITLES[each.match].zh, each.reason,
        ]
        for each in report.reconciled
    ]  # fmt: skip
    sheet.table(head, rows, freeze=2)


def _problems(book: Any, report: Report, names: Names) -> None:
    sheet = Sheet(book, "问题台账", "问题数据办结情况（截至制表时）", _below(report, names), [32] + [10] * 10)
    states = ("未办结", "已补正", "已说明")
    head = [
        "部门",
        *(f"{FAULT_TITLES[fault].zh}{state}" for fault in Fault for state in states),
        "未办结合计",
    ]
    rows: list[list[str | int]] = []
    for line in report.problems:
        found = [line.by_fault[fault] for fault in Fault]
        numbers = [number for each in found for number in (each.open, each.mended, each.closed)]
        rows.append([line.title.zh, *numbers, line.all.open])
    sheet.table(head, rows, freeze=1)


def _undisplayed(book: Any, report: Report, names: Names) -> None:
    sheet = Sheet(
        book, "应示未示", "应公示而未公示（截至制表时）", _below(report, names), [32, 28, 28, 12, 14]
    )
    rows: list[list[str | int]] = [
        [
            names.departments.get(each.department, each.department), names.items.get(each.item, each.item),
            UNDISPLAYED_TITLES[each.why].zh, each.records, f"{each.since}",
        ]
        for each in report.undisplayed
    ]  # fmt: skip
    sheet.table(["部门", "事项", "原因", "条数", "最早入库"], rows, freeze=1)


def _method(book: Any, report: Report, names: Names) -> None:
    sheet = Sheet(book, "计算方法", "计算方法", _below(report, names), [16, 90])
    rows: list[list[str | int]] = [[INDICATOR_TITLES[each].zh, INDICATOR_RULES[each].zh] for each in SCORED]
    rows += [["得分", SCORE_RULE.zh], ["瞒报", NOT_IN_SCORE.zh]]
    for each in report.board.targets:
        rows.append(["目标", f"{each.title.zh} {each.at_least}。{each.note.zh if each.note else ''}"])
    sheet.table(["项目", "规则"], rows)

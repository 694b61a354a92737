"""What people get back, and what they fill in."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.unit.plumbing.tabular.samples import FIELDS, opened, rezipped, rows, workbook, written
from xinheng.kernel.text import Text
from xinheng.plumbing.tabular.findings import write_findings
from xinheng.plumbing.tabular.workbook import MarkedUp, Receipt, TemplateField, annotate, template
from xinheng.plumbing.tabular.workbook.built import build

HEADER = ["行政相对人名称", "信用代码", "许可决定日期"]
RULES = {
    "uscc.check": Text(zh="统一社会信用代码校验位不符", en="The check character is wrong"),
    "date.future": Text(zh="日期在未来", en="The date lies in the future"),
    "column.missing": Text(zh="缺少列", en="The column is missing"),
}
RECEIPT = Receipt(
    title=Text(zh="报送回执", en="Receipt"),
    facts=[(Text(zh="回执号", en="Number"), "=R-1")],
    counts=[(Text(zh="收到", en="Received"), 2), (Text(zh="退回", en="Rejected"), 1)],
    rules=RULES,
    headers={"XK_XDR_MC": "行政相对人名称", "XK_XDR_SHXYM": "信用代码", "XK_JDRQ": "许可决定日期"},
)
FINDINGS = pl.DataFrame(
    [
        (1, "XK_XDR_SHXYM", "uscc.check", "note", "91"),
        (2, "XK_XDR_SHXYM", "uscc.check", "reject", "=92"),
        (2, "XK_JDRQ", "date.future", "pend", "2999-01-01"),
        (2, "XK_JDRQ", "uscc.check", "reject", "2999-01-01"),
        (2, "XK_ZT", "column.missing", "note", None),
    ],
    schema={
        "row_no": pl.UInt32,
        "field": pl.String,
        "rule": pl.String,
        "severity": pl.String,
        "value": pl.String,
    },
    orient="row",
)
LINES = [["甲公司", "91", "2023-05-06"], ["乙公司", "=92", "2999-01-01"]]


def colour(cell: openpyxl.cell.Cell) -> str | None:
    return cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type else None


def test_sender_s_own_workbook_comes_back_marked(tmp_path: Path) -> None:
    # one empty column on the left and a title row: marks must still hit their cells
    shifted = [[None, *line] for line in [["标题"], HEADER, *LINES]]
    path = workbook(tmp_path, {"说明": [["x"]], "数据": shifted})
    path = rezipped(
        path,
        lambda name, part: (
            part.replace(b"<f>92</f>", b"<f>46*2</f>")
            .replace(b"<v></v>", b"<v>92</v>")
            .replace(b"<v />", b"<v>92</v>")
        ),
    )
    table = opened(path)
    assert rows(table)[1] == (2, "乙公司", "92", "2999-01-01")
    output = tmp_path / "out.xlsx"
    got = annotate(path, FINDINGS, table=table, receipt=RECEIPT, received=2, output=output)
    assert got == MarkedUp(rows=2, complete=True, own=True)

    book = openpyxl.load_workbook(output)
    assert book.sheetnames == ["说明", "数据", "收据 Receipt"]
    sheet = book["数据"]
    assert sheet["C4"].value == 92
    assert (colour(sheet["C3"]), colour(sheet["C4"]), colour(sheet["D4"])) == ("DDEBF7", "FFC7CE", "FFC7CE")
    assert (colour(sheet["D3"]), colour(sheet["B3"])) == (None, None)
    assert sheet["D4"].comment.text == (
        "【待人工处理】日期在未来\n【退回】统一社会信用代码校验位不符\n"
        "[waits for a person] The date lies in the future\n[rejected] The check character is wrong"
    )
    assert sheet["B4"].comment.text == "【提示】缺少列\n[note] The column is missing"
    check_receipt(book["收据 Receipt"])


def check_receipt(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    lines = [tuple(cell for cell in line if cell is not None) for line in sheet.iter_rows(values_only=True)]
    assert lines == [
        ("报送回执", "Receipt"),
        (),
        ("回执号 Number", "=R-1"),
        (),
        ("收到 Received", 2),
        ("退回 Rejected", 1),
        (),
        ("发现的问题 Findings", "处理 Severity", "行数 Rows", "说明（英文）Explanation"),
        ("缺少列", "提示 note", 1, "The column is missing"),
        ("日期在未来", "待人工处理 waits for a person", 1, "The date lies in the future"),
        ("统一社会信用代码校验位不符", "提示 note", 1, "The check character is wrong"),
        ("统一社会信用代码校验位不符", "退回 rejected", 1, "The check character is wrong"),
    ]
    assert sheet["B3"].data_type == "s"


def test_text_that_looks_like_a_formula_comes_back_as_text(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"数据": [HEADER, ["甲", "x", "y"]]})
    source = openpyxl.load_workbook(path)
    for place, text in {"A2": "=HYPERLINK(1)", "B2": "+1", "C2": "@SUM(A1)"}.items():
        source["数据"][place].value = text
        source["数据"][place].data_type = "s"
    source.save(path)
    output = tmp_path / "out.xlsx"
    annotate(path, FINDINGS.head(1), table=opened(path), receipt=RECEIPT, received=1, output=output)
    sheet = openpyxl.load_workbook(output)["数据"]
    assert [(cell.value, cell.data_type, bool(cell.quotePrefix)) for cell in sheet[2]] == [
        ("=HYPERLINK(1)", "s", True),
        ("+1", "s", True),
        ("@SUM(A1)", "s", True),
    ]


def test_csv_sender_gets_a_workbook_of_the_same_look(tmp_path: Path) -> None:
    text = "\n".join(",".join(line) for line in [HEADER, *LINES])
    table = opened(written(tmp_path, "a.csv", text))
    output = tmp_path / "out.xlsx"
    got = annotate(
        table.source.__self__.request.path, FINDINGS, table=table, receipt=RECEIPT, received=2, output=output
    )
    assert got == MarkedUp(rows=2, complete=True, own=False)
    book = openpyxl.load_workbook(output)
    assert book.sheetnames == ["数据 Data", "收据 Receipt"]
    sheet = book["数据 Data"]
    assert [cell.value for cell in sheet[1]] == ["行号 Row", *HEADER]
    assert [(cell.value, cell.data_type) for cell in sheet[3]] == [
        (3, "n"),
        ("乙公司", "s"),
        ("=92", "s"),
        ("2999-01-01", "s"),
    ]
    assert (colour(sheet["C2"]), colour(sheet["C3"]), colour(sheet["A3"])) == ("DDEBF7", "FFC7CE", "DDEBF7")
    assert bool(sheet["C3"].quotePrefix)
    assert sheet["C3"].comment.text.startswith("【退回】统一社会信用代码校验位不符")
    check_receipt(book["收据 Receipt"])


def test_too_many_rows_leave_the_faulty_ones(tmp_path: Path) -> None:
    text = "\n".join([",".join(HEADER), "丙,1,2", *(",".join(line) for line in LINES)])
    table = opened(written(tmp_path, "a.csv", text))
    output = tmp_path / "out.xlsx"
    findings = FINDINGS.with_columns(pl.col("row_no") + 1)
    wide = {"table": table, "receipt": RECEIPT, "output": output}
    assert build(findings, only_faulty=True, most_rows=50_000, **wide) == 2
    assert [cell.value for cell in openpyxl.load_workbook(output)["数据 Data"]["A"]] == ["行号 Row", 3, 4]
    assert build(findings, only_faulty=True, most_rows=1, **wide) == 1


def test_template_is_read_back_as_it_is(tmp_path: Path) -> None:
    output = tmp_path / "template.xlsx"
    long = tuple(f"第{number}种许可类别的很长的名称" for number in range(40))
    fields = [
        TemplateField("XK_XDR_MC", Text(zh="行政相对人名称", en="Name"), True),
        TemplateField("XK_XDR_LB", Text(zh="行政相对人类别", en="Kind"), True, ("自然人", "个体工商户")),
        TemplateField(
            "XK_XKLB", Text(zh="许可类别", en="Licence kind"), Text(zh="法人必填", en="for bodies"), long
        ),
        TemplateField("XK_JDRQ", Text(zh="许可决定日期", en="Decided on"), is_date=True),
    ]
    template(Text(zh="行政许可", en="Licence"), fields, notes=[Text(zh="说明", en="Note")], output=output)
    book = openpyxl.load_workbook(output)
    assert book.sheetnames == ["数据", "填报说明 Guide", "选项 Lists"]
    sheet = book["数据"]
    assert [cell.value for cell in sheet[1]] == [
        "行政相对人名称",
        "行政相对人类别",
        "许可类别",
        "许可决定日期",
    ]
    assert sheet["C1"].comment.text == "代码 Code: XK_XKLB\n法人必填。\nLicence kind: for bodies."
    assert [colour(cell) for cell in sheet[1]] == ["FCE4D6", "FCE4D6", "FCE4D6", "EDEDED"]
    rules = {str(rule.sqref): (rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation}
    assert rules["B2:B10001"] == ("list", '"自然人,个体工商户"')
    assert rules["C2:C10001"] == ("list", "'选项 Lists'!$A$2:$A$41")
    assert sheet.column_dimensions["D"].number_format == "yyyy-mm-dd"

    for place, value in zip("ABCD", ["甲公司", "自然人", long[0], "2023-05-06"], strict=True):
        sheet[f"{place}2"] = value
    book.save(output)
    table = opened(output, fields=FIELDS)
    assert table.sheet == "数据"
    assert rows(table) == [(1, "甲公司", "自然人", long[0], "2023-05-06")]


def test_findings_as_files(tmp_path: Path) -> None:
    parquet, csv = tmp_path / "f.parquet", tmp_path / "f.csv"
    count = write_findings(
        FINDINGS, texts=RULES, headers=RECEIPT.headers, rows_above=3, parquet=parquet, csv=csv
    )
    assert count == 5
    kept = pl.read_parquet(parquet)
    assert kept.columns == [
        "sheet_row",
        "row_no",
        "field",
        "header",
        "rule",
        "severity",
        "value",
        "text_zh",
        "text_en",
    ]
    assert kept.row(1) == (
        5, 2, "XK_XDR_SHXYM", "信用代码", "uscc.check", "reject", "=92",
        "统一社会信用代码校验位不符", "The check character is wrong",
    )  # fmt: skip
    text = csv.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff表中行号 sheet row,数据行号 data row,")
    assert "5,2,XK_XDR_SHXYM,信用代码,uscc.check,reject,'=92," in text


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_findings_guard_formulas(tmp_path: Path, value: str) -> None:
    findings = FINDINGS.head(1).with_columns(value=pl.lit(value))
    csv = tmp_path / "f.csv"
    write_findings(findings, texts=RULES, headers={}, rows_above=0, parquet=tmp_path / "f.parquet", csv=csv)
    assert pl.read_csv(csv)["原值 value"].to_list() == [f"'{value}"]

"""Workbooks as people fill them in, and those made to do harm."""

from __future__ import annotations

import struct
import zipfile
import zlib
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.unit.plumbing.tabular.samples import opened, rezipped, rows, workbook, written
from xinheng.plumbing.tabular.sniff import WrongFormat
from xinheng.plumbing.tabular.terms import (
    Damaged,
    EmptyFile,
    Limits,
    NoDataKind,
    OtherSheet,
    TooLarge,
    TooManyColumns,
)
from xinheng.plumbing.tabular.xlsx_reader import SeveralDataSheets, UnknownSheet

HEADER = ["行政相对人名称", "信用代码", "许可决定日期"]
AT = datetime(2018, 7, 27, 10, 5, 1)  # noqa: DTZ001
SHEET = "xl/worksheets/sheet1.xml"


def test_cells_are_text(tmp_path: Path) -> None:
    line = [
        "007",
        20180727,
        date(2018, 7, 27),
        AT,
        43308,
        0.1 + 0.2,
        True,
        2000.0,
    ]
    path = workbook(tmp_path, {"数据": [[*HEADER, "d", "e", "f", "g", "h"], line]})
    noisy = rezipped(path, lambda name, part: part.replace(b"<v>0.3</v>", b"<v>0.30000000000000004</v>"))
    assert rows(opened(noisy)) == [
        (1, "007", "20180727", "2018-07-27", "2018-07-27 10:05:01", "43308", "0.3", "true", "2000")
    ]


def test_title_explanation_totals_and_blank_rows(tmp_path: Path) -> None:
    lines = [
        ["行政许可信息表"],
        ["填表说明：请勿改动表头"],
        [],
        HEADER,
        ["甲公司", "91", "2023-05-06"],
        [],
        ["乙公司", "92", "2023-05-07"],
        ["合计", None, 2],
    ]
    table = opened(workbook(tmp_path, {"数据": lines}))
    assert rows(table) == [(1, "甲公司", "91", "2023-05-06"), (3, "乙公司", "92", "2023-05-07")]
    assert table.rows_above == 4
    assert table.blank_rows == 1
    assert [(row.sheet_row, row.kind) for row in table.no_data_rows] == [
        (1, NoDataKind.TITLE),
        (2, NoDataKind.EXPLANATION),
        (8, NoDataKind.TOTAL),
    ]


def test_two_row_header_of_merged_groups(tmp_path: Path) -> None:
    lines = [
        ["行政相对人", None, "许可决定日期", "有效期", None],
        ["名称", "信用代码", None, "自", "至"],
        ["甲公司", "91", "2023-05-06", "2023-05-06", "2028-05-05"],
    ]
    table = opened(workbook(tmp_path, {"数据": lines}))
    assert table.header == ("行政相对人名称", "信用代码", "许可决定日期", "有效期自", "有效期至")
    assert rows(table) == [(1, "甲公司", "91", "2023-05-06", "2023-05-06", "2028-05-05")]
    assert [(row.sheet_row, row.kind) for row in table.no_data_rows] == [(2, NoDataKind.HEADER)]


def test_header_in_both_forms(tmp_path: Path) -> None:
    lines = [HEADER, ["XK_XDR_MC", "XK_XDR_SHXYM", "XK_JDRQ"], ["甲公司", "91", "2023-05-06"]]
    table = opened(workbook(tmp_path, {"数据": lines}))
    assert table.header == tuple(HEADER)
    assert rows(table) == [(1, "甲公司", "91", "2023-05-06")]


def test_blank_column_and_empty_margin(tmp_path: Path) -> None:
    lines = [[], [None, HEADER[0], None, *HEADER[1:]], [None, "甲公司", None, "91", "2023-05-06"]]
    table = opened(workbook(tmp_path, {"数据": lines}))
    assert table.header == ("行政相对人名称", "#2", "信用代码", "许可决定日期")
    assert rows(table) == [(1, "甲公司", None, "91", "2023-05-06")]


def test_the_sheet_with_the_data_is_found_and_the_others_are_named(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, {"说明": [["请按此表填报"], ["第二行"]], "空": [], "一月": [HEADER, ["甲", "91", "x"]]}
    )
    table = opened(path)
    assert table.sheet == "一月"
    assert table.other_sheets == (OtherSheet("说明", 2),)
    assert rows(table) == [(1, "甲", "91", "x")]


def test_two_sheets_of_data_are_not_guessed(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"一月": [HEADER, ["甲", "91", "x"]], "二月": [HEADER, ["乙", "92", "y"]]})
    with pytest.raises(SeveralDataSheets) as caught:
        opened(path)
    assert caught.value.status == 422
    assert caught.value.text.zh == "有多张工作表含有数据：一月、二月。请合并为一张，或指明报送哪一张。"
    assert rows(opened(path, sheet="二月")) == [(1, "乙", "92", "y")]
    with pytest.raises(UnknownSheet):
        opened(path, sheet="三月")


def test_nothing_in_it(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        opened(workbook(tmp_path, {"数据": []}, "a.xlsx"))
    with pytest.raises(EmptyFile):
        opened(workbook(tmp_path, {"数据": [HEADER]}, "b.xlsx"))


def test_cut_upload(tmp_path: Path) -> None:
    whole = workbook(tmp_path, {"数据": [HEADER, ["甲", "91", "x"]]}).read_bytes()
    with pytest.raises(Damaged) as caught:
        opened(written(tmp_path, "cut.xlsx", whole[: len(whole) // 2]))
    assert caught.value.status == 400


def test_broken_inner_xml(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"数据": [HEADER, ["甲", "91", "x"]]})
    with pytest.raises(Damaged):
        opened(rezipped(path, lambda name, part: b"<workbook><" if name == "xl/workbook.xml" else part))


def test_another_zip_and_macros(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "x")
    with pytest.raises(WrongFormat) as caught:
        opened(tmp_path / "a.xlsx")
    assert caught.value.status == 415
    path = workbook(tmp_path, {"数据": [HEADER, ["甲", "91", "x"]]}, "b.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", "x")
    with pytest.raises(WrongFormat):
        opened(path)


def test_bomb_that_says_so(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"数据": [HEADER, ["甲", "91", "x"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.xml", bytes(30 << 20))
    with pytest.raises(TooLarge) as caught:
        opened(path)
    assert caught.value.status == 413
    assert "压缩炸弹" in caught.value.text.zh
    with pytest.raises(TooLarge):
        opened(path, limits=Limits(workbook_inflated_bytes=20 << 20, workbook_ratio=100_000))


def test_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"数据": [HEADER, ["甲", "91", "x"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.xml", bytes(30 << 20))
    raw = path.read_bytes()
    assert raw.count(struct.pack("<I", 30 << 20)) == 2
    path.write_bytes(raw.replace(struct.pack("<I", 30 << 20), struct.pack("<I", 100)))
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("xl/media/big.xml").file_size == 100
    with pytest.raises(TooLarge):
        opened(path)


@pytest.mark.parametrize(
    "reference", [b'r="AA1048576"', b"r='AA1048576'", b'r = "AA1048576"', b'\tr="aa1048576"']
)
def test_one_cell_far_away(tmp_path: Path, reference: bytes) -> None:
    path = workbook(tmp_path, {"数据": [HEADER, ["甲", "91", "x"]]})
    changed = rezipped(path, lambda name, part: part.replace(b'r="C2"', reference) if name == SHEET else part)
    with pytest.raises(TooLarge) as caught:
        opened(changed)
    assert caught.value.text.zh.startswith("工作表的范围（行×列）超过 2000 万格。")


def test_10000_columns(tmp_path: Path) -> None:
    with pytest.raises(TooManyColumns):
        opened(workbook(tmp_path, {"数据": [[f"c{n}" for n in range(10_000)], [1]]}))


def test_part_that_ends_early(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"数据": [HEADER, ["甲", "91", "x"]]})
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(SHEET)
        raw = bytearray(path.read_bytes())
    start = info.header_offset + 30 + len(SHEET)
    assert zlib.decompressobj(-15).decompress(bytes(raw[start : start + info.compress_size]))
    raw[start : start + info.compress_size] = bytes([0x02]) + bytes(info.compress_size - 1)
    with pytest.raises(Damaged):
        opened(written(tmp_path, "b.xlsx", bytes(raw)))


def test_formulas_count_by_their_stored_result(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"数据": [HEADER, ["甲", "=1+1", "x"]]})
    stored = rezipped(path, lambda name, part: part.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(
        b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"))  # fmt: skip
    assert openpyxl.load_workbook(stored)["数据"]["B2"].value == "=1+1"
    assert rows(opened(stored)) == [(1, "甲", "2", "x")]

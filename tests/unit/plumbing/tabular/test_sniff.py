"""Content decides what a file is, and the name must agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.plumbing.tabular.samples import workbook, written
from xinheng.plumbing.tabular.opening import open_table
from xinheng.plumbing.tabular.sniff import EncryptedWorkbook, WrongFormat, sniff
from xinheng.plumbing.tabular.terms import EmptyFile, Format, Limits, TooLarge, UnreadableTable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("content", "filename", "expected"),
    [
        (b"a,b\n1,2\n", "x.csv", Format.CSV),
        (b"a\tb\n", "x.TSV", Format.CSV),
        (b"a,b\n", "no-extension", Format.CSV),
        (b'\xef\xbb\xbf {"a": 1}\n', "x.jsonl", Format.JSON_LINES),
        (b'{"a": 1}\n', "x.json", Format.JSON_LINES),
        (b"PAR1", "x.parquet", Format.PARQUET),
        (b"PK\x03\x04", "x.xlsx", Format.XLSX),
    ],
)
def test_known(tmp_path: Path, content: bytes, filename: str, expected: Format) -> None:
    assert sniff(written(tmp_path, "x", content), filename=filename, limits=Limits()) is expected


@pytest.mark.parametrize(
    ("content", "filename", "error", "status", "zh"),
    [
        (b"%PDF-1.7", "x.csv", WrongFormat, 415, "文件内容是 PDF，不能读取。"),
        (b"\x1f\x8b\x08", "x.csv", WrongFormat, 415, "文件内容是 GZIP，不能读取。"),
        (b"<html><table>", "x.csv", WrongFormat, 415, "文件内容是 HTML / XML，不能读取。"),
        (b'[{"a": 1}]', "x.json", WrongFormat, 415, "文件是一个 JSON 数组。"),
        (b"a,b\n1,2\n", "x.xlsx", WrongFormat, 415, "扩展名是 .xlsx，内容却是 csv。"),
        (b"PK\x03\x04", "x.csv", WrongFormat, 415, "扩展名是 .csv，内容却是 xlsx。"),
        (b"a,b\n1,2\n", "x.exe", WrongFormat, 415, "不接收扩展名为 .exe 的文件。"),
        (OLE, "x.xls", WrongFormat, 415, "这是旧版 Office 文件"),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "x.xlsx",
            EncryptedWorkbook,
            422,
            "工作簿设有打开密码。",
        ),
        (b"", "x.csv", EmptyFile, 422, "文件是空的。"),
    ],
)
def test_refused(
    tmp_path: Path, content: bytes, filename: str, error: type[UnreadableTable], status: int, zh: str
) -> None:
    with pytest.raises(error) as caught:
        sniff(written(tmp_path, "x", content), filename=filename, limits=Limits())
    assert caught.value.status == status
    assert caught.value.text.zh.startswith(zh)
    assert caught.value.text.en


def test_too_many_bytes(tmp_path: Path) -> None:
    with pytest.raises(TooLarge) as caught:
        sniff(written(tmp_path, "x", b"a,b\n1,2\n"), filename="x.csv", limits=Limits(file_bytes=7))
    assert caught.value.status == 413


def test_workbook_under_a_csv_name(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"数据": [["a", "b"], [1, 2]]})
    with pytest.raises(WrongFormat):
        open_table(path, filename="data.csv", limits=Limits())

"""JSON lines: keys, values as text, bad lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.plumbing.tabular.samples import opened, rows, written
from xinheng.plumbing.tabular.json_reader import NoJsonObject
from xinheng.plumbing.tabular.terms import EmptyFile, Limits, TooLarge, TooManyColumns


def test_values_are_written_as_text(tmp_path: Path) -> None:
    text = '{"a":"007","b":1,"c":1.10,"d":null,"e":true,"f":{"k":[1]},"g":2000.0,"h":""}\n'
    table = opened(written(tmp_path, "a.jsonl", text))
    assert table.header == ("a", "b", "c", "d", "e", "f", "g", "h")
    assert rows(table) == [(1, "007", "1", "1.1", None, "true", '{"k": [1]}', "2000", None)]


def test_bad_lines_are_malformed_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    text = '{"a":"1"}\n\n{"a":"3"\n[1,2]\n{"a":"5"} x\n"word"\n{"a":"7"}'
    table = opened(written(tmp_path, "a.jsonl", text))
    assert rows(table) == [(1, "1"), (7, "7")]
    assert [(row.row_no, row.text) for row in table.malformed] == [
        (3, '{"a":"3"'),
        (4, "[1,2]"),
        (5, '{"a":"5"} x'),
        (6, '"word"'),
    ]
    assert table.malformed[0].reason.zh == "这一行不是有效的 JSON 对象。"


def test_key_that_comes_late_is_a_column(tmp_path: Path) -> None:
    text = '{"a":"1"}\n' * 5000 + '{"a":"2","late":"x"}\n'
    table = opened(written(tmp_path, "a.jsonl", text))
    assert table.header == ("a", "late")
    assert rows(table)[-1] == (5001, "2", "x")


def test_sender_s_own_row_no_is_kept_apart(tmp_path: Path) -> None:
    table = opened(written(tmp_path, "a.jsonl", '{"row_no":"77","a":"x"}\n'))
    assert table.header == ("row_no#1", "a")
    assert rows(table) == [(1, "77", "x")]


def test_gb18030(tmp_path: Path) -> None:
    table = opened(written(tmp_path, "a.jsonl", '{"行政相对人名称":"贵阳某某有限公司"}\n'.encode("gb18030")))
    assert rows(table) == [(1, "贵阳某某有限公司")]


def test_cell_of_200000_characters_survives(tmp_path: Path) -> None:
    cell = "许" * 200_000
    assert rows(opened(written(tmp_path, "a.jsonl", f'{{"a":"{cell}"}}\n'))) == [(1, cell)]


def test_refusals(tmp_path: Path) -> None:
    with pytest.raises(NoJsonObject):
        opened(written(tmp_path, "a.jsonl", "{1}\n{2}\n"))
    with pytest.raises(EmptyFile):
        opened(written(tmp_path, "b.jsonl", ""))
    keys = ",".join(f'"k{number}":1' for number in range(10_000))
    with pytest.raises(TooManyColumns):
        opened(written(tmp_path, "c.jsonl", f"{{{keys}}}\n"))
    with pytest.raises(TooLarge):
        rows(opened(written(tmp_path, "d.jsonl", '{"a":1}\n' * 11), limits=Limits(rows=10)))
    with pytest.raises(TooLarge):
        opened(written(tmp_path, "e.jsonl", '{"a":"' + "x" * 9_000_000), limits=Limits(row_bytes=65536))

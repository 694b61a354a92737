"""CSV as senders write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.plumbing.tabular.samples import FIELDS, opened, rows, written
from xinheng.plumbing.tabular.encoding import NulByte, UndecodableText
from xinheng.plumbing.tabular.table import NotTheStatedForm
from xinheng.plumbing.tabular.terms import EmptyFile, Limits, NoDataKind, TooLarge, TooManyColumns

HEADER = "XK_XDR_MC,XK_XDR_SHXYM,XK_JDRQ\n"


def test_words_for_nothing_stay_text_and_empty_cells_are_null(tmp_path: Path) -> None:
    table = opened(written(tmp_path, "a.csv", HEADER + 'NULL,NA,\n"",\\N,nan\n'))
    assert table.header == ("XK_XDR_MC", "XK_XDR_SHXYM", "XK_JDRQ")
    assert rows(table) == [(1, "NULL", "NA", None), (2, None, "\\N", "nan")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = delimiter.join(["行政相对人名称", "信用代码", "许可决定日期"]) + "\r\n"
    text += delimiter.join(["贵阳一二三有限公司", "91520100MA6DWQ1234", "2023-05-06"]) + "\r\n"
    table = opened(written(tmp_path, "a.csv", text.encode(encoding)))
    assert table.delimiter == delimiter
    assert table.header == ("行政相对人名称", "信用代码", "许可决定日期")
    assert rows(table) == [(1, "贵阳一二三有限公司", "91520100MA6DWQ1234", "2023-05-06")]


def test_non_ascii_far_down_decides_the_encoding(tmp_path: Path) -> None:
    body = "a,b,c\n" * 400_000
    table = opened(written(tmp_path, "a.csv", (HEADER + body + "黔东南,甲,乙\n").encode("gb18030")))
    assert table.encoding == "gb18030"
    last = rows(table)[-1]
    assert last == (400_001, "黔东南", "甲", "乙")


def test_word_that_is_well_formed_in_both_encodings(tmp_path: Path) -> None:
    table = opened(written(tmp_path, "a.csv", (HEADER + "联通,b,c\n").encode("gbk")))
    assert rows(table) == [(1, "联通", "b", "c")]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(
        st.text(
            st.characters(codec="gb18030", exclude_characters='"\r\n\0', exclude_categories=["Cs", "Cc"]),
            min_size=1,
        ).map(lambda text: f"中{text.strip()}文"),
        min_size=3,
        max_size=3,
    ),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_any_text_survives_the_round_trip(tmp_path: Path, cells: list[str], encoding: str) -> None:
    line = ",".join(f'"{cell}"' for cell in cells)
    head = "行政相对人名称,统一社会信用代码,许可决定日期,这是一个足够长的中文表头\n"
    path = written(tmp_path, "a.csv", f'{head}{line},"多行\n文字"\n'.encode(encoding))
    assert rows(opened(path)) == [(1, *cells, "多行\n文字")]


def test_ragged_rows_are_malformed_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    table = opened(written(tmp_path, "a.csv", HEADER + 'a,b,c\nonly,two\n\n"x\ny",b,c\n1,2,3,4\nz,b,c\n'))
    assert rows(table) == [(1, "a", "b", "c"), (4, "x\ny", "b", "c"), (6, "z", "b", "c")]
    assert [(row.row_no, row.text) for row in table.malformed] == [(2, "only,two"), (5, "1,2,3,4")]
    assert table.malformed[0].reason.zh == "这一行有 2 列，表头有 3 列。请检查分隔符和引号。"
    assert table.malformed[0].reason.en.startswith("This row has 2 columns, the header has 3.")
    assert table.blank_rows == 1


def test_row_numbers_hold_over_many_batches(tmp_path: Path) -> None:
    lines = ["too,few" if number % 1000 == 7 else f"{number},b,c" for number in range(1, 30_001)]
    table = opened(written(tmp_path, "a.csv", HEADER + "\n".join(lines)), limits=Limits(row_bytes=4096))
    got = rows(table, 1000)
    assert len(got) == 29_970
    assert all(str(row[0]) == row[1] for row in got)
    assert [row.row_no for row in table.malformed] == list(range(7, 30_001, 1000))


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    table = opened(written(tmp_path, "a.csv", HEADER + "a,b,c\nx\n合计,,2\n"))
    first = rows(table), list(table.malformed), list(table.no_data_rows)
    assert (rows(table), table.malformed, table.no_data_rows) == first


def test_title_explanation_and_totals_are_listed_as_no_data(tmp_path: Path) -> None:
    text = (
        "行政许可信息公示表,,\n填表说明：日期写作2023-05-06,,\n行政相对人名称,信用代码,许可决定日期\n"
        "甲公司,91,2023-05-06\n合 计,,1\n小计：2条\n填表人：张三  审核人：李四,,\n合计有限公司,91,2023-05-06\n"
    )
    table = opened(written(tmp_path, "a.csv", text))
    assert rows(table) == [(1, "甲公司", "91", "2023-05-06"), (5, "合计有限公司", "91", "2023-05-06")]
    listed = sorted((row.sheet_row, row.kind, row.text) for row in table.no_data_rows)
    assert listed == [
        (1, NoDataKind.TITLE, "行政许可信息公示表"),
        (2, NoDataKind.EXPLANATION, "填表说明：日期写作2023-05-06"),
        (5, NoDataKind.TOTAL, "合 计 1"),
        (6, NoDataKind.TOTAL, "小计：2条"),
        (7, NoDataKind.EXPLANATION, "填表人：张三  审核人：李四"),
    ]
    assert table.malformed == []
    assert table.rows_above == 3


def test_cell_of_200000_characters_survives(tmp_path: Path) -> None:
    cell = "许" * 200_000
    assert rows(opened(written(tmp_path, "a.csv", HEADER + f"a,{cell},c\nb,c,d\n"))) == [
        (1, "a", cell, "c"),
        (2, "b", "c", "d"),
    ]


def test_row_beyond_the_limit(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", HEADER + "a,b,c\n" * 10 + f"a,{'x' * 300_000},c\n" + "a,b,c\n" * 99_999)
    with pytest.raises(TooLarge) as caught:
        rows(opened(path, limits=Limits(row_bytes=65536)))
    assert caught.value.status == 413


def test_nul_byte(tmp_path: Path) -> None:
    with pytest.raises(NulByte) as caught:
        rows(opened(written(tmp_path, "a.csv", HEADER.encode() + b"a,\0,c\n")))
    assert caught.value.status == 400
    assert caught.value.text.zh == "文件中有空字节（NUL）。这不是正常的文本，请重新导出后报送。"


def test_nul_byte_far_down(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", HEADER.encode() + b"aaaaaaaa,b,c\n" * 900_000 + b"a,\0,c\n")
    with pytest.raises(NulByte):
        rows(opened(path))


def test_bytes_of_no_encoding(tmp_path: Path) -> None:
    with pytest.raises(UndecodableText) as caught:
        rows(opened(written(tmp_path, "a.csv", HEADER.encode() + b"a,\xff\xff,c\n")))
    assert caught.value.status == 400


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_encoding_broken_far_down(tmp_path: Path, encoding: str) -> None:
    good = "甲乙丙丁,b,c\n".encode(encoding)
    path = written(tmp_path, "a.csv", HEADER.encode() + good * 900_000 + b"a,\xff\xff,c\n" + good)
    with pytest.raises(UndecodableText):
        rows(opened(path))


def test_10000_columns(tmp_path: Path) -> None:
    header = ",".join(f"c{number}" for number in range(10_000))
    with pytest.raises(TooManyColumns) as caught:
        opened(written(tmp_path, "a.csv", header + "\n1\n"))
    assert caught.value.status == 422
    assert "10000 列" in caught.value.text.zh


@pytest.mark.parametrize("content", ["", "\n\n", HEADER, HEADER + "\n \n", "\ufeff" + HEADER])
def test_nothing_in_it(tmp_path: Path, content: str) -> None:
    with pytest.raises(EmptyFile) as caught:
        opened(written(tmp_path, "a.csv", content))
    assert caught.value.status == 422


def test_too_many_rows(tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        rows(opened(written(tmp_path, "a.csv", HEADER + "a,b,c\n" * 11), limits=Limits(rows=10)))


def test_mostly_malformed_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(NotTheStatedForm) as caught:
        rows(opened(written(tmp_path, "a.csv", HEADER + "a\n" * 11), limits=Limits(malformed=10)))
    assert caught.value.status == 422


def test_unpaired_quote_loses_nothing_silently(tmp_path: Path) -> None:
    table = opened(written(tmp_path, "a.csv", HEADER + 'a,b,c\na,"b,c\nd,e,f\n'))
    assert rows(table) == [(1, "a", "b", "c")]
    assert [row.row_no for row in table.malformed] == [2]


def test_repeated_and_blank_headers_get_names_of_their_own(tmp_path: Path) -> None:
    table = opened(written(tmp_path, "a.csv", "行政相对人名称,,信用代码,信用代码,row_no\na,b,c,d,e\n"))
    assert table.header == ("行政相对人名称", "#2", "信用代码", "信用代码#4", "row_no#5")
    assert rows(table) == [(1, "a", "b", "c", "d", "e")]


def test_no_known_field_takes_the_first_wide_row(tmp_path: Path) -> None:
    table = opened(written(tmp_path, "a.csv", "导出结果,\nx,y\n1,2\n"), fields=FIELDS)
    assert table.header == ("x", "y")
    assert rows(table) == [(1, "1", "2")]

"""Headers to fields, mapping files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.unit.plumbing.tabular.samples import FIELDS
from xinheng.plumbing.tabular.columns import Ambiguity, apply_mapping, map_columns
from xinheng.plumbing.tabular.header import find_header, header_key, known_keys
from xinheng.plumbing.tabular.mapping_file import BrokenMapping, read_mapping
from xinheng.plumbing.tabular.terms import Field

CODES = [field.code for field in FIELDS]


@pytest.mark.parametrize(
    "header",
    [
        "行政相对人代码_1(统一社会信用代码)",
        "行政相对人代码_1（统一社会信用代码）",
        "行政相对人代码－1（统一社会信用代码）",
        "行政相对人代码-1 (统一社会信用代码) ",
        "＊行政相对人代码＿１【统一社会信用代码】",
        "行政相对人代码1(统一社会信用代码)（必填）",
        "xk_xdr_shxym",
        "ＸＫ_ＸＤＲ_ＳＨＸＹＭ",
        "信用\n代码：",
    ],
)
def test_spellings_of_one_header(header: str) -> None:
    assert dict(map_columns([header], FIELDS).used) == {header: "XK_XDR_SHXYM"}


def test_one_letter_apart_stays_apart() -> None:
    used = map_columns(["xk_yxqz", "XK_YXQZI"], FIELDS).used
    assert dict(used) == {"xk_yxqz": "XK_YXQZ", "XK_YXQZI": "XK_YXQZI"}


def test_every_header_is_accounted_for() -> None:
    header = ["行政相对人名称", "宗教信仰", "#3", "电话", "有效期至", "XK_YXQZI"]
    got = map_columns(header, FIELDS, forbidden=lambda name: "宗教" in name)
    assert dict(got.used) == {"行政相对人名称": "XK_XDR_MC"}
    assert got.ignored == ("#3", "电话")
    assert got.forbidden == ("宗教信仰",)
    assert got.missing_required == ("XK_XDR_SHXYM",)
    assert got.ambiguous == (Ambiguity(("有效期至", "XK_YXQZI"), ("XK_YXQZI",)),)


def test_repeated_header_is_ambiguous() -> None:
    got = map_columns(["信用代码", "信用代码#2"], FIELDS)
    assert got.ambiguous == (Ambiguity(("信用代码", "信用代码#2"), ("XK_XDR_SHXYM",)),)
    assert "XK_XDR_SHXYM" not in got.missing_required


def test_title_of_two_fields_is_ambiguous() -> None:
    fields = (Field("A", ("名称",)), Field("B", ("名称",)))
    assert map_columns(["名称"], fields).ambiguous == (Ambiguity(("名称",), ("A", "B")),)


def test_mapping_file_decides(tmp_path: Path) -> None:
    text = """
columns: {comp_nm: XK_XDR_MC, uni_social_crd_cd: XK_XDR_SHXYM, est_dt: XK_YXQZ}
values: {XK_XDR_MC: {甲: 甲公司}}
ignore: [行政相对人名称]
constants: {XK_JDRQ: 2023-05-06}
""".replace("2023-05-06", '"2023-05-06"')
    path = tmp_path / "map.yml"
    path.write_text(text, encoding="utf-8")
    mapping = read_mapping(path, codes=CODES)
    assert mapping.headers == ("comp_nm", "uni_social_crd_cd", "est_dt", "行政相对人名称")
    header = ["row", "COMP_NM", "行政相对人名称", "uni_social_crd_cd"]
    got = map_columns(header, FIELDS, mapping)
    assert dict(got.used) == {"COMP_NM": "XK_XDR_MC", "uni_social_crd_cd": "XK_XDR_SHXYM"}
    assert got.ignored == ("row", "行政相对人名称")
    assert got.header_of["XK_XDR_MC"] == "COMP_NM"
    frame = pl.DataFrame(
        {
            "row_no": pl.Series([1, 2], dtype=pl.UInt32),
            "row": ["x", "x"],
            "COMP_NM": [" 甲", "乙"],
            "行政相对人名称": ["", ""],
            "uni_social_crd_cd": ["91", None],
        }
    )
    assert apply_mapping(frame, got).to_dict(as_series=False) == {
        "row_no": [1, 2],
        "XK_XDR_MC": ["甲公司", "乙"],
        "XK_XDR_SHXYM": ["91", None],
        "XK_JDRQ": ["2023-05-06", "2023-05-06"],
    }


def test_mapping_file_in_json() -> None:
    assert read_mapping('{"columns": {"名": "XK_XDR_MC"}}', codes=CODES).columns == {"名": "XK_XDR_MC"}


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("columns: [", "第 1 行不是有效的 YAML / JSON", "line 1 is no valid YAML / JSON"),
        (
            "- a",
            "内容应为 columns、values、ignore、constants",
            "it must hold columns, values, ignore, constants",
        ),
        (
            "colums: {}",
            "不认识的部分 colums，只能有：columns、values、ignore、constants",
            "unknown part 'colums'",
        ),
        ("columns: {a: NO_FIELD}", "没有字段 NO_FIELD", "there is no field 'NO_FIELD'"),
        ("columns: [a]", "columns 应为“名称: 值”的列表", "columns must be a table of names"),
        ("constants: {XK_JDRQ: 2023-05-06}", None, "in constants is no text; quote it"),
        ("values: {XK_JDRQ: {a: yes}, XX: {a: b}}", "没有字段 XX", "there is no field 'XX'"),
        (
            "columns: {a: XK_JDRQ, b: XK_JDRQ}",
            "字段 XK_JDRQ 对应多个列",
            "field 'XK_JDRQ' is given two columns",
        ),
        ("columns: {a: XK_JDRQ}\nignore: [Ａ]", "列名 Ａ 出现两次", "header 'Ａ' is named twice"),
        (
            "columns: {a: XK_JDRQ}\nconstants: {XK_JDRQ: x}",
            "字段 XK_JDRQ 既有列又有固定值",
            "field 'XK_JDRQ' has both a column and a constant",
        ),
        ("ignore: a", "ignore 应为列表", "ignore must be a list"),
    ],
)
def test_broken_mapping_files(text: str, zh: str | None, en: str) -> None:
    with pytest.raises(BrokenMapping) as caught:
        read_mapping(text, codes=CODES)
    assert caught.value.status == 422
    assert zh is None or caught.value.text.zh == f"映射文件有误：{zh}。"
    assert en in caught.value.text.en


def test_mapping_file_of_another_encoding() -> None:
    with pytest.raises(BrokenMapping):
        read_mapping("columns: {名称: XK_XDR_MC}".encode("gbk"), codes=CODES)


def test_header_below_a_row_of_data_like_words() -> None:
    rows = [
        ("行政许可", None, None),
        ("报送单位", "某局", None),
        ("行政相对人名称", "信用代码", "许可决定日期"),
        ("甲", "91", "x"),
    ]
    choice = find_header(rows, known_keys(FIELDS))
    assert choice is not None
    assert (choice.first, choice.last, choice.matched) == (2, 2, 3)


def test_empty_top_has_no_header() -> None:
    assert find_header([("", None), (None, None)], known_keys(FIELDS)) is None


def test_unit_in_brackets_is_part_of_the_header() -> None:
    assert header_key("罚款金额（万元）") != header_key("罚款金额")

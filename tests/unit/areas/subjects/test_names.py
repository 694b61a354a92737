"""Names in the form that is compared, the trade name, pinyin and the tokens of the search."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from xinheng.areas.subjects.rules import names, pinyin, tokens
from xinheng.areas.subjects.rules.query import Asked, Filter, like, plan, read

WORDS = names.region_words(
    ["贵州省", "贵阳市", "云岩区", "务川仡佬族苗族自治县", "黔东南苗族侗族自治州", "六枝特区"]
)


def trade(name: str) -> str:
    return str(names.trade_name_column(pl.Series([name]), words=WORDS).item())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("贵州省贵阳市黔信科技有限公司", "黔信科技有限公司"),
        ("贵州黔信科技有限公司", "黔信科技有限公司"),
        ("务川仡佬族苗族自治县丹砂矿业有限公司", "丹砂矿业有限公司"),
        ("务川丹砂矿业有限公司", "丹砂矿业有限公司"),
        ("六枝山泉茶业经营部", "山泉茶业经营部"),
        ("黔信(贵州)科技有限公司", "黔信(贵州)科技有限公司"),
        ("贵阳市", "贵阳市"),
        ("", ""),
    ],
)
def test_the_trade_name_follows_the_regions(name: str, expected: str) -> None:
    assert trade(name) == expected


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("贵州黔信科技有限公司", "guizhouqianxinkejiyouxiangongsi", "gzqxkjyxgs"),
        ("都匀市农商银行", "duyunshinongshangyinhang", "dysnsyh"),
        ("重庆长兴会计师事务所", "chongqingchangxingkuaijishishiwusuo", "cqcxkjssws"),
        ("绿源ABC-1(集团)", "lvyuanabc1jituan", "lyabc1jt"),
        ("中国旅行社", "zhongguolvxingshe", "zglxs"),
        ("", "", ""),
        ("()", "", ""),
    ],
)
def test_pinyin_of_names(name: str, full: str, initials: str) -> None:
    read_as = pinyin.pinyin(pl.Series(["前", name, "后"]))
    assert read_as.full.to_list() == ["qian", full, "hou"]
    assert read_as.initials.to_list() == ["q", initials, "h"]


@given(st.lists(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=6), max_size=6))
def test_the_column_reads_as_pypinyin_reads_each_character(texts: list[str]) -> None:
    ours = pinyin.pinyin(pl.Series(texts, dtype=pl.String)).full.to_list()
    for text, got in zip(texts, ours, strict=True):
        if any(word in text for word in pinyin._IN_WORDS) or any(one in text for one in pinyin._IN_NAMES):
            continue
        single = [lazy_pinyin(one, style=Style.NORMAL, errors=lambda _: [""])[0] for one in text]
        assert got == "".join(single).replace("ü", "v").replace("ê", "e")


def tokens_of(text: str, *, region: str | None = None, kind: str | None = None) -> set[int]:
    rows = pl.DataFrame(
        {"text": ["甲", text], "trade": ["甲", trade(text)], "region": [None, region], "kind": [None, kind]},
        schema=dict.fromkeys(("text", "trade", "region", "kind"), pl.String),
    )
    literal = str(tokens.tokens_column(rows)[1])
    return {int(token) for token in literal.strip("{}").split(",") if token}


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12), st.data())
def test_a_part_of_a_name_has_only_tokens_that_the_name_has(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    part = name[start : data.draw(st.integers(start + 1, len(name)))]
    held = tokens_of(name)
    assert set(tokens.pairs(part)) <= held
    assert tokens.beginning(name) in held


def test_tokens_of_filters() -> None:
    held = tokens_of("贵阳黔信科技", region="520102", kind="enterprise")
    for code in ("520000", "520100", "520102"):
        assert tokens.region_filter(code) in held
    assert tokens.region_filter("520200") not in held
    assert tokens.kind_filter("enterprise") in held
    assert tokens.beginning("黔") in held
    assert all(tokens.is_filter(token) for token in Filter("520102", "enterprise").tokens)
    assert not any(tokens.is_filter(token) for token in tokens.pairs("贵阳黔信科技"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("黔信", Asked("黔信", None, None, None)),
        (" ＧＺ qx ", Asked("GZQX", "gzqx", None, None)),
        ("9152", Asked("9152", None, "9152", None)),
        (
            "91520102ma6dem00x4",
            Asked("91520102MA6DEM00X4", "91520102ma6dem00x4", "91520102MA6DEM00X4", "91520102MA6DEM00X4"),
        ),
        ("520102000012345", Asked("520102000012345", None, "520102000012345", "520102000012345")),
        ("12345678-9", Asked("12345678-9", None, None, "12345678-9")),
        ("ktv1", Asked("KTV1", "ktv1", None, None)),
    ],
)
def test_what_a_text_may_mean(text: str, expected: Asked) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", ["", "   ", "\u3000", "\0"])
def test_nothing_asked(text: str) -> None:
    assert read(text) is None


def test_a_long_text_is_cut_and_wildcards_are_letters() -> None:
    asked = read("黔" * 500)
    assert asked is not None
    assert len(asked.text) == 100
    assert like("a%b_c\\") == "a\\%b\\_c\\\\"


def test_the_plan_reads_lists_of_rare_tokens_and_samples_for_common_ones() -> None:
    shares = {1: 0.7, 2: 0.6, 3: 0.012}
    rare = plan([1, 2, 9], shares=shares, at_most=101)
    assert (rare.samples, rare.narrow) == ((), (9,))
    assert plan([1, 3], shares=shares, at_most=101).narrow == (3,)
    common = plan([1, 2], shares=shares, at_most=101)
    assert common.samples == (269, 1076)
    assert common.narrow == (2, 1)
    assert plan([1, 2, 3, 4], shares={**shares, 3: 0.02, 4: 0.03}, at_most=101).narrow == (3, 4)

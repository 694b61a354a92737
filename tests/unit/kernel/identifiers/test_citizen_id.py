"""Citizen identity numbers: validity, masking, and finding them in free text."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength

from tests.unit.kernel.identifiers.strategies import columns, same
from xinheng.kernel.identifiers import citizen_id, in_text

DIGITS = "0123456789"


@st.composite
def bodies(draw: st.DrawFn) -> str:
    region = draw(st.text(DIGITS, min_size=6, max_size=6))
    year = draw(st.sampled_from([1899, 1900, 1904, 1999, 2000, 2023, 2099, 2100]))
    month, day = draw(st.integers(0, 13)), draw(st.integers(0, 32))
    return f"{region}{year}{month:02}{day:02}{draw(st.integers(0, 999)):03}"


NUMBERS = bodies().map(lambda body: body + citizen_id.calc_check_character(body))
LEGACY = bodies().map(lambda body: body[:6] + body[8:])


@given(columns(NUMBERS | LEGACY))
def test_columnar_gives_what_scalar_gives(values: list[str | None]) -> None:
    same(values, citizen_id.is_valid, citizen_id.valid_column)
    same(
        values,
        lambda text: citizen_id.is_valid(text) and citizen_id.compact(text) == text,
        citizen_id.exact_column,
    )
    same(values, citizen_id.compact, citizen_id.compact_column)
    same(values, citizen_id.mask, citizen_id.mask_column)


@given(bodies())
def test_check_character_is_that_of_stdnum(body: str) -> None:
    number = body + citizen_id.calc_check_character(body)
    assert number[-1] == ric.calc_check_digit(number)


def test_agrees_with_stdnum_where_stdnum_answers() -> None:
    assert ric.is_valid("360426199101010071")
    assert citizen_id.is_valid("360426199101010071")
    with pytest.raises(KeyError):
        ric.is_valid("520199199003070136")
    assert citizen_id.is_valid("520199199003070136")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", InvalidLength),
        ("36042619910101007", InvalidLength),
        ("36042619910101007A", InvalidFormat),
        ("X60426199101010071", InvalidFormat),
        ("36042691010100X", InvalidFormat),
        ("360426199102300071", InvalidComponent),
        ("360426910230007", InvalidComponent),
        ("360426199101010072", InvalidChecksum),
    ],
)
def test_typed_errors(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        citizen_id.validate(text)
    assert citizen_id.valid_column(pl.Series([text])).to_list() == [False]


MASKED = [
    ("身份证360426199101010071。", "身份证36****************。"),
    ("身份证３６０４２６１９９１０１０１００７１。", "身份证36****************。"),
    ("违法人11010119900307053x，", "违法人11****************，"),
    ("旧证360426910101007", "旧证36*************"),
    ("360426199101010072 check character wrong", "36**************** check character wrong"),
    ("分段360426 19910101 0071", "分段36**** ******** ****"),
    ("连写36042619910101007113800000000", "连写36****************13800000000"),
    ("两人360426199101010071、360426199101010071", "两人36****************、36****************"),
]


@pytest.mark.requirement("PER-01")
@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_numbers_in_text_are_masked(text: str, masked: str) -> None:
    assert in_text.mask_in_text(text) == masked
    assert in_text.found_in_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "统一社会信用代码91520102MA6DEM0017",
        "统一社会信用代码91110000600037341L",
        "注册号520102600000016",
        "电话13800000000，账号6222020200012345678",
        "罚款2000元，2023年12月31日前缴纳",
        "20230101 20230102 20230103",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert in_text.mask_in_text(text) == text
    assert not in_text.found_in_text(text)


@given(
    st.lists(
        st.none()
        | st.builds(
            "".join, st.tuples(st.text(max_size=5), NUMBERS | LEGACY, st.sampled_from(["", " ", "1", "，"]))
        )
        | st.text("0123456789Xx ０１-·人", max_size=40),
        max_size=20,
    )
)
def test_columns_of_text_are_masked_as_single_texts(values: list[str | None]) -> None:
    same(values, in_text.mask_in_text, in_text.mask_column)
    same(values, in_text.found_in_text, in_text.found_column)


@given(bodies(), st.text("人：，。", max_size=3), st.text("人：，。", max_size=3))
def test_a_valid_number_never_stays(body: str, before: str, after: str) -> None:
    number = body + citizen_id.calc_check_character(body)
    if citizen_id.is_valid(number):
        assert number not in in_text.mask_in_text(before + number + after)

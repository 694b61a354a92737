"""USCC: scalar, columnar and python-stdnum agree; placeholders and look-alike letters are faults."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as stdnum_uscc
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength

from tests.unit.kernel.identifiers.strategies import columns, same
from xinheng.kernel.identifiers import uscc

BODIES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from("123456789ANY"),
        st.text("0123456789", min_size=7, max_size=7),
        st.text(uscc.ALPHABET, min_size=9, max_size=9),
    ),
)
CODES = BODIES.map(lambda body: body + uscc.calc_check_character(body))


@pytest.mark.requirement("USCC-01")
@given(columns(CODES))
def test_columnar_gives_what_scalar_gives(values: list[str | None]) -> None:
    same(values, uscc.is_valid, uscc.valid_column)
    same(values, uscc.compact, uscc.compact_column)


@given(columns(CODES))
def test_parts_of_a_column(values: list[str | None]) -> None:
    same(values, uscc.organisation_code_of, uscc.organisation_code_of_column)
    same(values, uscc.region_of, uscc.region_of_column)


@pytest.mark.requirement("USCC-01")
@given(BODIES.filter(lambda body: body[0].isdigit()), st.sampled_from(uscc.ALPHABET))
def test_agrees_with_stdnum(body: str, check: str) -> None:
    placeholder = len(set(body[8:])) == 1
    assert uscc.is_valid(body + check) == (stdnum_uscc.is_valid(body + check) and not placeholder)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", InvalidLength),
        ("9152010", InvalidLength),
        ("520102600000016", InvalidLength),
        ("60003734-1", InvalidLength),
        ("91110000600037341l1", InvalidLength),
        ("9111000060003734IL", InvalidFormat),
        ("9111000060003734OL", InvalidFormat),
        ("9111000060003734ZL", InvalidFormat),
        ("9111000060003734SL", InvalidFormat),
        ("9111000060003734VL", InvalidFormat),
        ("91A10000600037341L", InvalidFormat),
        ("贵州省市场监督管理局贵州省市场监督管", InvalidFormat),
        ("91110000600037342L", InvalidChecksum),
        ("00000000000000000X", uscc.Placeholder),
        ("000000000000000000", uscc.Placeholder),
    ],
)
def test_typed_errors(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        uscc.validate(text)
    assert uscc.valid_column(pl.Series([text])).to_list() == [False]


@given(
    st.lists(
        st.none() | CODES | st.sampled_from("0X中").map(lambda c: c * 18) | st.text(max_size=20), max_size=20
    )
)
def test_placeholders_in_columns(values: list[str | None]) -> None:
    same(values, uscc.is_placeholder, uscc.placeholder_column)


def test_a_placeholder_with_the_right_check_character_is_no_code() -> None:
    body = "91520102" + "1" * 9
    with pytest.raises(uscc.Placeholder):
        uscc.validate(body + uscc.calc_check_character(body))


@pytest.mark.parametrize(
    "text", ["91110000600037341l", "９１１１００００６０００３７３４１Ｌ", " 91110000 600037341L\u200b"]
)
def test_what_is_certain_is_repaired(text: str) -> None:
    assert uscc.validate(text) == "91110000600037341L"


def test_rural_collective_organisations_start_with_a_letter() -> None:
    body = "N2520423MF0A0B0C1"
    assert uscc.is_valid(body + uscc.calc_check_character(body))


def test_slices_of_a_column_are_judged_by_their_own_bytes() -> None:
    series = pl.Series(["91110000600037341L", "91110000600037342L", "91110000600037341L"])
    assert uscc.valid_column(series[1:]).to_list() == [False, True]
    assert uscc.valid_column(pl.concat([series, series[:1]])).to_list() == [True, False, True, True]


def test_columns_longer_than_a_block() -> None:
    series = pl.Series(["91110000600037341L"] * 70_000 + ["91110000600037342L"])
    assert uscc.valid_column(series).sum() == 70_000

"""Organisation codes, registration numbers, instrument numbers, regions and the repairs under them."""

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength
from stdnum.iso7064 import mod_11_10

from tests.unit.kernel.identifiers.strategies import columns, same
from xinheng.kernel.identifiers import instrument, normalise, organisation_code, region, registration_number

REGIONS = Path(__file__).resolve().parents[4] / "lawpacks" / "cn-gz" / "regions"
ORGANISATION_CODES = st.text("0123456789ABCDXYZ", min_size=8, max_size=8).map(
    lambda body: body + organisation_code.calc_check_character(body)
)
REGISTRATION_NUMBERS = st.text("0123456789", min_size=14, max_size=14).map(
    lambda body: body + registration_number.calc_check_digit(body)
)
INSTRUMENTS = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["黔市监罚字", "黔（花溪）环罚", ""]),
        st.sampled_from("〔[(【（［〖"),
        st.sampled_from(["2023", "２０２３", "20 23", "202", ""]),
        st.sampled_from("〕])】）］〗"),
        st.sampled_from(["12号", " １２ 号", "第012号", "a-1"]),
    ),
)


def _rows(name: str) -> list[dict[str, str]]:
    with (REGIONS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def regions() -> region.Regions:
    return region.Regions.from_rows(_rows("regions.csv"), _rows("changes.csv"))


@given(columns(ORGANISATION_CODES | ORGANISATION_CODES.map(organisation_code.format)))
def test_organisation_codes_in_columns(values: list[str | None]) -> None:
    same(values, organisation_code.is_valid, organisation_code.valid_column)
    same(
        values,
        lambda text: organisation_code.is_valid(text) and organisation_code.compact(text) == text,
        organisation_code.exact_column,
    )
    same(values, organisation_code.compact, organisation_code.compact_column)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1234567", InvalidLength),
        ("中国组织机构代码证书", InvalidLength),
        ("60003734_", InvalidFormat),
        ("60003734-2", InvalidChecksum),
    ],
)
def test_organisation_code_errors(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        organisation_code.validate(text)


@given(columns(REGISTRATION_NUMBERS))
def test_registration_numbers_in_columns(values: list[str | None]) -> None:
    same(values, registration_number.is_valid, registration_number.valid_column)
    same(
        values,
        lambda text: registration_number.is_valid(text) and registration_number.compact(text) == text,
        registration_number.exact_column,
    )
    same(values, registration_number.compact, registration_number.compact_column)


@given(st.text("0123456789", min_size=15, max_size=15))
def test_registration_numbers_agree_with_stdnum(number: str) -> None:
    assert registration_number.is_valid(number) == mod_11_10.is_valid(number)


@given(columns(INSTRUMENTS))
def test_instruments_in_columns(values: list[str | None]) -> None:
    same(values, instrument.canonical, instrument.canonical_column)
    same(values, instrument.is_valid, instrument.valid_column)


@given(INSTRUMENTS | st.text(max_size=20))
def test_canonical_twice_is_canonical_once(text: str) -> None:
    once = instrument.canonical(text)
    assert instrument.canonical(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "黔市监罚字〔2023〕12号",
        "黔市监罚字[2023]12号",
        "黔市监罚字(2023)12号",
        "黔市监罚字（2023）12号",
        "黔市监罚字【2023】12号",
        "黔市监罚字［２０２３］１２号",
        "黔市监罚字〔2023〕 12 号",
        "黔市监罚字\u3000〔2023\xa0〕12号\u200b",
    ],
)
def test_one_instrument_one_form(text: str) -> None:
    assert instrument.canonical(text) == "黔市监罚字〔2023〕12号"


def test_brackets_around_a_place_stay_round() -> None:
    assert instrument.canonical("黔市监(花溪)罚字[2023]12号") == "黔市监（花溪）罚字〔2023〕12号"
    assert instrument.canonical("黔市监罚字〔2023〕012号") != instrument.canonical("黔市监罚字〔2023〕12号")


@given(st.lists(st.none() | st.text(), max_size=20))
def test_folding_in_columns(values: list[str | None]) -> None:
    same(values, normalise.fold, normalise.fold_column)
    same(values, normalise.code, normalise.code_column)
    frame = pl.DataFrame({"value": pl.Series(values, dtype=pl.String)})
    same(values, normalise.fold, lambda _: frame.select(normalise.fold_expr(pl.col("value")))["value"])
    same(values, normalise.code, lambda _: frame.select(normalise.code_expr(pl.col("value")))["value"])


def test_the_province_has_nine_prefectures_and_88_counties(regions: region.Regions) -> None:
    assert len(regions.within("520000", level=region.Level.PREFECTURE)) == 9
    assert len(regions.within("520000", level=region.Level.COUNTY)) == 88
    assert [each.name for each in regions.line("522301")] == ["贵州省", "黔西南布依族苗族自治州", "兴义市"]


@pytest.mark.parametrize(
    ("old", "new"), [("520221", "水城区"), ("520222", "盘州市"), ("522322", "兴仁市"), ("520522", "黔西市")]
)
def test_codes_that_changed(regions: region.Regions, old: str, new: str) -> None:
    assert regions.get(old).name == new
    assert regions.is_known(old)
    assert regions.current(regions.get(old).code) == regions.get(old).code


def test_unknown_regions_are_said(regions: region.Regions) -> None:
    with pytest.raises(region.UnknownRegion):
        regions.current("520199")
    series = pl.Series(["520522", "520102", "520199", None])
    assert regions.current_column(series).to_list() == ["520581", "520102", None, None]
    assert regions.known_column(series).to_list() == [True, True, False, None]


def test_a_change_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(region.BrokenRegions):
        region.Regions([], [region.Change("520522", "黔西县", "520581", 2021)])


@given(columns(st.text("0123456789", min_size=6, max_size=6)))
def test_region_codes_in_columns(values: list[str | None]) -> None:
    same(values, region.is_valid, region.valid_column)

"""Registration records become facts: persons' columns are left behind, words of states are read."""

import json
from datetime import date

import polars as pl
import pytest

from xinheng.areas.subjects.rules.registration import facts_of_records, renamed
from xinheng.areas.subjects.terms import STATUS_TITLES, CodeKind, Status

RECORD = {
    "DJ_MC": "贵州黔信科技有限公司",
    "DJ_CYM": "贵州旧名科技有限公司",
    "DJ_ZCH": "520102000012345",
    "DJ_ZZJG": "MA6DEM00X",
    "DJ_LX": "有限责任公司",
    "DJ_ZT": "注销",
    "DJ_CLRQ": "2015-04-01",
    "DJ_HZRQ": "2020-05-06",
    "DJ_FRDB": "张三",
    "DJ_ZS": "贵阳市云岩区",
}


@pytest.mark.requirement("SUB-12", "USCC-02")
def test_facts_and_codes_of_a_record() -> None:
    records = pl.DataFrame({"subject": ["91520102MA6DEM00X4"], "data": [json.dumps(RECORD)]})
    facts, codes = facts_of_records(records)
    row = facts.row(0, named=True)
    kept = json.loads(row.pop("facts"))
    assert row == {
        "uscc": "91520102MA6DEM00X4",
        "name": "贵州黔信科技有限公司",
        "former_name": "贵州旧名科技有限公司",
        "kind": None,
        "sub_kind": "有限责任公司",
        "region": None,
        "status": "deregistered",
        "established_on": date(2015, 4, 1),
        "closed_on": date(2020, 5, 6),
        "changed_on": date(2020, 5, 6),
    }
    assert kept["DJ_ZS"] == "贵阳市云岩区"
    assert "DJ_FRDB" not in kept
    assert codes.rows() == [
        ("91520102MA6DEM00X4", CodeKind.REGISTRATION_NUMBER.value, "520102000012345"),
        ("91520102MA6DEM00X4", CodeKind.ORGANISATION_CODE.value, "MA6DEM00X"),
    ]


def test_only_a_real_change_of_name_counts() -> None:
    before = pl.DataFrame({"name": ["黔信（贵州）", "", "甲"], "new_name": ["黔信(贵州)", "乙", "乙"]})
    assert renamed(before)["name"].to_list() == ["甲"]


def test_every_status_has_a_title() -> None:
    assert set(STATUS_TITLES) == set(Status)

"""A registration number of fifteen digits is no citizen id, whatever its digits look like."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from tests.unit.areas.intake.items import PERSON_ID, licence_row
from xinheng.areas.intake.rules import compile_checker
from xinheng.kernel.identifiers.region import Regions
from xinheng.kernel.lawbook import load_packs

PROJECT = Path(__file__).resolve().parents[4]


def test_earlier_codes_are_kept_as_they_are() -> None:
    law = load_packs(PROJECT / "lawpacks", PROJECT / "demo" / "node.yml").as_of(date(2026, 6, 1))
    checker = compile_checker(
        law.item("registration").value, today=date(2026, 6, 1), regions=Regions.from_rows([], []), term=None
    )
    number = "520102900101001"
    checked = checker.check(pl.DataFrame({"row_no": [1], "DJ_ZCH": [number], "DJ_JYFW": [f"经办人{number}"]}))
    assert checked.rows["DJ_ZCH"][0] == number
    found = checked.findings.filter(pl.col("rule") == "citizen_id.in_text")
    assert found["field"].to_list() == ["DJ_JYFW"]


def test_a_citizen_id_as_tax_number_is_masked() -> None:
    row, found = licence_row(XK_XDR_SWDJ=PERSON_ID)
    assert row["XK_XDR_SWDJ"] == "52" + "*" * 16
    assert found == [("XK_XDR_SWDJ", "citizen_id.in_text", "note", "52" + "*" * 16)]

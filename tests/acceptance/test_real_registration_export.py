"""A real market-regulation export of another province comes in by a mapping file and no code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.acceptance.conftest import counts
from xinheng.areas.intake import service as intake

MAPPING = Path(__file__).resolve().parents[2] / "examples" / "mappings" / "registration-export.yml"
DAY = date(2026, 3, 5)

pytestmark = pytest.mark.real_data


@pytest.mark.requirement("COL-22", "STD-06")
def test_the_export_goes_in_whole(real_data: Path, department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", region="330200")
    content = (real_data / "registration-export.csv").read_bytes()
    mapping = YAML(typ="safe").load(MAPPING)
    done = send(sender, "registration", content, on=DAY, name="registration-export.csv", mapping=mapping)
    assert counts(done) == {"received": 214, "new": 214}
    assert intake.facts(done).layout["ignored"] == [
        "pro_loc",
        "opt_strict",
        "postal_code",
        "opt_loc",
        "indv_code",
    ]
    again = send(sender, "registration", content, on=DAY, name="registration-export.csv", mapping=mapping)
    assert counts(again) == {"received": 214, "unchanged": 214}

"""A small synthetic province in every file format, with its dirt: each receipt says what was foretold of its file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from demo.province import generate
from tests.acceptance.conftest import at
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments import service
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.intake import actions
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.terms import Channel
from xinheng.cli.intake import read_mapping
from xinheng.kernel.text import Text

TODAY = date(2026, 6, 1)
COUNTS = ("received", "new", "corrected", "withdrawn", "unchanged", "rejected", "pending")


def take_up_departments(folder: Path) -> dict[str, Any]:
    """Make the manifest's departments; returns the manifest."""
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for told in manifest["departments"]:
        departments.create_department(
            DepartmentFacts(
                code=told["code"], name=Text(zh=told["name_zh"], en=told["name_en"]), kind=told["kind"],
                region=told["region"], uscc=told["uscc"],
            ),
            actor="test", at=at(TODAY),
        )  # fmt: skip
    return manifest


def hand_in(told: dict[str, Any], folder: Path) -> Submission:
    """One file of the manifest through receive and process."""
    sender = service.department(told["department"])
    assert sender is not None
    day = date.fromisoformat(told["sent_on"])
    mapping = read_mapping(folder / told["mapping"] if told["mapping"] else None)
    sending = actions.Sending(
        department=sender, item=told["item"], file_name=told["file"], channel=Channel.API, mapping=mapping
    )
    with (folder / told["file"]).open("rb") as stream:
        received = actions.receive(stream, sending, actor="test", at=at(day))
    return actions.process(received.pk, at=at(day))


def foretold(told: dict[str, Any]) -> dict[str, int]:
    """The counts of a file when the register has delivered its organisations before: their codes are then linked."""
    expect: dict[str, int] = dict(told["expect"])
    linked = (
        told["dirt"].get("uscc-legacy-organisation-code", 0) if told["item"] in {"penalty", "licence"} else 0
    )
    return expect | {"new": expect["new"] + linked, "pending": expect["pending"] - linked}


@pytest.mark.requirement("IMP-13", "DQ-06", "CAT-01")
def test_every_file_is_accounted_for_as_foretold(law: None, tmp_path: Path) -> None:
    generate(tmp_path, today=TODAY, organisation_count=2_000, records=6_000, seed=3)
    manifest = take_up_departments(tmp_path)
    forms = set()
    for told in manifest["files"]:
        if told["refused_for"]:
            continue
        done = hand_in(told, tmp_path)
        got = {name: getattr(done, name) for name in COUNTS}
        expect = foretold(told)
        # a decision of another department is unchanged where it says the same, and waits where it differs
        placed = expect["either"]
        assert got["received"] == expect["received"], told["file"]
        assert got["rejected"] == expect["rejected"], told["file"]
        assert got["new"] + got["unchanged"] + got["pending"] == (
            expect["new"] + expect["unchanged"] + expect["pending"] + placed
        ), told["file"]
        if not placed:
            assert got == {name: expect[name] for name in COUNTS}, told["file"]
        forms.add(told["form"])
    assert len(forms) == 6


@pytest.mark.requirement("CAT-01", "CON-07")
def test_files_that_may_not_come_in_are_refused_whole(law: None, tmp_path: Path) -> None:
    generate(tmp_path, today=TODAY, organisation_count=2_000, records=6_000, seed=3)
    manifest = take_up_departments(tmp_path)
    outcome = {}
    for told in manifest["files"]:
        if told["refused_for"]:
            try:
                outcome[told["refused_for"]] = hand_in(told, tmp_path).error["kind"]
            except actions.UnableToReceive as refused:
                outcome[told["refused_for"]] = refused.status
    assert outcome == {
        "forbidden column 血型": "AsksForForbiddenData",
        "columns of another item": "NotForThisItem",
        "not a provider of the item": 403,
    }

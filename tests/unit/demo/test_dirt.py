"""Every kind of dirt comes to what the manifest foretells: the same check that intake runs says so."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from demo.province import decisions, dirt
from demo.province.departments import DEPARTMENTS
from demo.province.entries import entries
from demo.province.generate import ROOT
from demo.province.organisations import organisations
from demo.province.plan import OTHER_ITEMS
from xinheng.areas.intake.rules.checker import Checker, compile_checker
from xinheng.kernel.identifiers.region import Regions
from xinheng.kernel.lawbook import LawOnDay, load_packs

TODAY = date(2026, 11, 23)
ITEMS = ["licence", "penalty", "registration", *(item for item, _, _ in OTHER_ITEMS)]


@cache
def law() -> LawOnDay:
    return load_packs(ROOT / "lawpacks", ROOT / "demo" / "node.yml").as_of(TODAY)


def _regions() -> Regions:
    folder: Path = ROOT / "lawpacks" / "cn-gz" / "regions"
    tables = [
        list(csv.DictReader((folder / name).read_text(encoding="utf-8").splitlines()))
        for name in ("regions.csv", "changes.csv")
    ]
    return Regions.from_rows(*tables)


@cache
def checker(item: str) -> Checker:
    ruled = law().item(item).value
    term = law().disclosure(item).value if item == "penalty" else None
    return compile_checker(ruled, today=TODAY, regions=_regions(), term=term)


@cache
def clean(item: str) -> pl.DataFrame:
    everyone = organisations(6_000, today=TODAY, seed=1)
    kinds = list(law().item(item).value.subjects)
    subjects = everyone.filter(pl.col("department").is_null() & pl.col("kind").is_in(kinds)).head(400)
    department = DEPARTMENTS[0]
    organs = decisions.organs_of(everyone, department)
    rng = np.random.default_rng(7)
    days = pl.Series(np.datetime64(TODAY, "D") - rng.integers(1, 9, len(subjects)))
    if item == "licence":
        return decisions.licences(
            subjects, organs, department=department, decided=days, first=1, today=TODAY, rng=rng
        )
    if item == "penalty":
        return decisions.penalties(subjects, organs, department=department, decided=days, first=1, rng=rng)
    if item == "registration":
        return decisions.first_registrations(subjects, organs)
    return entries(law().item(item).value, subjects, organs, decided=days, first=1, rng=rng)


def checked(item: str, frame: pl.DataFrame) -> tuple[list[str], dict[str, int]]:
    numbered = frame.with_row_index("row_no", offset=1)
    result = checker(item).check(numbered)
    return result.rows["disposition"].to_list(), dict(result.findings["rule"].value_counts().iter_rows())


@pytest.mark.parametrize("item", ITEMS)
def test_clean_rows_are_accepted_without_any_finding(item: str) -> None:
    dispositions, findings = checked(item, clean(item))
    assert set(dispositions) == {"accept"}
    assert findings == {}


def _cases() -> list[tuple[str, str]]:
    return [
        (item, each.kind) for item in ITEMS for each in dirt.spoilers(law().item(item).value, today=TODAY)
    ]


@pytest.mark.parametrize(("item", "kind"), _cases())
def test_dirt_comes_to_what_is_foretold(item: str, kind: str) -> None:
    spoilt = {each.kind: each for each in dirt.spoilers(law().item(item).value, today=TODAY)}[kind]
    frame = clean(item).head(40)
    about_persons = dirt.about_persons(frame)
    frame = frame.filter(~pl.Series(about_persons)).with_columns(**spoilt.cells)
    dispositions, findings = checked(item, frame)
    assert set(dispositions) == {spoilt.outcome}
    if spoilt.rule is not None:
        assert findings[spoilt.rule] == len(frame)

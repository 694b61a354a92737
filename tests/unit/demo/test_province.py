"""The synthetic province: the same every time, over all counties, with right codes, marked as invented."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from demo.province import generate, organisations, write_rows
from demo.province.bulk import blocks
from demo.province.departments import DEPARTMENTS
from demo.province.formats import Form
from xinheng.kernel.identifiers import citizen_id, instrument, registration_number, uscc

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def everyone() -> pl.DataFrame:
    return organisations(20_000, today=TODAY, seed=1)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("province")
    return folder, generate(folder, today=TODAY, organisation_count=4_000, records=12_000)


def test_twenty_thousand_organisations_in_all_counties(everyone: pl.DataFrame) -> None:
    assert len(everyone) == 20_000
    assert everyone["uscc"].n_unique() == 20_000
    assert everyone["name"].n_unique() == 20_000
    others = everyone.filter(pl.col("department").is_null())
    assert others["region"].n_unique() == 88
    assert others["kind"].n_unique() == 6


def test_codes_are_right_and_of_the_reserved_series(everyone: pl.DataFrame) -> None:
    assert uscc.valid_column(everyone["uscc"]).all()
    assert everyone["uscc"].str.slice(8, 3).unique().to_list() == ["DEM"]
    assert (uscc.region_of_column(everyone["uscc"]) == everyone["region"]).all()
    assert registration_number.valid_column(everyone["registration_no"].drop_nulls()).all()


@pytest.mark.parametrize("column", ["name", "former_name", "person"])
def test_names_are_marked(everyone: pl.DataFrame, column: str) -> None:
    assert everyone[column].drop_nulls().str.contains("示例").all()


def test_the_same_arguments_give_the_same_bytes(small: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, _ = small
    generate(tmp_path, today=TODAY, organisation_count=4_000, records=12_000)
    written = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert written == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert [path for path in written if (folder / path).read_bytes() != (tmp_path / path).read_bytes()] == []


def test_another_seed_gives_other_files(small: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, _ = small
    generate(tmp_path, today=TODAY, organisation_count=4_000, records=12_000, seed=2)
    first = "files/001-scjg-registration.csv"
    assert (folder / first).read_bytes() != (tmp_path / first).read_bytes()


def test_the_manifest_accounts_for_every_row(small: tuple[Path, dict[str, Any]]) -> None:
    folder, manifest = small
    assert manifest == json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["synthetic"] is True
    accepted = [file for file in manifest["files"] if file["expect"] is not None]
    for file in accepted:
        expect = file["expect"]
        parts = sum(value for name, value in expect.items() if name != "received")
        assert expect["received"] == parts == file["rows"], file["file"]
        assert (folder / file["file"]).is_file()
    assert [file["refused_for"] for file in manifest["files"][-3:]] == [
        "forbidden column 血型",
        "columns of another item",
        "not a provider of the item",
    ]


def test_twelve_departments_and_every_form(small: tuple[Path, dict[str, Any]]) -> None:
    _, manifest = small
    assert len(manifest["departments"]) == len(DEPARTMENTS) == 12
    assert {file["department"] for file in manifest["files"]} == {each.code for each in DEPARTMENTS}
    assert {file["form"] for file in manifest["files"]} == set(Form)
    assert {file["headers"] for file in manifest["files"]} == {
        "codes",
        "lower-codes",
        "chinese",
        "chinese-variant",
        "own",
    }
    assert uscc.valid_column(pl.Series([each["uscc"] for each in manifest["departments"]])).all()


def test_files_come_in_the_order_of_their_days(small: tuple[Path, dict[str, Any]]) -> None:
    _, manifest = small
    days = [file["sent_on"] for file in manifest["files"]]
    assert days == sorted(days)
    assert days[-1] == TODAY.isoformat()


def test_source_counts_name_department_item_days_and_count(small: tuple[Path, dict[str, Any]]) -> None:
    folder, manifest = small
    counted = pl.concat([pl.read_csv(folder / each["file"]) for each in manifest["source_counts"]])
    assert counted.columns == ["department", "item", "from", "to", "count"]
    fresh = sum(
        file["expect"]["new"] + file["expect"]["rejected"] + file["expect"]["pending"]
        for file in manifest["files"]
        if file["expect"] and file["item"] != "registration"
    )
    assert counted["count"].sum() > fresh
    assert counted["count"].sum() < fresh * 1.1


def test_bulk_rows_have_keys_of_their_own() -> None:
    frames = list(blocks("penalty", 300_000, today=TODAY, organisation_count=5_000))
    assert [len(frame) for frame in frames] == [250_000, 50_000]
    rows = pl.concat(frames)
    assert rows["CF_WSH"].n_unique() == 300_000
    assert (instrument.canonical_column(rows["CF_WSH"]) == rows["CF_WSH"]).all()
    assert uscc.valid_column(rows["CF_XDR_SHXYM"].drop_nulls()).all()
    assert citizen_id.valid_column(rows["CF_XDR_ZJHM"].drop_nulls()).all()


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_bulk_files(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"licences.{suffix}"
    write_rows(path, kind="licence", count=1_000, today=TODAY, organisation_count=3_000)
    read = pl.read_csv(path, infer_schema=False) if suffix == "csv" else pl.read_parquet(path)
    assert read.shape == (1_000, 29)
    assert read["XK_WSH"].n_unique() == 1_000

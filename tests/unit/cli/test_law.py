"""`xinheng law` as a legal officer uses it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from xinheng.cli import law_tables
from xinheng.cli.law import app
from xinheng.kernel.lawbook import load_packs

PROJECT = Path(__file__).resolve().parents[3]
RUN = CliRunner()
VERSION = load_packs(PROJECT / "lawpacks", PROJECT / "demo" / "node.yml").versions["cn-gz"]


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal in which no path is broken, whoever made the console before."""
    monkeypatch.setattr(law_tables.out, "width", 240)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT / "lawpacks", tmp_path / "lawpacks"))


def git(folder: Path, *words: str) -> None:
    name = ("-c", "user.name=legal officer", "-c", "user.email=officer@example.org")
    subprocess.run(["git", "-C", str(folder), *name, *words], check=True, capture_output=True)


def raise_version(packs: Path) -> None:
    """Seven working days become five, in a new version of the pack."""
    for path, old, new in (
        ("pack.yml", f'version: "{VERSION}"', f'version: "{VERSION}-next"'),
        ("deadlines/publication.yml", "length: 7", "length: 5"),
    ):
        file = packs / "cn-gz" / path
        file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_check_says_that_the_packs_are_sound() -> None:
    result = RUN.invoke(app, ["check"])
    assert result.exit_code == 0, result.output
    assert "法律包完好" in result.output
    assert "The packs are sound" in RUN.invoke(app, ["check", "--lang", "en"]).output


def test_check_names_file_line_and_reason(packs: Path) -> None:
    file = packs / "cn-gz" / "deadlines" / "publication.yml"
    file.write_text(file.read_text("utf-8").replace("working_day", "moon", 1), "utf-8")
    result = RUN.invoke(app, ["check", "--root", str(packs)])
    assert result.exit_code == 1
    line = next(n for n, words in enumerate(file.read_text("utf-8").splitlines(), 1) if "moon" in words)
    assert f"cn-gz/deadlines/publication.yml:{line}: “unit”不符合要求" in result.output


def test_cases_are_run_and_a_false_one_fails(packs: Path) -> None:
    assert RUN.invoke(app, ["cases"]).exit_code == 0
    file = packs / "cn-gz" / "cases" / "extra.yml"
    case = "{name: 错, kind: workday, on: 2026-05-01, given: {day: 2026-05-01}, expect: {workday: true}, article: 劳动节}"
    file.write_text(f"- {case}\n", "utf-8")
    result = RUN.invoke(app, ["cases", "--root", str(packs)])
    assert result.exit_code == 1
    assert "workday: True → False" in result.output
    assert "cn-gz/cases/extra.yml:1" in result.output


def test_show_gives_columns_rules_and_their_basis() -> None:
    result = RUN.invoke(app, ["show", "penalty", "--on", "2026-05-01"])
    assert result.exit_code == 0, result.output
    for words in ("行政处罚", "CF_WSH", "暂行采用", f"cn-gz/double-publicity@{VERSION}", "item-38"):
        assert words in result.output


def test_show_of_an_unknown_item_says_so() -> None:
    result = RUN.invoke(app, ["show", "good-deeds", "--on", "2026-05-01", "--lang", "en"])
    assert result.exit_code == 1
    assert "The catalogue of 2026-05-01 holds no item “good-deeds”" in result.output


def test_diff_by_git_revision_version_and_folder(packs: Path, tmp_path: Path) -> None:
    before = Path(shutil.copytree(packs, tmp_path / "before"))
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "lawpacks")
    git(tmp_path, "commit", "-qm", "first")
    git(tmp_path, "tag", "first")
    raise_version(packs)
    for old in ("cn-gz@first", f"cn-gz@{VERSION}", f"cn-gz@{before}"):
        result = RUN.invoke(app, ["diff", old, "cn-gz", "--root", str(packs)])
        assert result.exit_code == 0, (old, result.output)
        row = next(line for line in result.output.splitlines() if "cn-gz/double-publicity" in line)
        assert [cell.strip() for cell in row.split("│")[1:-1]] == [
            "cn-gz/double-publicity",
            "修改",
            "length",
            "7",
            "5",
        ]
    assert "没有差别" in RUN.invoke(app, ["diff", "cn@first", "cn", "--root", str(packs)]).output


def test_diff_of_what_there_is_not(packs: Path) -> None:
    result = RUN.invoke(app, ["diff", "cn-gz@1066.1", "cn-gz", "--root", str(packs)])
    assert result.exit_code == 1
    assert "no folder, git revision or version of that name" in result.output


def test_schema_is_written_and_checked(packs: Path) -> None:
    (packs / "schema" / "node.json").write_text("{}")
    assert RUN.invoke(app, ["schema", "--check", "--root", str(packs)]).exit_code == 1
    assert "node.json" in RUN.invoke(app, ["schema", "--root", str(packs)]).output
    assert RUN.invoke(app, ["schema", "--check", "--root", str(packs)]).exit_code == 0

"""What is not built is written down: every forbidden kind, every demand refused, with words that stand in the texts."""

from __future__ import annotations

import csv
import re

import pytest

from tests.architecture.tree import PROJECT
from xinheng.kernel.forbidden import Kind
from xinheng.kernel.lawbook.sources import fold

PAGE = PROJECT / "docs" / "why" / "what-we-do-not-build.md"
TEXTS = {
    "draft": "cn-gz-draft-2018-10/sources/regulation-draft.md",
    "plan": "cn-gz/sources/implementation-plan.md",
    "five-year plan": "cn-gz/sources/five-year-plan.md",
    "Qianxi plan": "cn-gz-qianxi/sources/action-plan.md",
    "Guangdong plan": "cn-gd/sources/implementation-plan.md",
}
PLACE = re.compile(r"(five-year plan|Qianxi plan|Guangdong plan|draft|plan) \S+")
CHINESE = re.compile(r"[\u4e00-\u9fff].*")


def table(heading: str) -> list[list[str]]:
    """The rows of the table below a heading, without its head."""
    part = PAGE.read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line] for line in lines[1:]]


def stands(words: str, place: str) -> bool:
    """Whether the text that a place names holds the words."""
    found = PLACE.match(place)
    assert found is not None, place
    text = (PROJECT / "lawpacks" / TEXTS[found.group(1)]).read_text("utf-8")
    return fold(words) in fold(text)


@pytest.mark.requirement("CON-07", "IMP-15")
def test_every_forbidden_kind_is_named_with_the_words_of_its_article() -> None:
    rows = table("Kinds of data that have no way in")
    assert [row[0].split("`")[1] for row in rows] == [kind.value for kind in Kind]
    assert [row[1] for row in rows if not stands(row[1], row[2])] == []


@pytest.mark.requirement("SUB-06", "CAT-15", "PER-04", "PER-05", "PER-06")
def test_every_demand_that_was_refused_is_quoted_from_its_place() -> None:
    rows = table("Demands that were refused, and what stands instead")
    quoted = {row[0]: CHINESE.search(row[1]).group() for row in rows if CHINESE.search(row[1])}  # type: ignore[union-attr]
    assert len(quoted) == len(rows) == 12
    assert [row[0] for row in rows if not stands(quoted[row[0]], row[2])] == []
    assert all(row[3] for row in rows)


def test_every_row_is_a_requirement() -> None:
    with (PROJECT / "docs" / "reference" / "requirements.tsv").open(encoding="utf-8") as file:
        known = {row["id"] for row in csv.DictReader(file, delimiter="\t")}
    named = [
        row[0] for heading in ("refused, and what stands instead", "narrowed")
        for row in table(f"Demands that were {heading}")
    ]  # fmt: skip
    assert len(named) == len(set(named)) == 89
    assert set(named) <= known

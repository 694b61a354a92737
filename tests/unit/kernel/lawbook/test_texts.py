"""Quotes found in sources, YAML read as it is written, schemas kept up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from xinheng.kernel.lawbook import BrokenPack
from xinheng.kernel.lawbook.reading import read_document
from xinheng.kernel.lawbook.schema import outdated, schemas, write_schemas
from xinheng.kernel.lawbook.sources import SourceText, fold

PROJECT = Path(__file__).resolve().parents[4]
TEXT = SourceText.parse(
    "preface\n<!-- art: 三 -->\n三、导语\n<!-- art: 三(一) -->\n（一）7 个\n工作日，\n<!-- art: 三(二) -->\n别的\n<!-- art: 三十 -->\n远处\n"
)


def test_folding_takes_out_white_space_and_full_width_forms() -> None:
    assert fold("（ＡＢ１２）　：，。\n甲") == "(AB12):,。甲"


def test_a_quote_is_found_under_its_article_only() -> None:
    assert TEXT.holds("三(一)", "(一)7个工作日")
    assert TEXT.holds("三", "7个工作日")
    assert not TEXT.holds("三", "远处")
    assert not TEXT.holds("三(二)", "7个工作日")
    assert not TEXT.has("四")


def test_scalars_stay_what_is_written() -> None:
    document = read_document(
        "on: no\nversion: 1.10\nday: 2026-01-01\nnothing: null\nempty:\nquoted: 'null'\n", file="x"
    )
    assert document.value == {
        "on": "no", "version": "1.10", "day": "2026-01-01", "nothing": None, "empty": None, "quoted": "null",
    }  # fmt: skip
    assert document.place("quoted").line == 6


def test_unreadable_yaml_names_its_line() -> None:
    with pytest.raises(BrokenPack) as broken:
        read_document("a: 1\nb: [\n", file="cn/x.yml")
    assert (broken.value.file, broken.value.line) == ("cn/x.yml", 3)


@pytest.mark.requirement("STD-03")
def test_the_schemas_of_the_project_are_up_to_date() -> None:
    assert outdated(PROJECT / "lawpacks" / "schema") == ()


def test_a_stale_schema_is_noticed(tmp_path: Path) -> None:
    assert write_schemas(tmp_path) == tuple(sorted(schemas()))
    (tmp_path / "node.json").write_text("{}")
    (tmp_path / "stray.json").write_text("{}")
    assert outdated(tmp_path) == ("node.json", "stray.json")
    write_schemas(tmp_path)
    assert outdated(tmp_path) == ()

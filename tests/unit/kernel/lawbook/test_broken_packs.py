"""Each way to break a pack is refused with file, line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.kernel.lawbook.small import (
    DEADLINE,
    DRAFT_DEADLINE,
    ITEM,
    KINDS,
    PACK_CN,
    PACK_GZ,
    TERM,
    write_packs,
)
from xinheng.kernel.lawbook import BrokenPack, load_packs
from xinheng.kernel.lawbook.meta import Adoption, Node

NODE = Node(pack="gz")


def faults(root: Path, node: Node = NODE) -> list[tuple[str, int, str]]:
    with pytest.raises(BrokenPack) as broken:
        load_packs(root, node)
    return [(fault.place.file, fault.place.line, fault.reason.en) for fault in broken.value.faults]


def test_the_small_world_is_sound(tmp_path: Path) -> None:
    assert load_packs(write_packs(tmp_path), NODE).line == ("gz", "cn")


ITEM_FILE = "cn/catalogue/penalty.yml"
CASES = [
    pytest.param(("effect: adverse", "effect: adverse\n  colour: red"), 8, "Unknown key “colour”", id="unknown-key"),
    pytest.param(("  class: public\n", ""), 1, "“class” is missing", id="no-class", marks=pytest.mark.requirement("GEN-01")),
    pytest.param(
        ("  evidences: statutory_duty\n", ""), 1, "“evidences” is missing", id="no-duty", marks=pytest.mark.requirement("GEN-02")
    ),
    pytest.param(
        ("  necessity: {zh: 公示, en: Publication}\n", ""), 1, "“necessity” is missing", id="no-necessity",
        marks=pytest.mark.requirement("GEN-03"),
    ),
    pytest.param(
        ("  source: {zh: 处罚决定书, en: Penalty decision}\n", ""), 1, "“source” is missing", id="no-source",
        marks=pytest.mark.requirement("GEN-03"),
    ),
    pytest.param(
        ("basis: [{instrument: penalty-law, article: 1, quote: 处罚决定应当公开}]", "basis: []"), 1,
        "An entry in force without a quoted basis", id="no-basis", marks=pytest.mark.requirement("GEN-03"),
    ),
    pytest.param(("处罚决定应当公开}", "处罚决定不公开}"), 20, "The quote is not found in “penalty-law”, 1", id="quote"),
    pytest.param(("article: 1,", "article: 9,"), 20, "The text has no article “9”", id="article"),
    pytest.param(("instrument: penalty-law", "instrument: tax-law"), 20, "There is no instrument “tax-law”", id="instrument"),
    pytest.param(("block: subject", "block: person"), 13, "There is no block “person”", id="block"),
    pytest.param(
        ("decided_on: CF_JDRQ}", "decided_on: CF_RQ}"), 18, "The role “decided_on” names no field of the item: “CF_RQ”", id="role"
    ),
    pytest.param(("decided_on: CF_JDRQ}", "decided_on: CF_WSH}"), 18, "The role “decided_on” needs a date field", id="role-type"),
    pytest.param(("natural_key: [organ,", "natural_key: [CF_NR,"), 19, "The natural key names no field: “CF_NR”", id="key"),
    pytest.param(("providers: [market-regulation]", "providers: [customs]"), 10, "There is no department kind “customs”", id="provider"),
    pytest.param(("subjects: [enterprise,", "subjects: [school,"), 11, "There is no subject kind “school”", id="subject"),
    pytest.param(("code: CF_CFJG,", "code: CF_WSH,"), 12, "The field “CF_WSH” stands there 2 times", id="field-twice"),
    pytest.param(("in_force: {from: 2020-01-01, to: null}", "in_force: {from: null, to: null}"), 21,
        "With a blank first day an entry can only be a draft", id="blank-date", marks=pytest.mark.requirement("GEN-07")),
    pytest.param(("in_force: {from: 2020-01-01, to: null}", "in_force: {from: 2019-01-01, to: null}"), 21,
        "The entry is in force longer than what it rests on", id="outlives"),
    pytest.param(("status: in_force", "status: adopted_provisional"), 22, "Only a node's signed decision adopts provisionally", id="self-adopted"),
    pytest.param(("title: {zh: 行政处罚, en: Penalty}", "title: {zh: 行政处罚}"), 2,
        "“title” does not fit: a text needs exactly the keys zh and en", id="one-language"),
    pytest.param(("  effect: adverse\n", "  effect: adverse\n  effect: neutral\n"), 8, "The key “effect” is written twice", id="key-twice"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "line", "reason"), CASES)
def test_a_broken_item_is_refused(tmp_path: Path, change: tuple[str, str], line: int, reason: str) -> None:
    broken = ITEM.replace(*change, 1)
    assert broken != ITEM
    assert (ITEM_FILE, line, reason) in faults(write_packs(tmp_path, cn__catalogue__penalty=broken))


@pytest.mark.requirement("PER-01")
def test_persons_only_in_numbered_instruments(tmp_path: Path) -> None:
    broken = ITEM.replace("instrument: CF_WSH, organ", "organ")
    found = faults(write_packs(tmp_path, cn__catalogue__penalty=broken))
    assert any("natural_person needs a role instrument" in reason for _, _, reason in found)


@pytest.mark.requirement("CAT-15", "PER-05")
@pytest.mark.parametrize("title", ["血型", "宗教信仰", "居民参与社区治理情况"])
def test_no_pack_can_name_a_forbidden_kind_of_data(tmp_path: Path, title: str) -> None:
    broken = ITEM.replace("zh: 法定代表人", f"zh: {title}")
    found = faults(write_packs(tmp_path, cn__catalogue__penalty=broken))
    assert any(file == ITEM_FILE and "may not be collected" in reason for file, _, reason in found)


def test_persons_are_never_evaluated(tmp_path: Path) -> None:
    broken = KINDS.replace("evaluated: false", "evaluated: true")
    found = faults(write_packs(tmp_path, cn__subjects__kinds=broken))
    assert any("never evaluated" in reason for _, _, reason in found)


@pytest.mark.requirement("PUB-08")
def test_an_item_without_a_mode_of_disclosure_is_refused(tmp_path: Path) -> None:
    found = faults(write_packs(tmp_path, cn__disclosure__terms=None))
    assert found == [(ITEM_FILE, 1, "The item “penalty” has no disclosure mode")]


def test_a_term_without_start_is_refused(tmp_path: Path) -> None:
    found = faults(write_packs(tmp_path, cn__disclosure__terms=TERM.replace("  starts: decided_on\n", "")))
    assert found[0][0] == "cn/disclosure/terms.yml"
    assert "a term with a length needs starts" in found[0][2]


def test_an_adverse_record_needs_an_end(tmp_path: Path) -> None:
    endless = TERM.replace("  starts: decided_on\n  length: P3Y\n", "  until: always\n")
    found = faults(write_packs(tmp_path, cn__disclosure__terms=endless))
    assert ("cn/disclosure/terms.yml", 1, "An adverse record needs an end: a date or a condition") in found


def test_a_duplicate_id_is_refused(tmp_path: Path) -> None:
    found = faults(write_packs(tmp_path, gz__deadlines__publication=DEADLINE + DEADLINE))
    reason = "The id “double-publicity” already stands at gz/deadlines/publication.yml:1"
    assert found == [("gz/deadlines/publication.yml", 11, reason)]


def test_a_successor_may_have_the_same_id(tmp_path: Path) -> None:
    first = DEADLINE.replace("to: null}", "to: 2022-12-31}")
    second = DEADLINE.replace("from: 2021-01-01", "from: 2023-01-01").replace("length: 7", "length: 5")
    book = load_packs(write_packs(tmp_path, gz__deadlines__publication=first + second), NODE)
    assert len(book.packs.entries_of("gz/double-publicity")) == 2


def test_a_child_says_what_it_overrides(tmp_path: Path) -> None:
    own = TERM.replace(
        "instrument: penalty-law, article: 2, quote: 公示期限为三年（含）",
        "instrument: plan, article: item-38, quote: 上网公示",
    )
    own = own.replace("2020-01-01", "2021-01-01")
    found = faults(write_packs(tmp_path, gz__disclosure__terms=own))
    assert (
        "gz/disclosure/terms.yml",
        1,
        "The same id as “cn/show-penalty” without saying so in overrides",
    ) in found


@pytest.mark.requirement("GEN-06", "DIS-09")
def test_a_local_rule_cannot_override_a_national_law(tmp_path: Path) -> None:
    own = TERM.replace(
        "instrument: penalty-law, article: 2, quote: 公示期限为三年（含）",
        "instrument: plan, article: item-38, quote: 上网公示",
    )
    own = own.replace("2020-01-01", "2021-01-01") + "  overrides: cn/show-penalty\n"
    found = faults(write_packs(tmp_path, gz__disclosure__terms=own))
    reason = "It rests on a law or administrative regulation: no local rule takes its place"
    assert found == [("gz/disclosure/terms.yml", 10, reason)]


@pytest.mark.requirement("GEN-07")
def test_an_entry_of_a_draft_pack_cannot_be_in_force(tmp_path: Path) -> None:
    broken = DRAFT_DEADLINE.replace("status: draft", "status: in_force").replace(
        "from: null", "from: 2021-01-01"
    )
    found = faults(write_packs(tmp_path, gz_draft__deadlines__rights=broken))
    assert (
        "gz-draft/deadlines/rights.yml",
        10,
        "No entry of a draft or unverified pack is in force",
    ) in found
    assert ("gz-draft/deadlines/rights.yml", 8, "It rests on drafts only and cannot be in force") in found


@pytest.mark.requirement("CAT-08")
def test_a_law_that_closes_its_list_admits_no_other_item(tmp_path: Path) -> None:
    closed = PACK_CN.rstrip() + "\n    only_items: [fraud]\n"
    found = faults(write_packs(tmp_path, cn__pack=closed))
    assert (
        ITEM_FILE,
        20,
        "“penalty-law” itself says which violations enter the catalogue; no other may",
    ) in found


def test_effective_rules_need_the_text_at_hand(tmp_path: Path) -> None:
    without = PACK_GZ.replace("file: sources/plan.md", "file: null")
    found = faults(write_packs(tmp_path, gz__pack=without))
    assert (
        "gz/deadlines/publication.yml",
        8,
        "An entry in force may not rest on “plan”, whose text is not at hand",
    ) in found
    assert ("gz/sources/plan.md", 1, "No instrument names this text") in found


def test_a_stray_file_and_broken_yaml_are_refused(tmp_path: Path) -> None:
    found = faults(
        write_packs(tmp_path, gz__measures__list="- {a: 1}\n", cn__catalogue__penalty="- {a: [}\n")
    )
    assert ("gz/measures/list.yml", 1, "A lawpack has no such file") in found
    assert any(
        file == ITEM_FILE and line == 1 and reason.startswith("Not valid YAML")
        for file, line, reason in found
    )


def test_unused_blocks_are_refused(tmp_path: Path) -> None:
    from tests.unit.kernel.lawbook.small import BLOCKS

    more = BLOCKS + "- id: idle\n  fields: [{code: A, title: {zh: 甲, en: A}, type: text, required: never}]\n"
    assert faults(write_packs(tmp_path, cn__catalogue__blocks=more)) == [
        ("cn/catalogue/blocks.yml", 5, "Nothing uses the block “idle”")
    ]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("gz/double-publicity", "Only a draft entry can be adopted"),
        ("gz-draft/nothing", "There is no entry “gz-draft/nothing”"),
    ],
)
def test_only_drafts_can_be_adopted(tmp_path: Path, entry: str, reason: str) -> None:
    adoption = Adoption(entry=entry, decision="1", signed_by="x", on="2024-01-01")
    assert faults(write_packs(tmp_path), Node(pack="gz", adopt=(adoption,))) == [("node", 1, reason)]


def test_the_node_file_is_named_with_its_line(tmp_path: Path) -> None:
    node = tmp_path / "node.yml"
    node.write_text(
        "pack: gz\nadopt:\n  - {entry: gz-draft/x, decision: '1', signed_by: x, on: 2024-01-01}\n"
    )
    with pytest.raises(BrokenPack) as broken:
        load_packs(write_packs(tmp_path / "packs"), node)
    assert (broken.value.file, broken.value.line) == ("node.yml", 3)

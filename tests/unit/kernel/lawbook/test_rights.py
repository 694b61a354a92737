"""Lapses, repair rules and query matters: what each needs, and which one counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.unit.kernel.lawbook.small import DEADLINE, ITEM, write_packs
from tests.unit.kernel.lawbook.test_broken_packs import faults
from xinheng.kernel.lawbook import (
    NOT_STARTED,
    LawOnDay,
    NotInCatalogue,
    NotRuled,
    load_packs,
    repairable_from,
)
from xinheng.kernel.lawbook.meta import Adoption, Gravity, Node, Regime, Status

DAY = date(2026, 3, 2)
LAPSE = """\
- id: lapse-withdraw
  title: {zh: 逾期, en: Lapse}
  deadline: withdraw
  effect: suspend_display
  own_rule: true
  basis: [{instrument: draft, article: 36, quote: 三个工作日内撤销公示}]
  in_force: {from: null, to: null}
  status: draft
"""
REPAIR = """\
- id: repair-all
  title: {zh: 修复, en: Repair}
  item: null
  regime: ordinary
  permitted: true
  conditions: [duty_performed]
  documents: [{id: proof, title: {zh: 证明, en: Proof}, required: true}]
  deadlines: [withdraw]
  remedy: {zh: 复核, en: Second look}
  basis: [{instrument: plan, article: item-38, quote: 上网公示}]
  in_force: {from: 2021-01-01, to: null}
  status: in_force
"""
MATTER = """\
- id: licensing
  title: {zh: 许可, en: Licensing}
  organs: [market-regulation]
  items: [penalty]
  force: recommended
  subjects: organisations
  basis: [{instrument: plan, article: item-38, quote: 上网公示}]
  in_force: {from: 2021-01-01, to: null}
  status: in_force
"""
OF_ITEM = (
    REPAIR.replace("repair-all", "repair-penalty")
    .replace("item: null", "item: penalty")
    .replace("  permitted: true\n", "  permitted: true\n  after: P3M\n  starts: known_on\n")
)
OF_CLASS = REPAIR.replace("repair-all", "repair-severe").replace(
    "item: null", "item: null\n  gravity: severe"
)
NEVER = """\
- id: repair-never
  title: {zh: 不予修复, en: No repair}
  item: penalty
  regime: ordinary
  permitted: false
  remedy: {zh: 期满自动终止公示, en: Display ends with the term}
  basis: [{instrument: plan, article: item-38, quote: 上网公示}]
  in_force: {from: 2021-01-01, to: null}
  status: in_force
"""


def law(root: Path, *, adopt: tuple[str, ...] = (), **files: str | None) -> LawOnDay:
    adoptions = tuple(Adoption(entry=entry, decision="1", signed_by="甲", on=DAY) for entry in adopt)
    return load_packs(write_packs(root, **files), Node(pack="gz", adopt=adoptions)).as_of(DAY)


def broken(root: Path, folder: str, text: str, pack: str = "gz") -> list[tuple[str, int, str]]:
    return faults(write_packs(root, **{f"{pack}__{folder}__x": text}))


@pytest.mark.requirement("OBJ-12")
def test_a_lapse_has_effect_only_where_the_node_adopts_it(tmp_path: Path) -> None:
    files = {"gz-draft__lapses__x": LAPSE}
    assert law(tmp_path, **files).lapse("withdraw") is None
    adopted = law(tmp_path, adopt=("gz-draft/lapse-withdraw",), **files)
    ruled = adopted.lapse("withdraw")
    assert ruled is not None
    assert (ruled.value.own_rule, ruled.status) == (True, Status.ADOPTED_PROVISIONAL)
    assert adopted.lapses() == (ruled,)
    assert adopted.lapse("double-publicity") is None


def test_a_rule_of_the_platforms_own_is_never_in_force(tmp_path: Path) -> None:
    text = LAPSE.replace("deadline: withdraw", "deadline: double-publicity").replace(
        "instrument: draft, article: 36, quote: 三个工作日内撤销公示",
        "instrument: plan, article: item-38, quote: 上网公示",
    )
    text = text.replace("{from: null, to: null}", "{from: 2021-01-01, to: null}").replace(
        "status: draft", "status: in_force"
    )
    reasons = [reason for _, _, reason in broken(tmp_path, "lapses", text)]
    assert reasons == [
        "A rule of the platform's own is never in force: only a node's signed decision adopts it"
    ]


def test_a_service_standard_is_never_in_force(tmp_path: Path) -> None:
    text = DEADLINE.replace("  counts: day_after\n", "  counts: day_after\n  statutory: false\n")
    found = faults(write_packs(tmp_path, gz__deadlines__publication=text))
    reason = "A rule of the platform's own is never in force: only a node's signed decision adopts it"
    assert [said for _, _, said in found] == [reason]


def test_a_lapse_names_a_deadline(tmp_path: Path) -> None:
    found = broken(tmp_path, "lapses", LAPSE.replace("deadline: withdraw", "deadline: never"), "gz-draft")
    assert found == [("gz-draft/lapses/x.yml", 3, "There is no deadline “never”")]


@pytest.mark.requirement("REP-08")
def test_the_rule_of_the_item_goes_before_the_general_one(tmp_path: Path) -> None:
    general = law(tmp_path / "a", gz__repair__x=REPAIR)
    assert general.repair_rule("penalty").entry == "gz/repair-all"
    both = law(tmp_path / "b", gz__repair__x=REPAIR + OF_ITEM + OF_CLASS)
    assert both.repair_rule("penalty").entry == "gz/repair-penalty"
    assert both.repair_rule("penalty", gravity=Gravity.SEVERE).entry == "gz/repair-penalty"
    of_class = law(tmp_path / "c", gz__repair__x=REPAIR + OF_CLASS)
    assert of_class.repair_rule("penalty", gravity=Gravity.SEVERE).entry == "gz/repair-severe"
    assert of_class.repair_rule("penalty", gravity=Gravity.MINOR).entry == "gz/repair-all"
    with pytest.raises(NotRuled):
        both.repair_rule("penalty", regime=Regime.REORGANISED)
    with pytest.raises(NotInCatalogue):
        both.repair_rule("good-deeds")


def test_what_does_no_harm_has_nothing_to_repair(tmp_path: Path) -> None:
    kind = ITEM.replace("effect: adverse", "effect: favourable")
    with pytest.raises(NotRuled):
        law(tmp_path / "a", gz__repair__x=REPAIR, cn__catalogue__penalty=kind).repair_rule("penalty")
    found = faults(write_packs(tmp_path / "b", gz__repair__x=OF_ITEM, cn__catalogue__penalty=kind))
    assert found == [("gz/repair/x.yml", 3, "The item “penalty” does no harm: there is nothing to repair")]


@pytest.mark.requirement("REP-08")
def test_before_the_time_of_display_has_passed_nothing_is_repaired(tmp_path: Path) -> None:
    rule = law(tmp_path, gz__repair__x=OF_ITEM).repair_rule("penalty").value
    known = {"decided_on": None, "ends_on": None, "known_on": date(2026, 1, 10)}
    assert repairable_from(rule, **known) == date(2026, 4, 11)
    assert repairable_from(rule, **known | {"known_on": None}) is NOT_STARTED
    assert repairable_from(rule.model_copy(update={"after": None, "starts": None}), **known) is None


def test_what_is_never_repaired_says_what_ends_it_instead(tmp_path: Path) -> None:
    rule = law(tmp_path, gz__repair__x=REPAIR + NEVER).repair_rule("penalty").value
    assert (rule.permitted, rule.remedy.en, rule.required_documents) == (
        False,
        "Display ends with the term",
        (),
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("item: null", "item: licence"), "There is no item “licence”"),
        (("deadlines: [withdraw]", "deadlines: [soon]"), "There is no deadline “soon”"),
        (("conditions: [duty_performed]", "conditions: []"), "has its conditions and asks for a document"),
        (("required: true", "required: false"), "has its conditions and asks for a document"),
        (("permitted: true", "permitted: false"), "has no conditions, documents or time before"),
        (("permitted: true", "permitted: true\n  after: P3M"), "after and starts are given together"),
        (("conditions: [duty_performed]", "conditions: [sorry]"), "does not fit"),
    ],
)
def test_a_broken_repair_rule_is_refused(tmp_path: Path, change: tuple[str, str], reason: str) -> None:
    found = broken(tmp_path, "repair", REPAIR.replace(*change))
    assert any(file == "gz/repair/x.yml" and reason in said for file, _, said in found)


def test_two_rules_for_one_thing_are_refused(tmp_path: Path) -> None:
    found = broken(tmp_path, "repair", REPAIR + REPAIR.replace("repair-all", "repair-again"))
    assert [reason for _, _, reason in found] == ["It rules the same thing as gz/repair/x.yml:1"]


def test_a_matter_opens_its_items_to_its_organs_and_nothing_else(tmp_path: Path) -> None:
    on_day = law(tmp_path, gz__matters__x=MATTER)
    matter = on_day.matter("licensing").value
    assert matter.permits("market-regulation", item="penalty", person=False)
    assert not matter.permits("market-regulation", item="penalty", person=True)
    assert not matter.permits("market-regulation", item="licence", person=False)
    assert not matter.permits("taxation", item="penalty", person=False)
    assert [ruled.entry for ruled in on_day.matters("market-regulation")] == ["gz/licensing"]
    assert on_day.matters("taxation") == ()
    with pytest.raises(NotRuled):
        on_day.matter("curiosity")


def test_a_matter_of_every_organ_and_item(tmp_path: Path) -> None:
    wide = MATTER.replace("[market-regulation]", "[any_organ]").replace("[penalty]", "[]")
    matter = law(tmp_path, gz__matters__x=wide).matter("licensing").value
    assert matter.permits("taxation", item="anything", person=False)
    assert not matter.permits("taxation", item="anything", person=True)


@pytest.mark.requirement("PER-01")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"items: [penalty]": "items: []"}, "A matter about persons names every item it asks for"),
        ({}, "A matter about persons rests on a law or regulation"),
    ],
)
def test_a_matter_about_persons_keeps_within_its_limits(
    tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    text = MATTER.replace("subjects: organisations", "subjects: both")
    for old, new in change.items():
        text = text.replace(old, new)
    assert reason in [said for _, _, said in broken(tmp_path, "matters", text)]


def test_a_matter_about_persons_stands_on_a_law(tmp_path: Path) -> None:
    text = MATTER.replace("subjects: organisations", "subjects: persons").replace(
        "instrument: plan, article: item-38, quote: 上网公示",
        "instrument: penalty-law, article: 1, quote: 处罚决定应当公开",
    )
    matter = law(tmp_path, gz__matters__x=text).matter("licensing").value
    assert matter.permits("market-regulation", item="penalty", person=True)
    assert not matter.permits("market-regulation", item="penalty", person=False)


@pytest.mark.requirement("PER-01")
def test_a_matter_about_persons_asks_only_for_items_about_persons(tmp_path: Path) -> None:
    item = ITEM.replace("subjects: [enterprise, natural_person]", "subjects: [enterprise]")
    text = MATTER.replace("subjects: organisations", "subjects: both")
    found = faults(write_packs(tmp_path, gz__matters__x=text, cn__catalogue__penalty=item))
    reason = "The item “penalty” has no instrument with a number about a person"
    assert ("gz/matters/x.yml", 4, reason) in found


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            ("organs: [market-regulation]", "organs: [post-office]"),
            "There is no department kind “post-office”",
        ),
        (("items: [penalty]", "items: [licence]"), "There is no item “licence”"),
        (("organs: [market-regulation]", "organs: []"), "does not fit"),
    ],
)
def test_a_broken_matter_is_refused(tmp_path: Path, change: tuple[str, str], reason: str) -> None:
    found = broken(tmp_path, "matters", MATTER.replace(*change))
    assert any(file == "gz/matters/x.yml" and reason in said for file, _, said in found)

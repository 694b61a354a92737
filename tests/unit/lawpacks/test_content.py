"""What the packs in this repository say, read as the demonstration node reads them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from xinheng.kernel.lawbook import Lawbook, NotInCatalogue, NotRuled, load_packs
from xinheng.kernel.lawbook.meta import (
    Act,
    Category,
    Effect,
    Mode,
    Node,
    QualityRule,
    Regime,
    Status,
)

ROOT = Path(__file__).parents[3]
PACKS = ROOT / "lawpacks"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def demo() -> Lawbook:
    return load_packs(PACKS, ROOT / "demo" / "node.yml")


@pytest.fixture(scope="module")
def plain() -> Lawbook:
    """Guizhou without any adoption."""
    return load_packs(PACKS, Node(pack="cn-gz"))


@pytest.mark.requirement("CAT-07")
def test_ten_administrative_acts_are_in_the_catalogue(demo: Lawbook) -> None:
    acts = {ruled.value.act for ruled in demo.as_of(TODAY).items() if ruled.value.act}
    assert acts == set(Act)


@pytest.mark.requirement("CAT-07", "GEN-07")
def test_what_rests_on_the_five_year_plan_alone_ends_with_it(plain: Lawbook) -> None:
    assert plain.as_of(date(2025, 12, 31)).item("adjudication").status is Status.IN_FORCE
    with pytest.raises(NotInCatalogue):
        plain.as_of(date(2026, 1, 1)).item("adjudication")


@pytest.mark.requirement("CAT-14")
def test_fourteen_categories_of_enterprise_data_have_items(demo: Lawbook) -> None:
    items = [ruled.value for ruled in demo.as_of(TODAY).items()]
    assert {item.category for item in items if item.category} == set(Category)


@pytest.mark.requirement("CAT-14")
def test_enterprise_data_and_honours_are_never_about_a_natural_person(demo: Lawbook) -> None:
    about_persons = {ruled.value.id for ruled in demo.as_of(TODAY).items() if ruled.value.about_persons}
    assert about_persons == {"licence", "penalty"}


@pytest.mark.requirement("GEN-07")
def test_the_draft_has_no_effect_of_its_own(plain: Lawbook) -> None:
    law = plain.as_of(TODAY)
    with pytest.raises(NotRuled):
        law.disclosure("penalty")
    with pytest.raises(NotRuled):
        law.deadline("repair-withdraw")


@pytest.mark.requirement("DIS-07")
def test_every_adverse_record_shown_has_an_end(demo: Lawbook) -> None:
    law = demo.as_of(TODAY)
    adverse = [ruled.value for ruled in law.items() if ruled.value.effect is Effect.ADVERSE]
    terms = [law.disclosure(item.id).value for item in adverse]
    shown = [term for term in terms if term.mode is not Mode.NOT_PUBLIC]
    assert len(shown) == 26
    assert {str(term.length) for term in shown if term.until is None} == {"P3Y"}
    assert {term.until.value for term in shown if term.until} == {"valid"}


@pytest.mark.requirement("PUB-09")
def test_adverse_records_beyond_the_double_publicity_are_reviewed_before_display(demo: Lawbook) -> None:
    law = demo.as_of(TODAY)
    adverse = {ruled.value.id for ruled in law.items() if ruled.value.effect is Effect.ADVERSE}
    unreviewed = {item for item in adverse if not law.disclosure(item).value.review}
    assert unreviewed == {"penalty"}


@pytest.mark.requirement("SUB-01", "SUB-02", "SUB-03", "SUB-04")
def test_kinds_of_subject(demo: Lawbook) -> None:
    kinds = {ruled.value.id: ruled.value for ruled in demo.as_of(TODAY).subject_kinds()}
    five = {"natural_person", "enterprise", "organ", "institution", "social_organisation"}
    assert five | {"trade_union_grassroots", "rural_collective", "individual_business"} <= kinds.keys()
    assert {kinds["government"].part_of, kinds["government_department"].part_of} == {"organ"}
    evaluated = {kind.id for kind in kinds.values() if kind.evaluated}
    assert evaluated == {"enterprise", "cooperative", "institution", "social_organisation"}


@pytest.mark.requirement("SUB-06")
def test_the_county_targets_are_history(plain: Lawbook) -> None:
    targets = {
        written.entry.id: written.entry
        for written in plain.packs.entries()
        if written.pack == "cn-gz-qianxi" and isinstance(written.entry, QualityRule)
    }
    assert set(targets) == {"organisation-coverage-90", "resident-coverage-80"}
    assert {entry.status for entry in targets.values()} == {Status.EXPIRED}
    county = load_packs(PACKS, Node(pack="cn-gz-qianxi")).as_of(date(2019, 6, 1))
    assert not {ruled.value.id for ruled in county.quality_rules()} & set(targets)


def test_indicators_and_periods_of_the_double_publicity(demo: Lawbook) -> None:
    rules = [ruled.value for ruled in demo.as_of(TODAY).quality_rules()]
    assert {str(rule.period) for rule in rules if rule.purpose.value == "report"} == {"P7D", "P1M", "P3M"}
    measured = {rule.indicator.value for rule in rules if rule.indicator}
    assert measured == {"timeliness", "compliance", "completeness", "coverage"}


def test_guangdong_inherits_nothing_from_guizhou() -> None:
    guangdong = load_packs(PACKS, Node(pack="cn-gd")).as_of(TODAY)
    assert {ruled.entry.partition("/")[0] for ruled in guangdong.items()} == {"cn-gd"}
    with pytest.raises(NotInCatalogue):
        guangdong.item("penalty")


def test_the_clocks_of_objection_repair_and_withdrawal(demo: Lawbook) -> None:
    law = demo.as_of(TODAY)
    given = {
        "objection-annotate": (1, "received_on"),
        "objection-transfer": (2, "received_on"),
        "objection-decide-own": (5, "received_on"),
        "objection-decide-provider": (5, "transferred_on"),
        "objection-annotate-agency": (1, "received_on"),
        "objection-decide-agency": (7, "received_on"),
        "repair-withdraw": (3, "received_on"),
        "revocation-withdraw": (3, "received_on"),
    }
    found = {name: law.deadline(name) for name in given}
    told = {name: (ruled.value.length, ruled.value.starts.value) for name, ruled in found.items()}
    assert told == given
    assert {ruled.value.unit.value for ruled in found.values()} == {"working_day"}
    assert {ruled.status for ruled in found.values()} == {Status.ADOPTED_PROVISIONAL}


def test_promptly_is_no_number(demo: Lawbook, plain: Lawbook) -> None:
    """Where the texts say “promptly”, the figure is a service standard, labelled so, and only adopted (CF-29)."""
    law = demo.as_of(TODAY)
    standards = {ruled.value.id: ruled for ruled in law.deadlines() if not ruled.value.statutory}
    assert standards.keys() == {
        "objection-tell", "objection-second-look", "repair-accept", "repair-decide", "repair-end-measures",
        "repair-second-look", "revocation-notice", "list-exit-reorganised",
    }  # fmt: skip
    for name, ruled in standards.items():
        assert ruled.status is Status.ADOPTED_PROVISIONAL
        assert ruled.note is not None
        assert "非法定期限" in ruled.note.zh
        with pytest.raises(NotRuled):
            plain.as_of(TODAY).deadline(name)
    statutory = {ruled.value.id for ruled in law.deadlines()} - standards.keys()
    assert "objection-transfer" in statutory


@pytest.mark.requirement("OBJ-12")
def test_what_a_lapse_does_is_the_platforms_own_rule_and_can_be_switched_off(
    demo: Lawbook, plain: Lawbook
) -> None:
    lapses = demo.as_of(TODAY).lapses()
    assert {ruled.value.deadline for ruled in lapses} == {
        "objection-transfer", "objection-decide-own", "objection-decide-provider",
    }  # fmt: skip
    assert {(ruled.value.own_rule, ruled.status) for ruled in lapses} == {(True, Status.ADOPTED_PROVISIONAL)}
    assert plain.as_of(TODAY).lapses() == ()


@pytest.mark.requirement("REP-08")
def test_repair_of_adverse_records(demo: Lawbook) -> None:
    law = demo.as_of(TODAY)
    adverse = [ruled.value.id for ruled in law.items() if ruled.value.effect is Effect.ADVERSE]
    rules = {law.repair_rule(item).entry for item in adverse}
    assert rules == {"cn-gz/repair-general"}
    rule = law.repair_rule("penalty").value
    assert [condition.value for condition in rule.conditions] == [
        "duty_performed", "act_corrected", "effect_removed",
    ]  # fmt: skip
    assert "repair-withdraw" in rule.deadlines
    with pytest.raises(NotRuled):
        law.repair_rule("penalty", regime=Regime.REORGANISED)


@pytest.mark.requirement("PER-01")
def test_matters_about_persons_ask_only_for_numbered_instruments(demo: Lawbook) -> None:
    law = demo.as_of(TODAY)
    about_persons = [ruled for ruled in law.matters() if ruled.value.about_persons]
    assert {ruled.value.id for ruled in about_persons} == {"matter-licensing", "matter-penalty-discretion"}
    asked = {item for ruled in about_persons for item in ruled.value.items}
    assert asked == {"licence", "penalty"}
    assert all(law.item(item).value.roles.instrument for item in asked)
    for never in ("matter-residence", "matter-staff", "matter-civil-service"):
        with pytest.raises(NotRuled):
            law.matter(never)

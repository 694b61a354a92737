"""The packs of the project: sound, their examples true, quick to load."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from xinheng.kernel.lawbook import Lawbook, NotInCatalogue, load_packs, read_packs
from xinheng.kernel.lawbook.cases import CaseResult, run_cases
from xinheng.kernel.lawbook.meta import Act, Category, Head, Node, SubjectBase

PROJECT = Path(__file__).resolve().parents[4]
ROOT = PROJECT / "lawpacks"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def lawbook() -> Lawbook:
    return load_packs(ROOT, PROJECT / "demo" / "node.yml")


@pytest.mark.parametrize(
    "result", run_cases(read_packs(ROOT)), ids=lambda result: f"{result.pack}: {result.name}"
)
def test_every_example_is_true(result: CaseResult) -> None:
    assert {key: result.found.get(key) for key in result.expected} == result.expected, (
        f"{result.place}: {result.found}"
    )


@pytest.mark.requirement("GEN-01", "GEN-02", "GEN-03")
def test_at_least_sixty_items_each_with_class_duty_source_and_necessity(lawbook: Lawbook) -> None:
    items = [ruled.value for ruled in lawbook.as_of(TODAY).items()]
    assert len(items) >= 60
    assert all(item.class_ and item.evidences and item.source.zh and item.necessity.zh for item in items)


@pytest.mark.requirement("CAT-06", "CAT-07", "CAT-14")
def test_all_heads_acts_and_categories_occur(lawbook: Lawbook) -> None:
    items = [ruled.value for ruled in lawbook.as_of(TODAY).items()]
    assert {item.head for item in items} == set(Head)
    assert {item.act for item in items} - {None} == set(Act)
    assert {item.category for item in items} - {None} == set(Category)


@pytest.mark.requirement("PUB-01")
def test_licences_and_penalties_are_due_in_seven_working_days(lawbook: Lawbook) -> None:
    for item in ("licence", "penalty"):
        (ruled,) = lawbook.as_of(TODAY).deadlines_for(item)
        assert (ruled.value.length, ruled.value.unit.value, ruled.value.counts) == (
            7,
            "working_day",
            "day_after",
        )


def test_every_rule_in_effect_quotes_its_basis(lawbook: Lawbook) -> None:
    law = lawbook.as_of(TODAY)
    rules = [*law.items(), *law.disclosures(), *law.deadlines(), *law.quality_rules(), *law.subject_kinds()]
    assert [rule.entry for rule in rules if not any(citation.quote for citation in rule.citations)] == []


@pytest.mark.requirement("GEN-07")
def test_without_a_decision_the_draft_has_no_effect() -> None:
    law = load_packs(ROOT, Node(pack="cn-gz")).as_of(TODAY)
    rules = [*law.items(), *law.disclosures(), *law.deadlines()]
    assert [rule.entry for rule in rules if rule.provisional or rule.pack == "cn-gz-draft-2018-10"] == []


def test_no_kind_of_person_is_evaluated(lawbook: Lawbook) -> None:
    persons = {SubjectBase.NATURAL_PERSON, SubjectBase.INDIVIDUAL_BUSINESS}
    kinds = lawbook.as_of(TODAY).subject_kinds()
    assert {kind.value.base for kind in kinds if not kind.value.evaluated} >= persons
    assert not [kind.entry for kind in kinds if kind.value.evaluated and kind.value.base in persons]


def test_provinces_inherit_nothing_from_each_other() -> None:
    guangdong = load_packs(ROOT, Node(pack="cn-gd")).as_of(TODAY)
    assert {ruled.pack for ruled in guangdong.items()} <= {"cn", "cn-gd"}
    with pytest.raises(NotInCatalogue):
        guangdong.item("penalty")


def test_loading_takes_well_under_a_second() -> None:
    code = (
        "import time, pathlib; from xinheng.kernel.lawbook import load_packs; start = time.process_time();"
        f"load_packs(pathlib.Path({str(ROOT)!r}), pathlib.Path({str(PROJECT / 'demo' / 'node.yml')!r}));"
        "print(time.process_time() - start)"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert float(run.stdout) < 1


def test_python_holds_no_number_of_law() -> None:
    """No day, month or year number stands as a literal in a date, a timedelta or a period of the lawbook."""
    literal = re.compile(r"timedelta\((?:days=)?(?!1\))\d|\bdate\(\d|Period\(\s*\d|[\"']P\d+[YMD]")
    sources = (PROJECT / "src" / "xinheng" / "kernel" / "lawbook").rglob("*.py")
    found = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sources
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if literal.search(line)
        and ">>>" not in line
        and "datetime." not in line
        and "Period" not in path.name
    ]
    assert found == []

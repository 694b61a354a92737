"""Which step a catalogue version may take."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.unit.kernel.lawbook.small import write_packs
from xinheng.areas.catalogue.rules import may_move, may_reduce_rights
from xinheng.areas.catalogue.terms import CatalogueState, Move, VersionFacts
from xinheng.kernel.lawbook import load_packs
from xinheng.kernel.lawbook.meta import Effect, Node, Opinion, OpinionKind

FACTS = VersionFacts(CatalogueState.COMPILED, "理由", may_reduce_rights=False)
HEARD = tuple(Opinion(kind=kind, by="甲", words="同意") for kind in OpinionKind)


def codes(facts: VersionFacts, to: CatalogueState) -> list[str]:
    decision = may_move(facts, to)
    assert (decision.outcome is Move.PERMITTED) == (not decision.reasons)
    return [reason.code for reason in decision.reasons]


@pytest.mark.requirement("CAT-03")
def test_one_step_at_a_time() -> None:
    asked = [(state, to) for state in CatalogueState for to in CatalogueState]
    facts = replace(FACTS, consultation="公告", approval="批复")
    permitted = [(state, to) for state, to in asked if not codes(replace(facts, state=state), to)]
    order = list(CatalogueState)
    assert permitted == list(itertools.pairwise(order))


@pytest.mark.requirement("CAT-03")
def test_consultation_and_approval_are_recorded() -> None:
    assert codes(FACTS, CatalogueState.CONSULTED) == ["consultation"]
    consulted = replace(FACTS, state=CatalogueState.CONSULTED)
    assert codes(consulted, CatalogueState.APPROVED) == ["approval"]


@pytest.mark.requirement("CAT-04")
def test_no_step_without_reasons() -> None:
    assert codes(replace(FACTS, reasons=" ", consultation="公告"), CatalogueState.CONSULTED) == ["reasons"]


@pytest.mark.requirement("CAT-05")
def test_reduced_rights_need_assessment_and_both_kinds_of_opinion() -> None:
    facts = VersionFacts(CatalogueState.CONSULTED, "理由", may_reduce_rights=True, approval="批复")
    assert codes(facts, CatalogueState.APPROVED) == ["assessment", "opinions"]
    assert codes(replace(facts, assessment="评估", opinions=HEARD[:1]), CatalogueState.APPROVED) == [
        "opinions"
    ]
    assert codes(replace(facts, assessment="评估", opinions=HEARD), CatalogueState.APPROVED) == []


@pytest.mark.requirement("CAT-05")
def test_what_may_reduce_rights(tmp_path: Path) -> None:
    law = load_packs(write_packs(tmp_path), Node(pack="gz")).as_of(date(2024, 1, 1))
    penalty = law.item("penalty").value
    award = penalty.model_copy(
        update={"id": "award", "effect": Effect.FAVOURABLE, "subjects": ("enterprise",)}
    )
    wider = award.model_copy(update={"subjects": ("enterprise", "natural_person")})
    assert may_reduce_rights({}, {"penalty": penalty, "award": award}) == ("penalty",)
    assert may_reduce_rights({"penalty": penalty}, {"penalty": penalty, "award": award}) == ()
    assert may_reduce_rights({"award": award}, {"award": wider}) == ("award",)

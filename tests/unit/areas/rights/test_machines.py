"""The tables of states: complete, without dead ends, and told to people in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scripts.case_diagrams import PAGE, page
from xinheng.areas.rights.cases.rules import may_step, mermaid
from xinheng.areas.rights.cases.terms import By, Machine, Ruling
from xinheng.areas.rights.objection.terms import OBJECTION, ObjectionState, ObjectionStep
from xinheng.areas.rights.repair.terms import REPAIR, RepairState, RepairStep
from xinheng.areas.rights.withdrawal.terms import WITHDRAWAL

MACHINES = pytest.mark.parametrize(
    "machine", [OBJECTION, REPAIR, WITHDRAWAL], ids=lambda each: each.kind.value
)
NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)


@MACHINES
def test_every_state_is_reached_and_every_step_used(machine: Machine) -> None:
    assert {each.target for each in machine.transitions} == set(machine.states)
    assert {each.step for each in machine.transitions} == set(machine.steps)
    assert {each.source for each in machine.transitions} <= {"", *machine.states}
    assert machine.settled <= set(machine.states)
    assert machine.reasoned <= set(machine.steps)


@MACHINES
def test_a_step_leads_to_one_state(machine: Machine) -> None:
    keys = [(each.source, each.step, each.by) for each in machine.transitions]
    assert len(keys) == len(set(keys))


@MACHINES
def test_from_every_open_state_a_settled_one_can_be_reached(machine: Machine) -> None:
    reaching = set(machine.settled)
    while more := {each.source for each in machine.transitions if each.target in reaching} - reaching - {""}:
        reaching |= more
    assert reaching == set(machine.states)


@pytest.mark.requirement("OBJ-11")
def test_whoever_refuses_says_why() -> None:
    for machine, step in (
        (OBJECTION, "refused"),
        (OBJECTION, "upheld"),
        (REPAIR, "refused"),
        (REPAIR, "not_accepted"),
    ):
        assert step in machine.reasoned
    answer = may_step(
        OBJECTION, ObjectionStep.REFUSED, by=By.PROVIDER, state=ObjectionState.WITH_PROVIDER, last_at=NOON, at=NOON,
        reason="　 ",
    )  # fmt: skip
    assert (answer.outcome, [reason.code for reason in answer.reasons]) == (Ruling.REFUSED, ["no_reason"])


def test_a_provider_decides_no_more_what_was_taken_over() -> None:
    assert OBJECTION.open_to(ObjectionState.TAKEN_OVER, By.PROVIDER) == ()
    assert {"granted", "refused"} <= set(OBJECTION.open_to(ObjectionState.TAKEN_OVER, By.CENTRE))


def test_a_second_look_is_asked_for_once() -> None:
    after = {each.target for each in OBJECTION.transitions if each.source == ObjectionState.SECOND_LOOK}
    assert ObjectionState.REFUSED not in after
    assert [each for each in OBJECTION.transitions if each.source == ObjectionState.UPHELD] == []
    assert OBJECTION.open_to(ObjectionState.LODGED, By.AGENCY) == ()
    assert [each for each in REPAIR.transitions if each.source == RepairState.REFUSED_AGAIN] == []


def test_the_second_look_at_a_repair_repairs_nothing() -> None:
    after = {each.target for each in REPAIR.transitions if each.source == RepairState.SECOND_LOOK}
    assert RepairState.REPAIRED not in after
    assert {each.by for each in REPAIR.transitions if each.target == RepairState.REPAIRED} == {
        By.PROVIDER,
        By.CENTRE,
    }


def test_the_clock_never_runs_back() -> None:
    def answer(at: datetime) -> list[str]:
        step = may_step(
            REPAIR, RepairStep.ACCEPTED, by=By.PROVIDER, state=RepairState.APPLIED, last_at=NOON, at=at
        )
        return [reason.code for reason in step.reasons]

    assert answer(NOON) == []
    assert answer(NOON - timedelta(microseconds=1)) == ["before_the_last"]


def test_the_diagram_shows_every_change_of_state() -> None:
    drawn = mermaid(OBJECTION)
    changes = [each for each in OBJECTION.transitions if each.source != each.target]
    assert drawn.count("-->") == len(changes) + 3
    assert "[*] --> lodged: 提出异议，记录已标注 · party" in drawn
    assert "upheld --> [*]" in drawn
    assert "refused --> [*]" not in drawn


def test_the_drawn_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "make docs"

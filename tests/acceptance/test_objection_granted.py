"""Story: the mill objects to the amount of a fine; the provider finds that it is right and sends the record again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.acceptance.conftest import at
from tests.acceptance.contesting import (
    FRIDAY,
    THURSDAY,
    WEDNESDAY,
    fine,
    fined,
    last_notice,
    mill,
    objected,
    paper,
    signed,
    states,
)
from tests.acceptance.surfaces import Surfaces
from xinheng.areas.clocks import service as clocks
from xinheng.areas.clocks.terms import ClockState
from xinheng.areas.ledger import service as ledger
from xinheng.areas.notices.terms import NoticeKind
from xinheng.areas.rights.cases.actions import handed_in
from xinheng.areas.rights.cases.terms import By, UnableToStep
from xinheng.areas.rights.objection import actions as objections
from xinheng.areas.rights.objection.terms import Remedy


@pytest.mark.requirement("OBJ-01", "OBJ-03", "OBJ-05", "OBJ-06", "OBJ-07", "OBJ-13")
def test_an_objection_is_granted_and_the_record_corrected(
    department: Callable, send: Callable, surfaces: Surfaces
) -> None:
    mill_fined = fined(department, send)

    # Wednesday: the mill objects, with the decision as evidence; from that minute every surface says so
    case = objected(mill_fined, at(WEDNESDAY, 10))
    with handed_in([paper("决定书.pdf")]) as files:
        objections.add_evidence(
            case.number, asker=mill(at(WEDNESDAY, 10)), files=files, actor="mill", at=at(WEDNESDAY, 10, 5)
        )
    told = surfaces.at(at(WEDNESDAY, 10, 5)).told(mill_fined.sought, "异议标注")
    assert told == dict.fromkeys(told, True)
    assert states(case)["objection-annotate"] is ClockState.MET

    # Thursday: the centre finds that the provider has to decide; its five working days end on Thursday next week
    objections.transfer(case.number, actor="officer", at=at(THURSDAY, 9))
    running = {each.deadline: each.due_on for each in clocks.clocks_about(case.about) if each.running}
    assert running == {"objection-decide-provider": date(2026, 11, 26)}

    # Friday: the provider cannot say "corrected" before it is; it sends the record again, then decides
    decide = {"by": By.PROVIDER, "remedy": Remedy.CORRECT, "reason": "录入时多写一倍", "actor": "market"}
    with pytest.raises(UnableToStep, match="没有变化"):
        objections.grant(case.number, at=at(FRIDAY, 9), **decide)
    mill_fined.corrected(on=FRIDAY, CF_NR="罚款1000元", CF_NR_FK="0.1")
    case = objections.grant(case.number, at=at(FRIDAY, 11), **decide)

    # the annotation is gone, the right amount stands, the mill is told in the same minute
    signed(at(FRIDAY, 12))
    assert surfaces.at(at(FRIDAY, 12)).everywhere(mill_fined.sought) is True
    assert not any(surfaces.told(mill_fined.sought, "异议标注").values())
    assert (fine(mill_fined, at(FRIDAY, 12)), fine(mill_fined, at(WEDNESDAY, 12))) == ("0.1", "0.2")
    assert set(states(case).values()) == {ClockState.MET}
    notice = last_notice()
    assert (notice.kind, notice.text.reasons, notice.at) == (
        NoticeKind.OBJECTION_DECIDED, "录入时多写一倍", at(FRIDAY, 11)
    )  # fmt: skip
    decided = [
        entry for entry in ledger.entries_about(*case.about) if entry.kind == "rights.objection_decided"
    ]
    assert [(entry.payload["outcome"], entry.payload["remedy"]) for entry in decided] == [
        ("granted", "correct")
    ]

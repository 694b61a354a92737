"""Story: the provider refuses with reasons; the mill asks for a second look, and somebody else finds that it was right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.acceptance.conftest import at
from tests.acceptance.contesting import (
    FRIDAY,
    THURSDAY,
    WEDNESDAY,
    counts,
    fined,
    last_notice,
    mill,
    objected,
    paper,
)
from tests.acceptance.surfaces import Surfaces
from xinheng.areas.notices.terms import NoticeKind
from xinheng.areas.rights.cases.actions import handed_in
from xinheng.areas.rights.cases.terms import By, UnableToStep
from xinheng.areas.rights.objection import actions as objections
from xinheng.areas.rights.objection.terms import Remedy

MONDAY = date(2026, 11, 23)


@pytest.mark.requirement("OBJ-07", "OBJ-11", "OBJ-15")
def test_refused_looked_at_again_and_removed(
    department: Callable, send: Callable, surfaces: Surfaces
) -> None:
    mill_fined = fined(department, send)
    case = objected(mill_fined, at(WEDNESDAY, 10))
    objections.transfer(case.number, actor="officer", at=at(WEDNESDAY, 11))

    # no refusal without reasons; with them the annotation ends and the mill learns what it can do
    with pytest.raises(UnableToStep, match="理由"):
        objections.refuse(case.number, by=By.PROVIDER, reason="", actor="market", at=at(THURSDAY, 9))
    objections.refuse(case.number, by=By.PROVIDER, reason="与决定书一致", actor="market", at=at(THURSDAY, 9))
    assert surfaces.at(at(THURSDAY, 9)).everywhere(mill_fined.sought) is True
    assert not any(surfaces.told(mill_fined.sought, "异议标注").values())
    notice = last_notice()
    assert notice.text.reasons == "与决定书一致"
    assert notice.text.remedy is not None
    assert "复核一次" in notice.text.remedy.zh

    # the same objection again is refused with a pointer; a second look is the way
    with pytest.raises(UnableToStep) as again:
        objected(mill_fined, at(THURSDAY, 12))
    assert again.value.see == case.number
    with handed_in([paper("更正决定书.pdf")]) as files:
        objections.ask_again(
            case.number, asker=mill(at(FRIDAY)), reason="决定书已被更正，当事人另有其人", evidence=files, actor="mill",
            at=at(FRIDAY, 9),
        )  # fmt: skip
    assert all(surfaces.at(at(FRIDAY, 9)).told(mill_fined.sought, "异议标注").values())

    # the centre removes the record: it is shown to nobody and counts for nothing, past views included
    case = objections.grant(
        case.number,
        by=By.CENTRE,
        remedy=Remedy.REMOVE,
        reason="当事人认定错误",
        actor="officer",
        at=at(MONDAY, 10),
    )
    assert case.state == "granted"
    assert surfaces.at(at(MONDAY, 10)).everywhere(mill_fined.sought, past=WEDNESDAY) is False
    assert (counts(at(MONDAY, 9)), counts(at(MONDAY, 10))) == (1, 0)
    assert last_notice().kind is NoticeKind.OBJECTION_LOOKED_AT_AGAIN
    with pytest.raises(UnableToStep):
        objections.ask_again(
            case.number, asker=mill(at(MONDAY)), reason="再看", actor="mill", at=at(MONDAY, 11)
        )

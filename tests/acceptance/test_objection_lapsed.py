"""Story: the provider does nothing. At midnight after its last day the record is suspended, and no job has run (R4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.acceptance.conftest import at
from tests.acceptance.contesting import THURSDAY, WEDNESDAY, fined, objected, states
from tests.acceptance.surfaces import Surfaces
from xinheng.areas.clocks.terms import ClockState
from xinheng.areas.ledger import service as ledger
from xinheng.areas.rights.cases.terms import By, UnableToStep
from xinheng.areas.rights.objection import actions as objections

LAST, AFTER = date(2026, 11, 26), date(2026, 11, 27)


@pytest.mark.requirement("OBJ-06", "OBJ-12", "REP-13")
def test_nothing_was_decided_in_time(department: Callable, send: Callable, surfaces: Surfaces) -> None:
    mill_fined = fined(department, send)
    case = objected(mill_fined, at(WEDNESDAY, 10))
    objections.transfer(case.number, actor="officer", at=at(THURSDAY, 9))
    entries = ledger.size()

    # the last minute of the last day, and the first of the next: nothing was written in between
    assert surfaces.at(at(LAST, 23, 59)).everywhere(mill_fined.sought) is True
    assert surfaces.at(at(AFTER, 0)).everywhere(mill_fined.sought, past=WEDNESDAY) is False
    assert ledger.size() == entries

    # the centre takes over, and not a minute earlier; the provider decides nothing any more
    with pytest.raises(UnableToStep, match="尚未届满"):
        objections.take_over(case.number, reason="逾期", actor="officer", at=at(LAST, 23, 59))
    objections.take_over(case.number, reason="提供单位逾期未决", actor="officer", at=at(AFTER, 9))
    with pytest.raises(UnableToStep, match="不能进行这一步"):
        objections.refuse(
            case.number, by=By.PROVIDER, reason="与决定书一致", actor="market", at=at(AFTER, 10)
        )
    assert surfaces.at(at(AFTER, 10)).everywhere(mill_fined.sought) is False

    # once decided the record is back, and the delay stays the provider's
    objections.refuse(case.number, by=By.CENTRE, reason="与决定书一致", actor="officer", at=at(AFTER, 11))
    assert surfaces.at(at(AFTER, 11)).everywhere(mill_fined.sought) is True
    assert states(case)["objection-decide-provider"] is ClockState.MET_LATE

"""Story: the fine is paid and the fault mended; the mill applies with proof, the provider decides, display ends."""

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
    paper,
    states,
)
from tests.acceptance.surfaces import Surfaces
from xinheng.areas.clocks.terms import ClockState
from xinheng.areas.notices.terms import NoticeKind
from xinheng.areas.rights.cases.actions import handed_in
from xinheng.areas.rights.cases.terms import By, UnableToStep
from xinheng.areas.rights.repair import actions as repairs
from xinheng.areas.rights.repair.terms import Application
from xinheng.kernel.lawbook.meta import RepairCondition

CLAIM = Application(frozenset(RepairCondition), "罚款已于11月16日缴清，不合格产品已全部召回销毁。")
MONDAY = date(2026, 11, 23)


@pytest.mark.requirement("REP-01", "REP-02", "REP-03", "REP-04", "REP-07", "REP-08", "REP-12")
def test_repaired_and_gone_with_the_decision(
    department: Callable, send: Callable, surfaces: Surfaces
) -> None:
    mill_fined = fined(department, send)
    asked = {"asker": mill(at(WEDNESDAY)), "actor": "mill"}

    # without proof it is not even taken, and the mill learns what is missing
    with pytest.raises(UnableToStep, match="缺少材料：履行义务的证明材料"):
        repairs.apply(mill_fined.record, CLAIM, evidence=(), at=at(WEDNESDAY, 9), **asked)
    proofs = [
        paper("缴款书.pdf", asked="proof-of-performance"), paper("召回报告.pdf", asked="proof-of-correction")
    ]  # fmt: skip
    with handed_in(proofs) as files:
        case = repairs.apply(mill_fined.record, CLAIM, evidence=files, at=at(WEDNESDAY, 10), **asked)

    # an application changes nothing yet
    assert surfaces.at(at(WEDNESDAY, 10)).everywhere(mill_fined.sought) is True
    repairs.accept(case.number, by=By.PROVIDER, actor="market", at=at(THURSDAY, 9))

    # with the provider's numbered decision display and use end, in the same transaction
    case = repairs.repair(
        case.number, by=By.PROVIDER, instrument="黔示修〔2026〕1号", actor="market", at=at(FRIDAY, 9)
    )
    assert surfaces.at(at(FRIDAY, 9)).everywhere(mill_fined.sought, past=WEDNESDAY) is False
    assert (counts(at(THURSDAY, 9)), counts(at(FRIDAY, 9))) == (1, 0)
    assert states(case)["repair-withdraw"] is ClockState.MET
    notice = last_notice()
    assert notice.kind is NoticeKind.REPAIR_DECIDED
    assert "黔示修〔2026〕1号" in notice.text.says.zh

    # the provider sends the record again: a repaired record stays repaired
    mill_fined.corrected(on=MONDAY, CF_NR="罚款贰仟元")
    assert surfaces.at(at(MONDAY, 12)).everywhere(mill_fined.sought) is False

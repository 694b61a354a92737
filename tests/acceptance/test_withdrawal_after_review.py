"""Story: the reviewing authority revokes the fine; the provider gives notice, and the record never had a ground."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.acceptance.conftest import at
from tests.acceptance.contesting import (
    DECIDED,
    FRIDAY,
    THURSDAY,
    WEDNESDAY,
    counts,
    fined,
    last_notice,
    objected,
    paper,
    states,
)
from tests.acceptance.rows import OTHER_ORGAN
from tests.acceptance.surfaces import Surfaces
from xinheng.areas.archive import service as archive
from xinheng.areas.clocks.terms import ClockState
from xinheng.areas.notices.terms import NoticeKind
from xinheng.areas.rights.cases.actions import handed_in
from xinheng.areas.rights.cases.terms import By, UnableToStep
from xinheng.areas.rights.objection import actions as objections
from xinheng.areas.rights.withdrawal import actions as withdrawals
from xinheng.areas.rights.withdrawal.terms import Cause, NoticeLine, Revocation


@pytest.mark.requirement("WDR-01", "WDR-02", "WDR-03", "WDR-04")
def test_withdrawn_after_review(department: Callable, send: Callable, surfaces: Surfaces) -> None:
    mill_fined = fined(department, send)
    stranger = department("zj", "housing_construction", uscc=OTHER_ORGAN)
    objection = objected(mill_fined, at(WEDNESDAY, 9))
    revoked = Revocation(Cause.RECONSIDERATION, "黔府行复〔2026〕9号", WEDNESDAY)
    line = NoticeLine(1, revoked, subject=mill_fined.sought.subject, number=mill_fined.sought.instrument)

    # nobody but the provider or the organ gives notice, and nothing is revoked before it was decided
    with pytest.raises(UnableToStep, match="只有报送该记录的单位"):
        withdrawals.withdraw("penalty", [line], by=stranger, actor="x", at=at(THURSDAY, 9))
    early = NoticeLine(
        1, Revocation(Cause.ORGAN, "x", DECIDED.replace(day=1)), line.key, line.subject, line.number
    )
    with pytest.raises(UnableToStep, match="早于原决定日期"):
        withdrawals.withdraw("penalty", [early], by=mill_fined.provider, actor="market", at=at(THURSDAY, 9))

    with handed_in([paper("复议决定书.pdf")]) as files:
        done = withdrawals.withdraw(
            "penalty", [line], by=mill_fined.provider, evidence=files, actor="market", at=at(THURSDAY, 10)
        )
    assert (done.withdrawn, done.refused) == (1, ())
    assert done.case is not None

    # gone from every surface with that transaction, past views included; void for all that counts, what was known stays known
    assert surfaces.at(at(THURSDAY, 9, 59)).everywhere(mill_fined.sought) is True
    assert surfaces.at(at(THURSDAY, 10)).everywhere(mill_fined.sought, past=WEDNESDAY) is False
    assert (counts(at(THURSDAY, 9)), counts(at(THURSDAY, 10))) == (1, 0)
    assert states(done.case)["revocation-withdraw"] is ClockState.MET
    assert last_notice().kind is NoticeKind.RECORD_WITHDRAWN
    item, key = mill_fined.record
    assert len(archive.history(item=item, key=key, moment=at(FRIDAY))) == 1

    # the objection that was open is decided beside it, and brings nothing back
    objections.find_own_fault(objection.number, reason="行为已被撤销", actor="officer", at=at(THURSDAY, 11))
    objections.refuse(objection.number, by=By.CENTRE, reason="记录已撤销", actor="officer", at=at(FRIDAY, 9))
    assert surfaces.at(at(FRIDAY, 9)).everywhere(mill_fined.sought) is False

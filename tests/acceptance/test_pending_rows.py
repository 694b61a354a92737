"""A name alone never attaches a record: a person decides, with a reason and a supplementary receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.acceptance.conftest import at, counts
from tests.acceptance.rows import FARM, MILL, ORGAN, licence, penalty
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.intake import actions
from xinheng.areas.intake import service as intake

DAY = date(2026, 3, 5)


@pytest.mark.requirement("IMP-20")
def test_a_row_without_a_code_is_attached_by_a_person(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "licence", [licence()], on=DAY)
    done = send(sender, "penalty", [penalty(CF_XDR_SHXYM="")], on=DAY)
    (row,) = intake.pending_rows()
    with pytest.raises(actions.UnableToResolve):
        actions.attach(row, uscc=FARM, reason="经核对", actor="centre", at=at(DAY, 11))
    actions.attach(row, uscc=MILL, reason="经与登记机关核对", actor="centre", at=at(DAY, 11))
    told = intake.submission(done.receipt_no)
    assert told.counts == {
        "received": 1, "new": 1, "corrected": 0, "withdrawn": 0, "unchanged": 0, "rejected": 0, "pending": 0
    }  # fmt: skip
    assert [receipt.counts["pending"] for receipt in told.receipts] == [1, 0]
    assert disclosure.shown_counts([MILL], day=DAY, moment=at(DAY, 12)) == {"licence": 1, "penalty": 1}
    again = send(sender, "penalty", [penalty()], on=DAY)
    assert counts(again)["received"] == 1
    assert counts(again).get("new", 0) == 0


def test_a_waiting_row_may_be_sent_back(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    done = send(sender, "penalty", [penalty(CF_XDR_SHXYM="")], on=DAY)
    (row,) = intake.pending_rows()
    actions.send_back(row, reason="查无此主体", actor="centre", at=at(DAY, 11))
    told = intake.submission(done.receipt_no)
    assert (told.counts["rejected"], told.counts["pending"]) == (1, 0)
    assert list(intake.pending_rows()) == []

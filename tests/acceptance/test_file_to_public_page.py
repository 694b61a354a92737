"""A department's file becomes published, explained records, and every row is accounted for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.acceptance.conftest import at, counts
from tests.acceptance.rows import FARM, MILL, ORGAN, licence, penalty
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.intake import service as intake
from xinheng.areas.ledger import service as ledger

DAY = date(2026, 3, 5)


@pytest.mark.requirement("COL-13", "IMP-14")
def test_every_row_is_accounted_for(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    rows = [
        penalty(),
        penalty(CF_WSH="黔示罚〔2026〕2号", CF_XDR_SHXYM=FARM, CF_XDR_MC="贵阳示例农场有限公司"),
        penalty(CF_WSH="黔示罚〔2026〕3号", CF_XDR_SHXYM=""),
        penalty(CF_WSH="黔示罚〔2026〕4号", CF_YJ="无"),
        penalty(),
    ]
    done = send(sender, "penalty", rows, on=DAY)
    told = intake.submission(done.receipt_no)
    assert counts(done) == {"received": 5, "new": 2, "unchanged": 1, "rejected": 1, "pending": 1}
    assert told.counts["received"] == sum(told.counts[name] for name in told.counts if name != "received")
    assert {rule.rule: rule.rows for rule in told.rules} == {"cell.missing": 1, "subject.name_only": 1}
    assert [row["row_no"] for row in intake.first_findings(done, limit=10)] == [3, 4]
    assert told.receipts[0].ledger_entry == ledger.entries_about("submission", done.receipt_no)[-1].seq


@pytest.mark.requirement("ARC-01", "ARC-07", "PUB-07")
def test_a_shown_record_states_source_basis_and_end(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "licence", [licence()], on=DAY)
    (record,) = disclosure.shown_records([MILL], day=DAY, moment=at(DAY, 12))
    assert record.instrument == "黔示许〔2026〕1号"
    assert record.source == ORGAN
    assert record.shown_until == date(2027, 3, 1)
    assert record.rule.startswith("cn-gz/show-licence@")
    assert record.citations[0].article == "item-38"
    assert "XK_FRDB" not in {field.code for field in record.fields}
    assert "示例甲某" not in str(record.fields)


@pytest.mark.requirement("COL-13")
def test_the_same_file_again_changes_nothing(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty()], on=DAY)
    again = send(sender, "penalty", [penalty()], on=date(2026, 3, 12))
    assert counts(again) == {"received": 1, "unchanged": 1}


def test_one_number_in_other_brackets_is_the_same_decision(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty(CF_WSH="黔示罚〔2026〕１号")], on=DAY)
    again = send(sender, "penalty", [penalty(CF_WSH="黔示罚[2026] 1 号")], on=DAY)
    assert counts(again) == {"received": 1, "unchanged": 1}

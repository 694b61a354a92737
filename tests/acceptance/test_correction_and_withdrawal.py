"""A record is corrected and withdrawn by its provider or issuing organ alone, and what was known stays known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.acceptance.conftest import at, counts
from tests.acceptance.rows import MILL, ORGAN, OTHER_ORGAN, penalty
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.intake import actions
from xinheng.areas.intake import service as intake

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


def shown_fine(day: date) -> list[str]:
    """The fines on display on a day, from what was known on that day."""
    records = disclosure.shown_records([MILL], day=day, moment=at(day, 18))
    return [field.value for record in records for field in record.fields if field.code == "CF_NR_FK"]


@pytest.mark.requirement("ARC-07", "IMP-04")
def test_a_correction_keeps_what_was_known(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty(CF_NR_FK="0.2")], on=MONDAY)
    done = send(sender, "penalty", [penalty(CF_NR="罚款3000元", CF_NR_FK="0.3")], on=FRIDAY)
    assert counts(done) == {"received": 1, "corrected": 1}
    assert shown_fine(MONDAY) == ["0.2"]
    assert shown_fine(FRIDAY) == ["0.3"]


@pytest.mark.requirement("WDR-04")
def test_a_withdrawn_record_is_shown_no_more_but_provable(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty()], on=MONDAY)
    done = send(sender, "penalty", [penalty(CZLX="撤销")], on=FRIDAY)
    assert counts(done) == {"received": 1, "withdrawn": 1}
    assert shown_fine(FRIDAY) == []
    assert shown_fine(MONDAY) == ["0.2"]
    again = send(sender, "penalty", [penalty()], on=FRIDAY)
    assert counts(again) == {"received": 1, "pending": 1}
    assert [rule.rule for rule in intake.facts(again).rules] == ["archive.withdrawn_before"]


def test_nothing_is_withdrawn_that_was_never_there(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    done = send(sender, "penalty", [penalty(CZLX="撤销")], on=MONDAY)
    assert counts(done) == {"received": 1, "rejected": 1}
    assert [rule.rule for rule in intake.facts(done).rules] == ["archive.nothing_to_withdraw"]


def test_another_departments_difference_waits_for_a_person(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    other = department("fgw", "market_regulation", uscc=OTHER_ORGAN)
    send(sender, "penalty", [penalty()], on=MONDAY)
    same = send(other, "penalty", [penalty(CF_SJLYDM=OTHER_ORGAN)], on=FRIDAY)
    differs = send(other, "penalty", [penalty(CF_NR="罚款9000元", CF_NR_FK="0.9")], on=FRIDAY)
    assert counts(same) == {"received": 1, "unchanged": 1}
    assert counts(differs) == {"received": 1, "pending": 1}
    assert shown_fine(FRIDAY) == ["0.2"]


@pytest.mark.requirement("COL-13")
def test_a_mistaken_submission_is_taken_back_whole(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty(CF_NR_FK="0.2")], on=MONDAY)
    mistaken = send(sender, "penalty", [penalty(CF_NR="罚款9000元", CF_NR_FK="0.9")], on=FRIDAY)
    with pytest.raises(actions.ReasonNeeded):
        actions.take_back(mistaken, reason=" ", actor="test", at=at(FRIDAY, 11))
    taken = actions.take_back(mistaken, reason="报错文件", actor="test", at=at(FRIDAY, 11))
    assert taken.state == "taken_back"
    assert shown_fine(FRIDAY) == ["0.2"]


def test_taking_back_the_middle_one_leaves_the_last_alone(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty(CF_NR="罚款1000元", CF_NR_FK="0.1")], on=MONDAY)
    middle = send(sender, "penalty", [penalty(CF_NR="罚款2000元", CF_NR_FK="0.2")], on=MONDAY)
    send(sender, "penalty", [penalty(CF_NR="罚款3000元", CF_NR_FK="0.3")], on=FRIDAY)
    actions.take_back(middle, reason="报错文件", actor="test", at=at(FRIDAY, 11))
    assert shown_fine(FRIDAY) == ["0.3"]

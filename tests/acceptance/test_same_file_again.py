"""The same file again: every row is accounted for as unchanged, and the file is read only where that could differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from tests.acceptance.conftest import at, counts
from tests.acceptance.rows import ORGAN, OTHER_ORGAN, penalty
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.intake import actions
from xinheng.areas.intake import service as intake
from xinheng.areas.intake.actions import deposit
from xinheng.areas.ledger import service as ledger

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
ROWS = [penalty(CF_NR="<b>罚款2000元</b>"), penalty(CF_WSH="贵市监罚〔2026〕9号")]


@pytest.fixture
def sender(department: Callable[..., DepartmentFacts]) -> DepartmentFacts:
    return department("scjg", "market_regulation", uscc=ORGAN)


@contextmanager
def nothing_read(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails when a file is opened for checking."""

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("the file was read")

    with monkeypatch.context() as patched:
        patched.setattr(deposit, "checked_file", opened)
        yield


@pytest.mark.requirement("IMP-14")
def test_it_is_unchanged_without_being_read(
    sender: DepartmentFacts, send: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = send(sender, "penalty", ROWS, on=MONDAY)
    assert counts(first) == {"received": 2, "new": 2}
    with nothing_read(monkeypatch):
        again = send(sender, "penalty", ROWS, on=FRIDAY)
    assert counts(again) == {"received": 2, "unchanged": 2}
    assert again.rule_counts == first.rule_counts
    assert again.layout == first.layout
    assert again.preview == first.preview
    entry = ledger.entries_about("submission", again.receipt_no)[-1]
    assert (entry.kind, entry.payload["unchanged"]) == ("archive.deposited", 2)
    told = [{name: n for name, n in receipt.counts.items() if n} for receipt in again.receipts.all()]
    assert told == [{"received": 2, "unchanged": 2}]


def test_what_was_remarked_is_told_again(
    sender: DepartmentFacts, send: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = send(sender, "penalty", ROWS, on=MONDAY)
    with nothing_read(monkeypatch):
        again = send(sender, "penalty", ROWS, on=FRIDAY)
    assert first.findings is not None
    assert again.findings is not None
    assert again.findings["name"] != first.findings["name"]
    assert [(rule.rule, rule.rows) for rule in intake.facts(again).rules] == [("cell.html", 1)]


def test_a_person_is_shown_the_preview_first(
    sender: DepartmentFacts, send: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(sender, "penalty", ROWS, on=MONDAY)
    with nothing_read(monkeypatch):
        held = send(sender, "penalty", ROWS, on=FRIDAY, hold=True)
    assert held.state == "previewed"
    assert counts(held) == {"received": 2, "unchanged": 2}
    assert len(held.preview) == 2


def test_after_a_correction_it_is_read_and_corrects_back(sender: DepartmentFacts, send: Callable) -> None:
    send(sender, "penalty", ROWS, on=MONDAY)
    send(sender, "penalty", [penalty(CF_NR="罚款3000元", CF_NR_FK="0.3")], on=MONDAY)
    again = send(sender, "penalty", ROWS, on=FRIDAY)
    assert counts(again) == {"received": 2, "corrected": 1, "unchanged": 1}


def test_after_it_was_taken_back_it_is_new(sender: DepartmentFacts, send: Callable) -> None:
    first = send(sender, "penalty", ROWS, on=MONDAY)
    actions.take_back(first, reason="报错文件", actor="test", at=at(MONDAY, 11))
    again = send(sender, "penalty", ROWS, on=FRIDAY)
    assert counts(again) == {"received": 2, "new": 2}


def test_a_row_that_was_rejected_is_looked_at_again(sender: DepartmentFacts, send: Callable) -> None:
    rows = [*ROWS, penalty(CF_WSH="贵市监罚〔2026〕10号", CF_JDRQ="2026/03/04")]
    first = send(sender, "penalty", rows, on=MONDAY)
    assert counts(first) == {"received": 3, "new": 2, "rejected": 1}
    again = send(sender, "penalty", rows, on=FRIDAY)
    assert counts(again) == {"received": 3, "new": 1, "unchanged": 2}


def test_from_another_department_it_is_read(
    department: Callable, sender: DepartmentFacts, send: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = department("fgw", "market_regulation", uscc=OTHER_ORGAN)
    send(sender, "penalty", ROWS, on=MONDAY)
    with nothing_read(monkeypatch), pytest.raises(AssertionError, match="the file was read"):
        send(other, "penalty", ROWS, on=FRIDAY)

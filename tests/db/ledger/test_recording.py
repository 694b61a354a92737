"""Every action writes exactly one entry, in its own transaction, without a gap."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from xinheng.areas.ledger import service
from xinheng.areas.ledger.actions import NotAnAction, Recorded, append, recorded
from xinheng.areas.ledger.models import Entry
from xinheng.areas.ledger.terms import EntryKind
from xinheng.kernel.tlog.canonical import NotCanonical
from xinheng.kernel.tlog.entries import MalformedEntry

AT = datetime(2026, 3, 2, 1, 2, 3, 4005, tzinfo=UTC)


@recorded("subjects.merged")
def merge(kept: str, *, actor: str, at: datetime, reason: Any = "same code") -> Recorded[str]:
    return Recorded(f"kept {kept}", about=("subject", kept), payload={"reason": reason})


@recorded("archive.deposited")
def deposit(*, actor: str, at: datetime, fail: bool = False) -> Recorded[list[str]]:
    made = [merge("A", actor=actor, at=at), merge("B", actor=actor, at=at)]
    if fail:
        raise RuntimeError("after two inner actions")
    return Recorded(made, about=("submission", "7"), payload={"rows": 2})


@pytest.mark.django_db
@pytest.mark.requirement("SEC-07", "LIA-05")
def test_an_action_gives_its_result_and_leaves_one_entry() -> None:
    assert merge("91520100000000001X", actor="user:li", at=AT) == "kept 91520100000000001X"
    (entry,) = service.entries_about("subject", "91520100000000001X")
    assert entry.seq == 0
    assert entry.kind == "subjects.merged"
    assert entry.actor == "user:li"
    assert entry.at == "2026-03-02T01:02:03.004005Z"
    assert entry.payload == {"reason": "same code"}
    assert len(entry.salt) == 16
    assert bytes(Entry.objects.get(seq=0).leaf_hash) == entry.leaf()
    assert service.size() == 1


@pytest.mark.django_db
def test_inner_actions_are_recorded_before_the_outer_one() -> None:
    assert deposit(actor="job", at=AT) == ["kept A", "kept B"]
    kinds = list(Entry.objects.order_by("seq").values_list("seq", "kind", "about_id"))
    assert kinds == [(0, "subjects.merged", "A"), (1, "subjects.merged", "B"), (2, "archive.deposited", "7")]


@pytest.mark.django_db
def test_a_failed_action_leaves_no_entry_and_no_gap() -> None:
    with pytest.raises(RuntimeError, match="after two inner"):
        deposit(actor="job", at=AT, fail=True)
    merge("C", actor="job", at=AT)
    assert list(Entry.objects.values_list("seq", "about_id")) == [(0, "C")]


@pytest.mark.django_db
def test_an_inner_failure_that_is_caught_leaves_only_the_outer_entry() -> None:
    @recorded("intake.refused")
    def refuse(*, actor: str, at: datetime) -> Recorded[None]:
        with pytest.raises(RuntimeError):
            deposit(actor=actor, at=at, fail=True)
        return Recorded(None, about=("submission", "8"), payload={})

    refuse(actor="job", at=AT)
    assert list(Entry.objects.values_list("seq", "kind")) == [(0, "intake.refused")]


@pytest.mark.django_db
def test_a_payload_without_a_canonical_form_undoes_the_action() -> None:
    with pytest.raises(NotCanonical, match="a float"):
        merge("A", actor="job", at=AT, reason=1.5)
    assert service.size() == 0
    with pytest.raises(MalformedEntry, match="time zone"):
        merge("A", actor="job", at=datetime(2026, 1, 1))  # noqa: DTZ001
    assert service.size() == 0


@pytest.mark.django_db
@pytest.mark.requirement("SEC-06")
def test_a_citizen_id_in_a_reason_is_masked_for_ever() -> None:
    number = "52010219900307123"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    check = "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=True)) % 11]
    merge("A", actor="job", at=AT, reason=[f"身份证{number}{check}有误", {"hash": "a" + number + check}])
    (entry,) = service.entries_about("subject", "A")
    assert entry.payload == {"reason": ["身份证52****************有误", {"hash": "a" + number + check}]}


def test_only_a_function_told_who_and_when_is_an_action() -> None:
    with pytest.raises(NotAnAction, match="keyword-only argument actor"):

        @recorded("intake.received")
        def no_actor(*, at: datetime) -> Recorded[None]:
            return Recorded(None, about=("a", "b"), payload={})

    with pytest.raises(NotAnAction, match="keyword-only argument at"):

        @recorded("intake.received")
        def own_clock(*, actor: str, at: datetime = AT) -> Recorded[None]:
            return Recorded(None, about=("a", "b"), payload={})

    with pytest.raises(ValueError, match=r"intake\.invented"):
        recorded("intake.invented")


@pytest.mark.django_db
def test_an_action_that_returns_something_else_is_undone() -> None:
    @recorded("intake.received")
    def bare(*, actor: str, at: datetime) -> Any:
        merge("A", actor=actor, at=at)
        return "bare"

    with pytest.raises(NotAnAction, match="must return Recorded"):
        bare(actor="job", at=AT)
    assert service.size() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["ledger_entry", "ledger_batch", "ledger_treenode", "ledger_checkpoint"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.requirement("LIA-01", "SEC-07", "WDR-04", "IMP-08")
def test_the_database_refuses_to_change_the_log(table: str, change: str) -> None:
    merge("A", actor="job", at=AT)
    column = {"ledger_entry": "kind", "ledger_treenode": "hash"}.get(table, "root")
    statement = change.replace("{}", table, 1).replace("{}", column)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            cursor.execute(statement)
    assert service.size() == 1


@pytest.mark.django_db(transaction=True)
def test_actions_at_once_are_numbered_without_a_gap() -> None:
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for turn in range(10):
                if turn % 3 == 2:
                    with pytest.raises(RuntimeError):
                        deposit(actor=name, at=AT, fail=True)
                else:
                    deposit(actor=name, at=AT)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(f"job:{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    # 7 of each 10 succeed with 3 entries each
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(4 * 7 * 3))


@pytest.mark.django_db
def test_an_entry_can_be_appended_by_itself() -> None:
    entry = append(
        EntryKind.CATALOGUE_STATE_CHANGED, actor="user:wang", at=AT, about=("item", "penalty"), payload={}
    )
    assert entry == service.entry(0)
    with pytest.raises(service.NoSuchEntry):
        service.entry(1)

"""By other channels: tried again, never twice without saying so, and told to a person when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import Error, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.db.notices.conftest import work
from tests.db.notices.gateways import plan, taken
from tests.db.notices.support import ADVERSE, AT, CASE, FARM, MILL, OFFICE, PERSON, PLAIN
from xinheng.areas.ledger import service as ledger
from xinheng.areas.ledger.actions import one_entry_each
from xinheng.areas.notices import actions, jobs, service
from xinheng.areas.notices.models import Delivery, Try
from xinheng.areas.notices.terms import MOST_TRIES, Channel, DeliveryState, NoticeKind, TryOutcome
from xinheng.plumbing.postgres.alone import alone_if_free
from xinheng.plumbing.postgres.connection import connection_uri
from xinheng.plumbing.sending.terms import NotNow, Refused, Unclear

pytestmark = pytest.mark.django_db


def send(to: Any = MILL, text: Any = PLAIN) -> Any:
    return actions.send(to, NoticeKind.OBJECTION_RECEIVED, text, about=CASE, actor="centre", at=AT)


def kinds(number: str) -> list[str]:
    return [entry.kind for entry in ledger.entries_about("notice", number)]


def deferred(task: str = "notices.deliver") -> list[Any]:
    rows = ProcrastinateJob.objects.filter(task_name=task).order_by("id")
    return [args["number"] for args in rows.values_list("args", flat=True)]


def test_without_a_contact_there_is_the_inbox_alone() -> None:
    send()
    assert Delivery.objects.count() == 0


def test_a_notice_goes_out_by_each_contact_in_use(reach: Callable[..., Any]) -> None:
    reach(MILL)
    reach(MILL, Channel.EMAIL, "office@example.cn")
    reach(FARM)
    sent = send()
    assert len(deferred()) == 2
    assert [work(number) for number in deferred()] == [DeliveryState.SENT] * 2
    (message,) = taken
    assert (message.to, message.key) == ("13800000009", f"{sent.number}.message")
    (letter,) = mail.outbox
    assert letter.to == ["office@example.cn"]
    assert letter.extra_headers["Message-ID"].startswith(f"<{sent.number}.email@")
    assert PLAIN.says.zh in letter.body
    assert PLAIN.says.en in letter.body
    assert kinds(sent.number) == ["notices.sent", "notices.delivered", "notices.delivered"]
    found = service.served(sent.number)
    assert found is not None
    assert [each.hint for each in found.deliveries] == ["138****0009", "o***@example.cn"]


def test_many_are_handed_over_in_one_go(
    reach: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    reach(MILL)
    reach(FARM)
    with django_assert_max_num_queries(12):
        actions.send_many(
            [(MILL, PLAIN), (FARM, PLAIN), (OFFICE, PLAIN)] * 50,
            NoticeKind.RECORD_WITHDRAWN,
            about=CASE,
            actor="c",
            at=AT,
        )
    assert len(deferred()) == Delivery.objects.count() == 100


def test_nothing_goes_out_for_what_was_rolled_back(reach: Callable[..., Any]) -> None:
    reach(MILL)

    def fail() -> None:
        with one_entry_each():
            send()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert deferred() == []
    assert Delivery.objects.count() == 0


def test_what_cannot_be_taken_now_is_tried_again_with_the_same_key(reach: Callable[..., Any]) -> None:
    reach(MILL)
    sent = send()
    plan.extend([NotNow("busy"), NotNow("busy")])
    assert [work(), work(), work()] == [
        DeliveryState.TRYING_AGAIN,
        DeliveryState.TRYING_AGAIN,
        DeliveryState.SENT,
    ]
    assert {message.key for message in taken} == {f"{sent.number}.message"}
    assert [message.repeated for message in taken] == [False] * 3
    assert kinds(sent.number) == ["notices.sent", "notices.delivered"]
    assert work() is DeliveryState.SENT
    assert len(taken) == 3


def test_the_worker_is_told_to_come_back(reach: Callable[..., Any]) -> None:
    reach(MILL)
    send()
    plan.append(NotNow("busy"))
    with pytest.raises(jobs.ToBeTriedAgain):
        jobs.deliver(Delivery.objects.get().pk)
    pauses = [jobs._RETRIES.exponential_wait ** (tries + 1) for tries in range(MOST_TRIES - 1)]
    assert pauses == sorted(set(pauses))
    assert timedelta(hours=1) < timedelta(seconds=pauses[-1]) < jobs.ABANDONED_AFTER
    assert jobs._RETRIES.max_attempts is not None
    assert jobs._RETRIES.max_attempts > MOST_TRIES


def test_a_refusal_ends_it_and_so_does_the_last_try(reach: Callable[..., Any]) -> None:
    reach(MILL)
    refused = send()
    plan.append(Refused("no such number"))
    assert work() is DeliveryState.UNDELIVERABLE
    busy = send()
    plan.extend([NotNow("busy")] * MOST_TRIES)
    states = [work() for _ in range(MOST_TRIES)]
    assert states[-2:] == [DeliveryState.TRYING_AGAIN, DeliveryState.UNDELIVERABLE]
    assert kinds(refused.number) == kinds(busy.number) == ["notices.sent", "notices.undelivered"]
    assert work() is DeliveryState.UNDELIVERABLE
    assert len(taken) == MOST_TRIES + 1


@pytest.mark.parametrize("fault", [Unclear("line broke"), RuntimeError("adapter crashed"), TimeoutError()])
def test_after_an_unclear_try_every_message_says_that_it_may_be_the_second(
    reach: Callable[..., Any], fault: Exception
) -> None:
    reach(MILL)
    sent = send()
    plan.extend([fault, NotNow("busy")])
    work(), work(), work()
    assert [message.repeated for message in taken] == [False, True, True]
    assert "可能重复发送" in taken[-1].body
    assert "可能重复发送" not in taken[0].body
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.repeated) == ("sent", True)
    entry = ledger.entries_about("notice", sent.number)[-1]
    assert entry.payload["may_be_repeated"] is True


def test_what_may_have_arrived_is_not_called_undeliverable(reach: Callable[..., Any]) -> None:
    reach(MILL)
    send()
    plan.extend([Unclear("line broke")] * MOST_TRIES)
    assert [work() for _ in range(MOST_TRIES)][-1] is DeliveryState.UNCERTAIN


def test_a_try_that_a_dead_process_left_is_unclear(reach: Callable[..., Any]) -> None:
    reach(MILL)
    send()
    delivery = Delivery.objects.get()
    trial = actions.begin(delivery.pk, at=AT)
    assert trial is not None
    assert trial.repeated is False
    assert work() is DeliveryState.SENT
    assert [message.repeated for message in taken] == [True]
    assert list(Try.objects.order_by("number").values_list("outcome", flat=True)) == ["unclear", "accepted"]


def test_a_contact_that_was_ended_gets_nothing_more(reach: Callable[..., Any]) -> None:
    contact = reach(MILL)
    send()
    actions.end_contact(contact.id, actor="boss", at=AT)
    assert work() is DeliveryState.UNDELIVERABLE
    assert taken == []


def test_a_node_without_a_gateway_says_so(reach: Callable[..., Any], settings: Any) -> None:
    reach(MILL)
    send()
    settings.MESSAGE_GATEWAY = ""
    assert work() is DeliveryState.TRYING_AGAIN
    assert Try.objects.get().detail == "this node has no gateway for the channel"


def test_a_person_is_told_nothing_outside(reach: Callable[..., Any]) -> None:
    reach(PERSON, Channel.EMAIL, "somebody@example.cn")
    actions.send(PERSON, NoticeKind.ADVERSE_EFFECT_INTENDED, ADVERSE, about=CASE, actor="c", at=AT)
    work()
    assert ADVERSE.reasons not in mail.outbox[-1].body
    assert ADVERSE.subject.zh not in mail.outbox[-1].subject


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE notices_try SET detail = 'x'", "only its end"),
        ("DELETE FROM notices_try", "only ever added"),
        ("UPDATE notices_delivery SET state = 'waiting'", "not changed"),
        ("UPDATE notices_delivery SET key = 'x'", "not changed"),
        ("DELETE FROM notices_delivery", "only ever added"),
    ],
)
def test_what_happened_is_never_changed(reach: Callable[..., Any], statement: str, said: str) -> None:
    reach(MILL)
    send()
    work()
    with pytest.raises(Error, match=said), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_lost_its_job_is_handed_over_again(reach: Callable[..., Any]) -> None:
    reach(MILL)
    send()
    before = len(deferred())
    jobs.resume(0)
    assert len(deferred()) == before + 1
    work()
    jobs.resume(0)
    assert len(deferred()) == before + 1


def test_a_code_is_sent_by_the_channel_that_it_is_for() -> None:
    waits = actions.set_contact(MILL, Channel.EMAIL, "office@example.cn", actor="boss", at=jobs.now())
    jobs.send_code(deferred("notices.send_code")[0])
    (letter,) = mail.outbox
    assert letter.to == ["office@example.cn"]
    code = next(word for word in letter.body.replace("，", " ").split() if word.isdigit() and len(word) == 8)
    assert actions.verify_contact(waits.id, code, actor="boss", at=jobs.now()).verified_at is not None
    jobs.send_code(waits.id)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_try_the_same_delivery_at_once(reach: Callable[..., Any]) -> None:
    reach(MILL)
    send()
    number = Delivery.objects.get().pk
    told: list[str] = []

    def second() -> None:
        try:
            jobs.deliver(number)
        except jobs.ToBeTriedAgain as later:
            told.append(str(later))
        finally:
            connection.close()

    with alone_if_free(f"delivery/{number}") as free:
        assert free
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(20)
    assert told == [f"delivery {number} is being tried"]
    assert taken == []
    assert Try.objects.count() == 0
    jobs.deliver(number)
    assert Try.objects.get().outcome == TryOutcome.ACCEPTED


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_comes_back_after_a_pause(reach: Callable[..., Any], tmp_path: Path) -> None:
    reach(MILL, Channel.MESSAGE, "13800000001")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    send()

    def job() -> tuple[str, int, bool]:
        row = ProcrastinateJob.objects.get(task_name="notices.deliver")
        return row.status, row.attempts, row.scheduled_at is not None and row.scheduled_at > jobs.now()

    for attempts in (1, 2):
        run_worker(tmp_path)
        assert job() == ("todo", attempts, True)
        assert Delivery.objects.get().state == "trying_again"
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
    assert list(Try.objects.order_by("number").values_list("outcome", flat=True)) == ["not_now"] * 2


def run_worker(state: Path) -> None:
    """procrastinate's own worker in a process of its own, until nothing is left that is due; the demo's gateway."""
    environment = os.environ | {
        "DATABASE_URL": connection_uri(), "DJANGO_SETTINGS_MODULE": "xinheng.settings", "XINHENG_DEMO": "1",
        "XINHENG_STATE": str(state), "XINHENG_MASTER_KEY": django_settings.XINHENG.master_key,
    }  # fmt: skip
    words = [sys.executable, "-m", "django", "procrastinate", "worker", "--one-shot", "--queues", "notices"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr

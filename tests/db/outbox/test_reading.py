"""Nothing that was published is passed over, whoever commits when, and nothing is told twice without its id."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.db.outbox.consumer import AT, CONSUMER, SETTING, TOPIC, had, write
from xinheng.plumbing.outbox import publishing, reading
from xinheng.plumbing.outbox.consumers import Consumer, NoSuchConsumer, consumer
from xinheng.plumbing.outbox.models import Cursor, News
from xinheng.web import jobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _one_consumer(settings: Any) -> None:
    settings.NEWS_CONSUMERS = SETTING


def read(limit: int = reading.AT_ONCE) -> int | None:
    return reading.read(CONSUMER, at=AT, limit=limit)


@contextmanager
def beside(*steps: Callable[[], None]) -> Iterator[list[threading.Event]]:
    """A writer in a transaction of its own: before each step it waits for its event, then commits."""
    events = [threading.Event() for _ in steps]
    done = [threading.Event() for _ in steps]
    faults: list[BaseException] = []

    def run() -> None:
        try:
            with transaction.atomic():
                for event, step, told in zip(events, steps, done, strict=True):
                    assert event.wait(10)
                    step()
                    told.set()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()

    class Go(threading.Event):
        """Set: the step is done when `set` returns."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

        def set(self) -> None:
            events[self.number].set()
            assert done[self.number].wait(10)
            if self.number == len(steps) - 1:
                thread.join(10)

    try:
        yield [Go(number) for number in range(len(steps))]
    finally:
        for event in events:
            event.set()
        thread.join(10)
        assert faults == []


def test_news_comes_once_and_in_order() -> None:
    write(1, 2, 3)
    assert read() == 3
    assert read() == 0
    write(4)
    assert read() == 1
    assert had() == [1, 2, 3, 4]


def test_a_writer_that_commits_late_is_not_passed_over() -> None:
    with beside(lambda: publishing.publish(TOPIC, {"n": 1}, at=AT), lambda: None) as (writes, commits):
        writes.set()
        write(2, 3)
        assert read() == 2
        assert had() == [2, 3]
        first = News.objects.order_by("id").first()
        commits.set()
    assert read() == 1
    assert had() == [2, 3, 1]
    late = News.objects.get(payload={"n": 1})
    assert first is not None
    assert late.pk < first.pk
    assert late.place is not None
    assert first.place is not None
    assert late.place > first.place


def test_what_is_rolled_back_was_never_news() -> None:
    def fail() -> None:
        with transaction.atomic():
            publishing.publish(TOPIC, {"n": 1}, at=AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    write(2)
    assert read() == 1
    assert had() == [2]


def test_two_consumers_at_once_do_not_take_the_same(settings: Any) -> None:
    write(1, 2)
    found: list[int | None] = []

    def second() -> None:
        found.append(read())
        connection.close()

    original = CONSUMER.take
    with transaction.atomic():
        Cursor.objects.create(consumer=CONSUMER.name, at=AT)
    with transaction.atomic():
        Cursor.objects.select_for_update().get(pk=CONSUMER.name)
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(10)
        assert found == [None]
        original([], at=AT)
    assert read() == 2
    assert had() == [1, 2]


def test_many_readers_and_writers_at_once() -> None:
    faults: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            for _ in range(20):
                work()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    numbers = iter(range(10_000))
    threads = [threading.Thread(target=run, args=(lambda: write(next(numbers)),)) for _ in range(3)]
    threads += [threading.Thread(target=run, args=(lambda: read(7),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    while read():
        pass
    assert faults == []
    assert sorted(had()) == list(range(60))


def test_a_consumer_that_fails_is_told_again() -> None:
    write(1, 2)
    failing = Consumer("copier", (TOPIC,), "tests.db.outbox.consumer.fail")
    with pytest.raises(ZeroDivisionError):
        reading.read(failing, at=AT)
    assert had() == []
    assert read() == 2
    assert had() == [1, 2]


def test_each_consumer_reads_for_itself_and_only_its_topics() -> None:
    write(1)
    write(2, topic="archive.taken_back")
    other = Consumer("other", ("archive.taken_back",), "tests.db.outbox.consumer.take")
    assert (read(), reading.read(other, at=AT)) == (1, 1)
    assert had() == [1, 2]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), min_size=1, max_size=12))
def test_read_in_pieces_of_any_size_it_is_the_same(steps: list[tuple[int, int]]) -> None:
    News.objects.all().delete()
    Cursor.objects.all().delete()
    written = 0
    for count, limit in steps:
        write(*range(written, written + count))
        written += count
        found = read(limit)
        assert found is not None
        assert found <= limit
    while read(3):
        pass
    assert had() == list(range(written))


def test_news_outside_a_transaction_too_large_or_without_a_topic_is_refused() -> None:
    with pytest.raises(publishing.UnableToPublish, match="belongs into the transaction"):
        publishing.publish(TOPIC, {}, at=AT)
    with transaction.atomic():
        with pytest.raises(publishing.UnableToPublish, match="no topic"):
            publishing.publish("Everything", {}, at=AT)
        with pytest.raises(publishing.UnableToPublish, match="do not carry"):
            publishing.publish(TOPIC, {"rows": "x" * 5000}, at=AT)


def test_news_is_never_changed() -> None:
    write(1)
    read()
    with pytest.raises(Error, match="never changed"), transaction.atomic():
        News.objects.update(payload={"n": 2})
    with pytest.raises(Error, match="never changed"), transaction.atomic():
        News.objects.update(place=9)


def test_old_news_is_forgotten_when_all_have_had_it(settings: Any) -> None:
    settings.NEWS_CONSUMERS = SETTING | {"slow": (CONSUMER.path, [TOPIC])}
    write(1, 2)
    read()
    assert reading.forget(before=AT + timedelta(days=1)) == 0
    reading.read(consumer("slow"), at=AT, limit=1)
    assert reading.forget(before=AT) == 0
    assert reading.forget(before=AT + timedelta(days=1)) == 1
    assert reading.behind() == {"copier": 0, "slow": 1}


def test_a_commit_wakes_the_consumer_and_the_sweep_does_what_a_wake_did_not() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    write(1, 2)
    assert list(ProcrastinateJob.objects.values_list("task_name", "args")) == [
        ("outbox.follow", {"name": "copier"})
    ]
    jobs.follow("copier")
    assert had() == [1, 2]
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    jobs.sweep(0)
    assert ProcrastinateJob.objects.count() == 0
    Cursor.objects.update(place=0)
    jobs.sweep(0)
    assert ProcrastinateJob.objects.count() == 1


def test_an_unknown_consumer_is_said() -> None:
    with pytest.raises(NoSuchConsumer):
        jobs.follow("nobody")

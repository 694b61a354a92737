"""`/readyz` says what fails, `/metrics` how the work goes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from tests.acceptance.conftest import as_csv, department, law, send
from tests.acceptance.rows import ORGAN, penalty
from xinheng.areas.intake import actions
from xinheng.areas.intake.terms import Channel
from xinheng.areas.ledger.actions import checkpoint
from xinheng.plumbing.clock import now
from xinheng.plumbing.crypto.signing import node_signer
from xinheng.plumbing.http import readiness

__all__ = ["department", "law", "send"]


def execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def worker(transactional_db: None) -> None:
    """A worker that lived a moment ago."""
    execute("DELETE FROM procrastinate_workers")
    execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def ready() -> tuple[int, dict[str, str]]:
    answer = Client().get("/readyz", secure=True)
    return answer.status_code, {
        name: said for name, said in answer.json().items() if said not in {"ok", "ready"}
    }


def test_ready(law: None, worker: None) -> None:
    assert ready() == (200, {})
    assert set(Client().get("/readyz", secure=True).json()) == {
        "status", "database", "migrations", "lawpacks", "worker", "disk"
    }  # fmt: skip


def test_a_silent_worker(law: None, worker: None) -> None:
    with transaction.atomic():
        # where the server's now() stands still, however long it takes
        execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '120 s'")
        assert ready() == (200, {})
        execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '120.001 s'")
        assert ready() == (503, {"status": "not ready", "worker": "failed"})
    execute("DELETE FROM procrastinate_workers")
    assert ready() == (503, {"status": "not ready", "worker": "failed"})


def test_a_migration_that_is_not_applied(law: None, worker: None) -> None:
    execute("UPDATE django_migrations SET name = '-' || name WHERE app = 'ledger' AND name LIKE '0002%%'")
    try:
        assert ready() == (503, {"status": "not ready", "migrations": "failed"})
    finally:
        execute("UPDATE django_migrations SET name = substr(name, 2) WHERE name LIKE '-%%'")


def test_a_full_disk(law: None, worker: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    for left, expected in (
        (settings.XINHENG.max_upload_bytes, 200),
        (settings.XINHENG.max_upload_bytes - 1, 503),
    ):
        monkeypatch.setattr(readiness, "free_bytes", lambda left=left: {"/somewhere": left})
        assert ready()[0] == expected


def test_no_database(settings: Any, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    def gone() -> None:
        raise ConnectionError("no server")

    monkeypatch.setattr("xinheng.plumbing.http.health._database_answers", gone)
    status, failed = ready()
    assert (status, failed["database"]) == (503, "failed")


def test_what_is_counted(
    department: Callable[..., Any], send: Callable[..., Any], worker: None, settings: Any
) -> None:
    settings.METRICS_TOKEN = "t" * 32
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    rows = [
        penalty(),
        penalty(CF_WSH="黔示罚〔2026〕2号", CF_XDR_SHXYM=""),
        penalty(CF_WSH="黔示罚〔2026〕3号", CF_YJ="无"),
    ]
    send(sender, "penalty", rows, on=now().date())
    send(sender, "penalty", [penalty(CF_WSH="黔示罚〔2025〕9号")], on=date(2026, 3, 5))
    sending = actions.Sending(department=sender, item="penalty", file_name="a.csv", channel=Channel.API)
    actions.enqueue(actions.receive(io.BytesIO(as_csv([penalty()])), sending, actor="test", at=now()))
    signed = checkpoint(at=now(), signer=node_signer())
    assert Client().get("/metrics", secure=True).status_code == 404
    answer = Client().get("/metrics", secure=True, headers={"Authorization": "Bearer " + "t" * 32})
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }
    told = {
        key: value
        for key, value in found.items()
        if key[0] in {"xinheng_submissions", "xinheng_pending_rows", "xinheng_jobs"}
    }
    assert told == {
        ("xinheng_submissions", "received"): 1,
        ("xinheng_submissions", "deposited"): 1,
        ("xinheng_pending_rows", "subject.name_only"): 1,
        ("xinheng_jobs", "todo"): 1,
        ("xinheng_jobs", "doing"): 0,
        ("xinheng_jobs", "failed"): 0,
    }
    assert [found["xinheng_rows_day", name] for name in ("received", "new", "rejected", "pending")] == [
        3,
        1,
        1,
        1,
    ]
    assert found["xinheng_ledger_entries",] == found["xinheng_ledger_entries_signed",] == signed.size
    assert found["xinheng_names_waiting",] == 0
    assert 0 <= found["xinheng_checkpoint_age_seconds",] < 60
    assert 0 <= found["xinheng_worker_silence_seconds",] < 60
    assert found["xinheng_free_bytes",] > 0


def test_the_counts_are_cheap(
    department: Callable[..., Any], worker: None, settings: Any, django_assert_max_num_queries: Any
) -> None:
    settings.METRICS_TOKEN = "t" * 32
    with django_assert_max_num_queries(9):
        Client().get("/metrics", secure=True, headers={"Authorization": "Bearer " + "t" * 32})

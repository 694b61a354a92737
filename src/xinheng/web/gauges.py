"""What `/metrics` says of the node's work: numbers of submissions, rows, jobs, entries; never of a subject or a user."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob

from xinheng.areas.intake import service as intake
from xinheng.areas.ledger import service as ledger
from xinheng.areas.subjects import service as subjects
from xinheng.plumbing.clock import now
from xinheng.plumbing.http.metrics import Gauge
from xinheng.plumbing.http.readiness import free_bytes, worker_silence

DAY = timedelta(days=1)


def gauges() -> Iterator[Gauge]:
    """Each is asked for when `/metrics` is read, by an index or from a small table."""
    at = now()
    going_on = intake.going_on(since=at - DAY)
    yield Gauge(
        "xinheng_submissions", "Submissions: all that are not done, and those of 24 hours that are", going_on.submissions,
        label="state",
    )  # fmt: skip
    yield Gauge(
        "xinheng_rows_day",
        "Rows of the submissions of 24 hours by what became of them",
        going_on.rows,
        "outcome",
    )
    yield Gauge(
        "xinheng_pending_rows", "Rows that wait for a person, by rule", going_on.pending, label="rule"
    )
    yield Gauge(
        "xinheng_names_waiting",
        "Organisations whose names are not searchable yet",
        {"": subjects.names_waiting()},
    )
    jobs = ProcrastinateJob.objects.exclude(status="succeeded").values_list("status").annotate(n=Count("id"))
    yield Gauge(
        "xinheng_jobs",
        "Jobs that are not done",
        {"todo": 0, "doing": 0, "failed": 0} | dict(jobs),
        label="status",
    )
    yield Gauge("xinheng_ledger_entries", "Entries of the log", {"": ledger.size()})
    checkpoint = ledger.latest_checkpoint()
    if checkpoint is not None:
        age = (at - checkpoint.at).total_seconds()
        yield Gauge("xinheng_checkpoint_age_seconds", "Since the newest checkpoint", {"": age})
        yield Gauge(
            "xinheng_ledger_entries_signed", "Entries under the newest checkpoint", {"": checkpoint.size}
        )
    silence = worker_silence()
    if silence is not None:
        yield Gauge("xinheng_worker_silence_seconds", "Since a worker's last sign of life", {"": silence})
    yield Gauge(
        "xinheng_free_bytes", "Left on the disks of files and of work", {"": min(free_bytes().values())}
    )

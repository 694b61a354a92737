"""From a received file to the archive: check, compare, preview or place, receipt. Safe to begin again at any point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.db import transaction

from xinheng.areas.archive import actions as archive
from xinheng.areas.intake import store
from xinheng.areas.intake.actions.alone import alone, of_item, of_submission
from xinheng.areas.intake.actions.attention import problem_rows, waiting_rows
from xinheng.areas.intake.actions.check import checked_file
from xinheng.areas.intake.actions.findings import kept_findings
from xinheng.areas.intake.actions.outcome import PLACED, Outcome
from xinheng.areas.intake.actions.receive import delete_forgotten, remembered
from xinheng.areas.intake.actions.refuse import refuse
from xinheng.areas.intake.actions.room import told_when_full
from xinheng.areas.intake.actions.same_file import checked_by, weighed_before
from xinheng.areas.intake.actions.weighing import Weighed, weigh
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.terms import NOT_KEPT, State
from xinheng.areas.ledger import service as ledger
from xinheng.areas.ledger.actions import one_entry_each
from xinheng.areas.subjects import actions as subjects
from xinheng.kernel.lawbook.meta import Head
from xinheng.plumbing.files.store import file_store
from xinheng.plumbing.tabular.terms import UnreadableTable

Report = Callable[[int], None]


def process(number: int, *, at: datetime, report: Report | None = None) -> Submission:
    """Check a received submission and, unless it waits for a person, deposit it.

    `report` is told the number of rows read so far. A submission that is done already is given back as it is; one that
    was broken off begins again. Raises `NoRoom` when a disk is full: begun again later, it goes on.
    """
    with alone(of_submission(number)):
        submission = Submission.objects.select_related("department").get(pk=number)
        if submission.state not in {State.RECEIVED, State.CHECKING, State.DEPOSITING}:
            return submission
        confirmed = submission.state == State.DEPOSITING
        if not confirmed:
            store.set_state(submission, State.CHECKING, at=at)
        files = remembered(submission)
        try:
            with told_when_full(submission):
                done = _go_through(submission, hold=submission.hold and not confirmed, at=at, report=report)
        except UnreadableTable as unreadable:
            done = refuse(submission, unreadable, actor=submission.actor, at=at)
        delete_forgotten(done, files)
        return done


def _go_through(submission: Submission, *, hold: bool, at: datetime, report: Report | None) -> Submission:
    """Check the file; then show it to the person who sent it, or place it."""

    def progress(rows: int) -> None:
        store.report_progress(submission.pk, rows)
        if report:
            report(rows)

    with (
        file_store().workspace() as folder,
        _weighed(submission, folder=folder, report=progress) as weighed,
        kept_findings(weighed.file.findings, folder=folder) as findings,
    ):
        told = weighed.told() | {"findings": findings, "checked_by": checked_by()}
        if hold:
            return store.set_previewed(submission, told, at=at)
        store.set_state(submission, State.DEPOSITING, at=at)
        return _place(submission, weighed, told=told, at=at)


@contextmanager
def _weighed(submission: Submission, *, folder: Path, report: Report) -> Iterator[Weighed]:
    """The rows with their outcomes; until the context ends nobody else places records of the item."""
    with alone(of_item(submission.item)):
        if before := weighed_before(submission, folder=folder):
            report(before.counts.received)
            yield before
            return
    with checked_file(submission, folder=folder, report=report) as file, alone(of_item(submission.item)):
        yield weigh(file, submission)


def _place(submission: Submission, weighed: Weighed, *, told: dict[str, Any], at: datetime) -> Submission:
    """Everything the file does to the platform, in one transaction; the bulk is staged beside it."""
    about = ("submission", submission.receipt_no)
    facts = {"item": submission.item, "department": submission.department.code, **weighed.counts.as_dict()}
    if NOT_KEPT & weighed.rule_counts.keys():
        told = told | {"stored": None}
    with (
        archive.prepared(
            weighed.placed_rows(), submission=submission.pk, expected=weighed.counts.placed, known_from=at
        ) as staged,
        transaction.atomic(),
    ):
        with one_entry_each():
            subjects.open_organisations(_organisations(weighed), actor=submission.actor, at=at)
            persons = _persons(weighed)
            if persons.height:
                subjects.save_persons(persons, actor=submission.actor, at=at)
            _register(submission, weighed, at=at)
            store.add_pending(submission, waiting_rows(weighed))
            store.add_problems(submission, problem_rows(weighed))
            load = staged()
            store.close_mended(submission, load.instruments, at=at)
            archive.deposit(load, actor=submission.actor, at=at, about=about, facts=facts)
        entry = ledger.entries_about(*about)[-1].seq
        return store.set_deposited(submission, told, entry=entry, at=at)


def _register(submission: Submission, weighed: Weighed, *, at: datetime) -> None:
    """What a registration authority delivers becomes what the subject library says of the organisation."""
    if weighed.file.item.head is not Head.REGISTRATION:
        return
    for rows in weighed.placed_rows():
        standing = rows.filter(pl.col("change") != Outcome.WITHDRAWN).select("subject", "data")
        subjects.register_records(standing, source=submission.department_id, actor=submission.actor, at=at)


def _persons(weighed: Weighed) -> pl.DataFrame:
    """The persons that rows bring which are placed or wait; an unchanged row brings nobody new."""
    kept = weighed.of(*PLACED, Outcome.PENDING).select("row_no")
    rows = weighed.file.persons.join(kept, on="row_no", how="semi").drop("row_no")
    return rows.unique(["keyed_hash", "role", "uscc"])


def _organisations(weighed: Weighed) -> pl.DataFrame:
    """Code, name and region of every organisation that the placed rows are about, each once."""
    placed = weighed.of(*PLACED)
    parts = [
        frame.filter(pl.col("subject_kind") == "organisation")
        .join(placed, on="row_no", how="semi")
        .select(uscc="subject", name="subject_name", region="region")
        .unique("uscc", keep="last")
        for frame in weighed.file.rows.frames("row_no", "subject_kind", "subject", "subject_name", "region")
    ]
    empty = pl.DataFrame(schema={"uscc": pl.String, "name": pl.String, "region": pl.String})
    return pl.concat([empty, *parts]).unique("uscc", keep="last")

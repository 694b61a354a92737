"""Deciding a row that waits for a person: whose it is, or that it is sent back. Each decision gives a receipt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import polars as pl
from django.db import transaction

from xinheng.areas.archive import actions as archive
from xinheng.areas.archive import service as archived
from xinheng.areas.archive.terms import Change, Comparison
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.intake import store
from xinheng.areas.intake.actions.alone import alone, of_item, of_submission
from xinheng.areas.intake.actions.rows import waiting_row
from xinheng.areas.intake.models import PendingRow, ProblemRow
from xinheng.areas.intake.terms import PendingState, ProblemState
from xinheng.areas.ledger import service as ledger
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.subjects import service as subjects
from xinheng.plumbing.clock import day_of


class UnableToResolve(ValueError):
    """The row was decided before, no reason was given, or no organisation has the code; the message says which."""


def attach(row: PendingRow, *, uscc: str, reason: str, actor: str, at: datetime) -> PendingRow:
    """Deposit a waiting row as a record about the organisation of that code, with a supplementary receipt."""
    with _undecided(row, reason):
        if not row.row["subject"] and subjects.organisation(uscc) is None:
            raise UnableToResolve(f"no organisation has the code {uscc}")
        return _deposit(row, uscc=uscc, reason=reason, actor=actor, at=at)


def _deposit(row: PendingRow, *, uscc: str, reason: str, actor: str, at: datetime) -> PendingRow:
    """The waiting row becomes a version."""
    item = catalogue.item(row.submission.item, on=day_of(row.submission.received_at)).value
    frame = waiting_row(row, item=item, uscc=uscc)
    compared = archived.compare(
        frame.select("row_no", "key", "content_hash", "withdraws"), item=row.submission.item,
        department=row.submission.department_id, organ=frame["organ"][0],
    ).row(0, named=True)  # fmt: skip
    change = Change.NEW if compared["comparison"] == Comparison.NEW else Change.CORRECTED
    placed = frame.with_columns(
        change=pl.lit(change.value), current_id=pl.lit(compared["current_id"], dtype=pl.Int64)
    )
    about = ("submission", row.submission.receipt_no)
    with (
        archive.prepared(iter([placed]), submission=row.submission_id, expected=1, known_from=at) as staged,
        transaction.atomic(),
    ):
        archive.deposit(
            staged(), actor=actor, at=at, about=about, facts={"row": row.row_no, "reason": reason}
        )
        done = store.resolve(
            row, PendingState.DEPOSITED, outcome=change.value, reason=reason, actor=actor, at=at
        )
        _supplement(done, at=at)
    return done


def send_back(row: PendingRow, *, reason: str, actor: str, at: datetime) -> PendingRow:
    """Send a waiting row back to its sender, with a supplementary receipt."""
    with _undecided(row, reason), transaction.atomic():
        done = reject(row, reason=reason, actor=actor, at=at)
        _supplement(done, at=at)
    return done


@contextmanager
def _undecided(row: PendingRow, reason: str) -> Iterator[None]:
    """Nobody else decides this row, or places records of its item, meanwhile; the row is read again first."""
    submission = row.submission
    with alone(of_submission(submission.pk), of_item(submission.item)):
        row.refresh_from_db()
        if row.state != PendingState.OPEN:
            raise UnableToResolve(f"row {row.row_no} was decided before")
        if not reason.strip():
            raise UnableToResolve("state the reason: it stands in the receipt and in the ledger")
        yield


@recorded("intake.row_rejected")
def reject(row: PendingRow, *, reason: str, actor: str, at: datetime) -> Recorded[PendingRow]:
    """Decide that a waiting row is not deposited."""
    done = store.resolve(row, PendingState.REJECTED, outcome="rejected", reason=reason, actor=actor, at=at)
    return Recorded(
        done, about=("submission", row.submission.receipt_no), payload={"row": row.row_no, "reason": reason}
    )


@recorded("intake.row_closed")
def close_problem(row: ProblemRow, *, reason: str, actor: str, at: datetime) -> Recorded[ProblemRow]:
    """Close a rejected row that will not come again, with the reason."""
    row.refresh_from_db(from_queryset=ProblemRow.objects.select_for_update())
    if row.state != ProblemState.OPEN or not reason.strip():
        raise UnableToResolve("the row is closed already, or no reason was given")
    row.state, row.reason, row.closed_by, row.closed_at = ProblemState.CLOSED, reason.strip(), actor, at
    row.save(update_fields=["state", "reason", "closed_by", "closed_at"])
    return Recorded(
        row,
        about=("submission", row.submission.receipt_no),
        payload={"row": row.row_no, "reason": row.reason},
    )


def _supplement(row: PendingRow, *, at: datetime) -> None:
    """The receipt that says how the counts stand now."""
    submission = row.submission
    counts = {name: getattr(submission, name) for name in store.COUNTS}
    entry = ledger.entries_about("submission", submission.receipt_no)[-1].seq
    store.add_receipt(submission, counts, entry=entry, at=at)

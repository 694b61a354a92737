"""Queries of intake: a submission's way through its states, and the rows that need somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl
from django.db.models import Count, F, QuerySet, Sum

from xinheng.areas.intake.models import PendingRow, ProblemRow, Receipt, Submission
from xinheng.areas.intake.terms import NEXT_STATES, PendingState, ProblemState, State
from xinheng.plumbing.postgres.copying import copy_into

NOT_DONE = frozenset({State.RECEIVED, State.CHECKING, State.PREVIEWED, State.DEPOSITING})
COUNTS = ("received", "new", "corrected", "withdrawn", "unchanged", "rejected", "pending")


class UnableToChangeState(RuntimeError):
    """The submission's state does not allow this step; the message names both states."""


def by_state(*, since: datetime) -> tuple[dict[str, int], dict[str, int]]:
    """Submissions by state: all that are not done; of the others those received since a moment."""
    open_ones = Submission.objects.filter(state__in=NOT_DONE)
    done = Submission.objects.filter(state__in=set(State) - NOT_DONE, received_at__gte=since)
    return _counted(open_ones, "state"), _counted(done, "state")


def rows_since(moment: datetime) -> dict[str, int]:
    """Rows of the submissions received since a moment, by what became of them."""
    asked = Submission.objects.filter(state=State.DEPOSITED, received_at__gte=moment)
    return {
        name: total or 0 for name, total in asked.aggregate(**{name: Sum(name) for name in COUNTS}).items()
    }


def pending_by_rule() -> dict[str, int]:
    """Rows that wait for a person."""
    return _counted(PendingRow.objects.filter(state=PendingState.OPEN), "rule")


def _counted(rows: QuerySet[Any], column: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(column).annotate(n=Count("pk")))


def set_state(submission: Submission, state: State, *, at: datetime, **values: Any) -> Submission:
    """Move a submission on; a step that `NEXT_STATES` does not know is refused by the row itself."""
    allowed = [before.value for before, after in NEXT_STATES.items() if state in after]
    values |= {"state": state.value}
    if state is State.CHECKING:
        values |= {"started_at": at, "progress": 0}
    changed = Submission.objects.filter(pk=submission.pk, state__in=allowed).update(**values)
    if not changed:
        raise UnableToChangeState(f"{submission.receipt_no}: {submission.state} → {state}")
    for name, value in values.items():
        setattr(submission, name, value)
    return submission


def set_previewed(submission: Submission, told: Mapping[str, Any], *, at: datetime) -> Submission:
    """Checked; waits for a person."""
    return set_state(submission, State.PREVIEWED, at=at, **told)


def set_refused(submission: Submission, error: Mapping[str, Any], *, at: datetime) -> Submission:
    """Refused whole; its file is forgotten in the same moment."""
    return set_state(submission, State.REFUSED, at=at, error=dict(error), finished_at=at, stored=None)


def set_deposited(submission: Submission, told: Mapping[str, Any], *, entry: int, at: datetime) -> Submission:
    """In the archive; the first receipt says what became of every row. `entry` is the place in the ledger."""
    set_state(submission, State.DEPOSITED, at=at, finished_at=at, ledger_entry=entry, **told)
    add_receipt(submission, {name: told[name] for name in COUNTS}, entry=entry, at=at)
    return submission


def add_receipt(submission: Submission, counts: Mapping[str, int], *, entry: int, at: datetime) -> Receipt:
    """The next receipt of a submission."""
    number = submission.receipts.count() + 1
    return Receipt.objects.create(
        submission=submission, number=number, at=at, counts=dict(counts), ledger_entry=entry
    )


def resolve(
    row: PendingRow, state: PendingState, *, outcome: str, reason: str, actor: str, at: datetime
) -> PendingRow:
    """Note what a person decided about a waiting row, and move it in the submission's counts."""
    row.state, row.reason, row.resolved_by, row.resolved_at = state, reason, actor, at
    row.save(update_fields=["state", "reason", "resolved_by", "resolved_at"])
    Submission.objects.filter(pk=row.submission_id).update(
        **{"pending": F("pending") - 1, outcome: F(outcome) + 1}
    )
    row.submission.refresh_from_db()
    return row


def close_pending(submission: Submission, *, reason: str, actor: str, at: datetime) -> None:
    """Close what still waits of a submission that is taken back."""
    waiting = submission.pending_rows.filter(state=PendingState.OPEN)
    closed = waiting.update(state=PendingState.REJECTED, reason=reason, resolved_by=actor, resolved_at=at)
    Submission.objects.filter(pk=submission.pk).update(
        pending=F("pending") - closed, rejected=F("rejected") + closed
    )


def report_progress(number: int, rows: int) -> None:
    """How many rows were read by now; for whoever watches."""
    Submission.objects.filter(pk=number).update(progress=rows)


def add_pending(submission: Submission, rows: pl.DataFrame) -> None:
    """Put rows (row_no, rule, row as JSON) into the queue for a person."""
    blank = pl.lit("")
    copy_into(
        "intake_pendingrow",
        rows.select(
            "row_no", "rule", "row", submission_id=pl.lit(submission.pk), state=pl.lit(PendingState.OPEN.value),
            reason=blank, resolved_by=blank,
        ),
    )  # fmt: skip


def add_problems(submission: Submission, rows: pl.DataFrame) -> None:
    """Follow rejected rows (row_no, instrument, rules as JSON) until they are mended or closed."""
    blank = pl.lit("")
    copy_into(
        "intake_problemrow",
        rows.select(
            "row_no", "instrument", "rules", submission_id=pl.lit(submission.pk),
            state=pl.lit(ProblemState.OPEN.value), closed_by=blank, reason=blank,
        ),
    )  # fmt: skip


def close_mended(submission: Submission, instruments: pl.Series, *, at: datetime) -> int:
    """Close open problems of the same department and item whose instrument has now come in without fault."""
    open_ones = ProblemRow.objects.filter(
        state=ProblemState.OPEN,
        submission__department=submission.department_id,
        submission__item=submission.item,
        submission_id__lt=submission.pk,
    ).exclude(instrument="")
    waiting = set(open_ones.values_list("instrument", flat=True))
    mended = instruments.filter(instruments.is_in(list(waiting))).unique().to_list() if waiting else []
    return open_ones.filter(instrument__in=mended).update(
        state=ProblemState.MENDED, closed_at=at, closed_by=submission.receipt_no
    )

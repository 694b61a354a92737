"""Taking a deposited submission back whole: it was a mistake, and its sender says why."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinheng.areas.archive import actions as archive
from xinheng.areas.intake import store
from xinheng.areas.intake.actions.alone import alone, of_item, of_submission
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.terms import State


class ReasonNeeded(ValueError):
    """A submission is taken back for a stated reason only: it stands in the ledger and in the history."""


def take_back(submission: Submission, *, reason: str, actor: str, at: datetime) -> Submission:
    """Undo what a submission placed; what stood before stands again, and both stay provable."""
    if not reason.strip():
        raise ReasonNeeded("state why the submission is taken back")
    with alone(of_submission(submission.pk), of_item(submission.item)), transaction.atomic():
        changed = store.set_state(submission, State.TAKEN_BACK, at=at)
        store.close_pending(submission, reason=reason.strip(), actor=actor, at=at)
        archive.take_back(
            submission.pk,
            reason=reason.strip(),
            actor=actor,
            at=at,
            about=("submission", submission.receipt_no),
        )
    return changed

"""What a person decides about an own submission: confirm it or cancel it."""

from __future__ import annotations

from datetime import datetime

from xinheng.areas.intake import store
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.terms import State
from xinheng.areas.ledger.actions import Recorded, recorded


@recorded("intake.confirmed")
def confirm(submission: Submission, *, actor: str, at: datetime) -> Recorded[Submission]:
    """Let a previewed submission be deposited; `process` does it."""
    changed = store.set_state(submission, State.DEPOSITING, at=at)
    return Recorded(changed, about=("submission", submission.receipt_no), payload={})


@recorded("intake.cancelled")
def cancel(submission: Submission, *, actor: str, at: datetime) -> Recorded[Submission]:
    """Give up a submission before anything of it was deposited."""
    changed = store.set_state(submission, State.CANCELLED, at=at, finished_at=at)
    return Recorded(changed, about=("submission", submission.receipt_no), payload={})

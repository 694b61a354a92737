"""Sending a whole file back: it can't be read, or it is not for the item."""

from __future__ import annotations

from datetime import datetime

from xinheng.areas.intake import store
from xinheng.areas.intake.models import Submission
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.plumbing.tabular.terms import UnreadableTable


@recorded("intake.refused")
def refuse(submission: Submission, why: UnreadableTable, *, actor: str, at: datetime) -> Recorded[Submission]:
    """Refuse the submission; its sender reads why, and nothing is kept of it but number, name, size and hash."""
    error = {"kind": type(why).__name__, "zh": why.text.zh, "en": why.text.en, "status": why.status}
    refused = store.set_refused(submission, error, at=at)
    return Recorded(
        refused, about=("submission", submission.receipt_no), payload={"kind": type(why).__name__}
    )

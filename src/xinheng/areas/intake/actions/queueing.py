"""Handing a submission to the worker. A job that gets lost is made anew by `jobs.resume`."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from xinheng.areas.intake.models import Submission

TASK: Final = "intake.process"
QUEUE: Final = "intake"


def enqueue(submission: Submission) -> bool:
    """Let the worker process the submission; False when it already waits for that."""
    name = f"submission/{submission.pk}"
    try:
        with transaction.atomic():
            app.configure_task(TASK, queue=QUEUE, queueing_lock=name).defer(number=submission.pk)
    except AlreadyEnqueued:
        return False
    return True

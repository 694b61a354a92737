"""Background work of intake: processing what came in by web or API."""

from __future__ import annotations

from procrastinate.contrib.django import app

from xinheng.areas.intake.actions import process
from xinheng.plumbing.clock import now


@app.task(queue="intake", name="intake.process", retry=5)
def process_submission(number: int) -> None:
    """Check and deposit one submission; begun again after a crash it ends in the same state."""
    process(number, at=now())

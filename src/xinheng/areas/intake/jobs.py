"""Background work of intake: processing what came in by web or API, and taking up again what was broken off."""

from __future__ import annotations

from datetime import timedelta

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from xinheng.areas.intake import service
from xinheng.areas.intake.actions import end_expired_uploads, enqueue, process, tidy
from xinheng.areas.intake.actions.queueing import QUEUE, TASK
from xinheng.plumbing.clock import now

ABANDONED_AFTER = timedelta(minutes=5)
SWEPT_AFTER = timedelta(days=1)
_RETRIES = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(queue=QUEUE, name=TASK, retry=_RETRIES)
def process_submission(number: int) -> None:
    """Check and deposit one submission; begun again after a crash it ends in the same state."""
    process(number, at=now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue=QUEUE, name="intake.resume", queueing_lock="intake.resume")
def resume(timestamp: int) -> None:
    """Hand over again what should long be done: its job was lost with a process that died.

    Processing a submission twice at once is no harm: the second waits for the first and finds it done.
    """
    for submission in service.unfinished(before=now() - ABANDONED_AFTER):
        enqueue(submission)


@app.periodic(cron="41 3 * * *")
@app.task(queue=QUEUE, name="intake.tidy", queueing_lock="intake.tidy")
def sweep(timestamp: int) -> None:
    """Remove files and staged rows that killed processes left behind, and uploads that nobody finished."""
    end_expired_uploads(at=now())
    tidy(before=now() - SWEPT_AFTER)

"""Background work that belongs to no area: jobs whose worker died, jobs that are long done, news for who wants them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from xinheng.plumbing.clock import now
from xinheng.plumbing.outbox import reading
from xinheng.plumbing.outbox.consumers import QUEUE, TASK, consumer, wake

KEPT_HOURS: Final = 30 * 24
NEWS_KEPT: Final = timedelta(days=30)


@app.periodic(cron="*/2 * * * *")
@app.task(queue="upkeep", name="jobs.take_up", queueing_lock="jobs.take_up")
async def take_up(timestamp: int) -> None:
    """Let jobs run again whose worker gives no sign of life."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queue="upkeep", name="jobs.forget", queueing_lock="jobs.forget")
async def forget(timestamp: int) -> None:
    """Forget jobs that went well; failed ones stay until somebody looks at them."""
    await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)


@app.task(queue=QUEUE, name=TASK, retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def follow(name: str) -> None:
    """Let a consumer take all that is new to it; what it could not take is told again."""
    while reading.read(consumer(name), at=now()):
        pass


@app.periodic(cron="* * * * *")
@app.task(queue=QUEUE, name="outbox.sweep", queueing_lock="outbox.sweep")
def sweep(timestamp: int) -> None:
    """Wake every consumer that is behind: the wake of a process that died is lost, the news is not."""
    for name, missing in reading.behind().items():
        if missing:
            wake(name)


@app.periodic(cron="31 3 * * *")
@app.task(queue=QUEUE, name="outbox.forget", queueing_lock="outbox.forget")
def forget_news(timestamp: int) -> None:
    """Forget old news that everybody has had."""
    reading.forget(before=now() - NEWS_KEPT)

"""Background work that belongs to no area: jobs whose worker died, and jobs that are long done."""

from __future__ import annotations

from typing import Final

from procrastinate.contrib.django import app

KEPT_HOURS: Final = 30 * 24


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

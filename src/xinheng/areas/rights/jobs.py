"""Background work of the area; nothing that the law asks for hangs on it."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from xinheng.areas.rights.cases.actions import sweep_evidence
from xinheng.plumbing.clock import now

SWEPT_AFTER = timedelta(days=1)


@app.periodic(cron="47 3 * * *")
@app.task(queue="upkeep", name="rights.sweep", queueing_lock="rights.sweep")
def sweep(timestamp: int) -> None:
    """Remove files that killed processes kept for no case."""
    sweep_evidence(before=now() - SWEPT_AFTER)

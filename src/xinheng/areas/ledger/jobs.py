"""Background work of the ledger: signing the log as it stands."""

from __future__ import annotations

from procrastinate.contrib.django import app

from xinheng.areas.ledger.actions import checkpoint
from xinheng.plumbing.clock import now
from xinheng.plumbing.crypto.signing import node_signer


@app.periodic(cron="*/10 * * * *")
@app.task(queue="ledger", name="ledger.checkpoint", queueing_lock="ledger.checkpoint")
def sign(timestamp: int) -> None:
    """Sign a checkpoint when something was appended since the last."""
    checkpoint(at=now(), signer=node_signer())

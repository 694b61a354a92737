"""Handing deliveries and codes to the worker. A job that gets lost is made anew by `jobs.resume`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

QUEUE: Final = "notices"
DELIVER: Final = "notices.deliver"
SEND_CODE: Final = "notices.send_code"
_AT_ONCE: Final = 5000


def hand_over(deliveries: Sequence[int]) -> None:
    """Let the worker try each delivery, once the caller's transaction commits. A second job for one does no harm."""
    task = app.configure_task(DELIVER, queue=QUEUE)
    for start in range(0, len(deliveries), _AT_ONCE):
        given: list[JSONDict] = [{"number": number} for number in deliveries[start : start + _AT_ONCE]]
        task.batch_defer(*given)


def send_code(contact: int) -> None:
    """Let the worker send a contact its code."""
    app.configure_task(SEND_CODE, queue=QUEUE).defer(number=contact)

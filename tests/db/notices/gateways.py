"""A gateway for tests: it does what the test planned, and keeps what it was handed."""

from __future__ import annotations

from xinheng.plumbing.sending.terms import Accepted, Outgoing

PATH = f"{__name__}.Planned"
plan: list[Exception | None] = []
"""What comes of the next messages; when nothing is planned they are accepted."""
taken: list[Outgoing] = []


class Planned:
    """The gateway."""

    def send(self, message: Outgoing) -> Accepted:
        """Keep the message, then do as planned."""
        taken.append(message)
        fault = plan.pop(0) if plan else None
        if fault is not None:
            raise fault
        return Accepted(f"ref-{len(taken)}")

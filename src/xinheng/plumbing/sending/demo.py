"""A message gateway for the demo and for tests: it succeeds, and by the end of the number it fails and crashes.

…0001 cannot take it now · …0002 does not exist · …0003 takes it and crashes before it answers · others accept.
"""

from __future__ import annotations

from xinheng.plumbing.sending.captured import capture_message
from xinheng.plumbing.sending.terms import Accepted, NotNow, Outgoing, Refused


class DemoGateway:
    """Keeps messages in the demo's folder."""

    def send(self, message: Outgoing) -> Accepted:
        """Accept, fail or crash, as the number says."""
        if message.to.endswith("0001"):
            raise NotNow("the demo's gateway is busy")
        if message.to.endswith("0002"):
            raise Refused("no such number")
        name = capture_message(to=message.to, subject=message.subject, body=message.body, key=message.key)
        if message.to.endswith("0003"):
            raise RuntimeError("the demo's gateway crashed")
        return Accepted(name)

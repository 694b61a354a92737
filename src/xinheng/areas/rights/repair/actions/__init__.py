"""Everything that can happen to an application for repair: each is one transaction with clocks, marks, notices, log."""

from xinheng.areas.rights.repair.actions.applying import add_evidence, apply, ask_again, give_up
from xinheng.areas.rights.repair.actions.deciding import (
    accept,
    decline,
    prove,
    refuse,
    repair,
    send_back,
    uphold,
)

__all__ = [
    "accept", "add_evidence", "apply", "ask_again", "decline", "give_up", "prove", "refuse", "repair", "send_back",
    "uphold",
]  # fmt: skip

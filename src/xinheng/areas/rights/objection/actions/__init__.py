"""Everything that can happen to an objection: each is one transaction with its clocks, marks, notices and log entries.

An action takes `by` where several may do it, and the caller has seen to it that the user may act in that part; that the
case allows it, the action and the database see to.
"""

from xinheng.areas.rights.objection.actions.agency import annotate, hand_on
from xinheng.areas.rights.objection.actions.deciding import grant, refuse, uphold
from xinheng.areas.rights.objection.actions.lodging import add_evidence, ask_again, give_up, lodge
from xinheng.areas.rights.objection.actions.triage import acknowledge, find_own_fault, take_over, transfer

__all__ = [
    "acknowledge", "add_evidence", "annotate", "ask_again", "find_own_fault", "give_up", "grant", "hand_on", "lodge",
    "refuse", "take_over", "transfer", "uphold",
]  # fmt: skip

"""Law as data: lawpacks read, judged as a whole, and asked what they say on a day.

`load_packs(root, node).as_of(day).item("penalty")` gives the item and which entry of which pack says so.
"""

from xinheng.kernel.lawbook.clocks import (
    NOT_STARTED,
    NeverShown,
    NotStarted,
    due_on,
    repairable_from,
    shown_until,
)
from xinheng.kernel.lawbook.decision import Decision, Reason
from xinheng.kernel.lawbook.differences import Change, Difference, diff
from xinheng.kernel.lawbook.errors import BrokenPack, Fault, NotInCatalogue, NotRuled, Place
from xinheng.kernel.lawbook.judging import judge
from xinheng.kernel.lawbook.lawbook import Lawbook, LawOnDay
from xinheng.kernel.lawbook.loading import load_packs
from xinheng.kernel.lawbook.packs import Packs, read_packs
from xinheng.kernel.lawbook.periods import Period, add_period
from xinheng.kernel.lawbook.ruling import Citation, Ruled

__all__ = [
    "NOT_STARTED",
    "BrokenPack",
    "Change",
    "Citation",
    "Decision",
    "Difference",
    "Fault",
    "LawOnDay",
    "Lawbook",
    "NeverShown",
    "NotInCatalogue",
    "NotRuled",
    "NotStarted",
    "Packs",
    "Period",
    "Place",
    "Reason",
    "Ruled",
    "add_period",
    "diff",
    "due_on",
    "judge",
    "load_packs",
    "read_packs",
    "repairable_from",
    "shown_until",
]  # fmt: skip

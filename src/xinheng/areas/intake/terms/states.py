"""The life of a submission and of the rows that need attention."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from xinheng.kernel.text import Text


class State(StrEnum):
    """Where a submission stands."""

    RECEIVED = "received"
    CHECKING = "checking"
    PREVIEWED = "previewed"
    DEPOSITING = "depositing"
    DEPOSITED = "deposited"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    TAKEN_BACK = "taken_back"


STATE_TITLES: Mapping[State, Text] = {
    State.RECEIVED: Text(zh="已接收，等待核验", en="Received, waiting to be checked"),
    State.CHECKING: Text(zh="核验中", en="Being checked"),
    State.PREVIEWED: Text(zh="待确认入库", en="Checked, waiting for your confirmation"),
    State.DEPOSITING: Text(zh="入库中", en="Being deposited"),
    State.DEPOSITED: Text(zh="已入库", en="Deposited"),
    State.REFUSED: Text(zh="整份退回", en="Refused whole"),
    State.CANCELLED: Text(zh="已取消", en="Cancelled before deposit"),
    State.TAKEN_BACK: Text(zh="已整份撤回", en="Taken back whole"),
}

NEXT_STATES: Mapping[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.CHECKING, State.CANCELLED}),
    State.CHECKING: frozenset({State.CHECKING, State.PREVIEWED, State.DEPOSITING, State.REFUSED}),
    State.PREVIEWED: frozenset({State.DEPOSITING, State.CANCELLED}),
    State.DEPOSITING: frozenset({State.DEPOSITING, State.DEPOSITED, State.REFUSED}),
    State.DEPOSITED: frozenset({State.TAKEN_BACK}),
    State.REFUSED: frozenset(),
    State.CANCELLED: frozenset(),
    State.TAKEN_BACK: frozenset(),
}
"""Which state may follow which. Checking and depositing may begin again after a crash."""


class Channel(StrEnum):
    """The door a file came through."""

    COMMAND = "command"
    WEB = "web"
    API = "api"


class PendingState(StrEnum):
    """A row that waits for a person."""

    OPEN = "open"
    DEPOSITED = "deposited"
    REJECTED = "rejected"


class ProblemState(StrEnum):
    """A rejected row on its way to closure."""

    OPEN = "open"
    MENDED = "mended"
    CLOSED = "closed"

"""The life of a submission and of the rows that need attention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


COUNT_TITLES: Mapping[str, Text] = {
    "received": Text(zh="收到", en="Received"),
    "new": Text(zh="新增", en="New"),
    "corrected": Text(zh="更正", en="Corrected"),
    "withdrawn": Text(zh="撤销", en="Withdrawn"),
    "unchanged": Text(zh="无变化", en="Unchanged"),
    "rejected": Text(zh="退回", en="Rejected"),
    "pending": Text(zh="待人工处理", en="Pending"),
}
"""The counts of `Counts`, in the order a receipt shows them."""


@dataclass(frozen=True)
class Counts:
    """R5: received = new + corrected + withdrawn + unchanged + rejected + pending."""

    received: int
    new: int
    corrected: int
    withdrawn: int
    unchanged: int
    rejected: int
    pending: int

    def __post_init__(self) -> None:
        """Refuse counts that lose a row."""
        if self.received != self.placed + self.unchanged + self.rejected + self.pending:
            raise CountsDoNotAddUp(self)

    @property
    def placed(self) -> int:
        """Rows that became versions in the archive."""
        return self.new + self.corrected + self.withdrawn

    def as_dict(self) -> dict[str, int]:
        """The counts by name, in the order a receipt shows them."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


class CountsDoNotAddUp(AssertionError):
    """A row was lost between receiving and the receipt; the deposit must not commit."""

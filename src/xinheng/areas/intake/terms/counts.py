"""The account of a submission's rows (R5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xinheng.kernel.text import Text

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

"""What a finding does to its row, and where the row goes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from xinheng.kernel.text import Text


class Severity(StrEnum):
    """What a finding does to its row."""

    REJECT = "reject"
    PEND = "pend"
    NOTE = "note"


class Disposition(StrEnum):
    """Where a checked row goes: on, back to the sender, or to a person's queue."""

    ACCEPT = "accept"
    REJECT = "reject"
    PEND = "pend"


SEVERITY_TITLES: Final[Mapping[Severity, Text]] = {
    Severity.REJECT: Text(zh="退回", en="Rejected"),
    Severity.PEND: Text(zh="待人工处理", en="Waits for a person"),
    Severity.NOTE: Text(zh="提示", en="Note"),
}

DISPOSITION_TITLES: Final[Mapping[Disposition, Text]] = {
    Disposition.ACCEPT: Text(zh="可以入库", en="Accepted"),
    Disposition.REJECT: Text(zh="退回", en="Rejected"),
    Disposition.PEND: Text(zh="待人工处理", en="Waits for a person"),
}


class RowAction(StrEnum):
    """What the sender wants done with the record the row is about."""

    UPSERT = "upsert"
    WITHDRAW = "withdraw"

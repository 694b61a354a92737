"""What a notice of revocation must be: record by record, and as a file. Pure."""

from xinheng.areas.rights.withdrawal.rules.file import COLUMNS, read_lines
from xinheng.areas.rights.withdrawal.rules.notice import (
    NOT_FOUND,
    NOT_YOURS,
    TWICE,
    RecordNamed,
    Teller,
    bars,
    may_withdraw,
)

__all__ = [
    "COLUMNS", "NOT_FOUND", "NOT_YOURS", "TWICE", "RecordNamed", "Teller", "bars", "may_withdraw", "read_lines",
]  # fmt: skip

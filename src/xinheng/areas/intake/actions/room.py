"""A disk without room: what the sender is told, and how it is known from other faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from xinheng.areas.intake.models import Submission
from xinheng.kernel.text import Text
from xinheng.plumbing.files.room import is_full

__all__ = ["FULL", "NO_ROOM", "NoRoom", "is_full", "told_when_full"]

NO_ROOM: Final = 507
"""HTTP: Insufficient Storage."""
FULL: Final = Text(
    zh="存储空间已满，文件没有收下。请稍后重新报送；如仍不行，请告知信用中心。",
    en="The platform's storage is full and the file was not taken in. Send it again later, or tell the credit centre.",
)


class NoRoom(Exception):
    """A disk was full while a submission was processed. Nothing of it is deposited; begun again, it goes on."""

    status = NO_ROOM

    def __init__(self, receipt_no: str) -> None:
        self.text = Text(
            zh=f"存储空间已满，报送 {receipt_no} 尚未入库。文件已妥善保存，腾出空间后会继续处理，无须重新报送。",
            en=f"The storage is full: submission {receipt_no} is not deposited yet. The file is kept and will be "
            "processed when there is room again; there is no need to send it again.",
        )
        super().__init__(self.text.en)


@contextmanager
def told_when_full(submission: Submission) -> Iterator[None]:
    """A full disk, whoever noticed it, becomes `NoRoom`."""
    try:
        yield
    except Exception as error:
        if is_full(error):
            raise NoRoom(submission.receipt_no) from error
        raise

"""Knowing a disk without room from other faults, whoever noticed it: this process, PostgreSQL, or a library."""

from __future__ import annotations

import errno
from typing import Final

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DISK_FULL: Final = "53100"
"""PostgreSQL's code of a full disk (`disk_full`)."""
_SAYS_SO: Final = ("No space left on device", "File too large", "Disk quota exceeded")


def is_full(error: BaseException) -> bool:
    """Whether the cause of an error, however deep, is a disk without room."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in _FULL:
            return True
        if getattr(seen, "sqlstate", None) == _DISK_FULL:
            return True
        # libraries that turn the system's error into a text of their own
        if any(words in str(seen) for words in _SAYS_SO):
            return True
        seen = seen.__cause__ or seen.__context__
    return False

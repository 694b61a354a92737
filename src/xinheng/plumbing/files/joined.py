"""Several kept files read as one stream, one after the other."""

from __future__ import annotations

import io
from collections.abc import Sequence

from xinheng.plumbing.files.store import FileStore, StoredFile


class Joined(io.RawIOBase):
    """The plaintexts of files in their order; only one is open at a time."""

    def __init__(self, parts: Sequence[StoredFile], *, files: FileStore) -> None:
        self._left = list(reversed(parts))
        self._files = files
        self._open: io.BufferedReader | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """The next bytes; 0 at the end of the last file."""
        while self._open is not None or self._left:
            if self._open is None:
                self._open = self._files.open(self._left.pop())
            if piece := self._open.read(len(buffer)):
                buffer[: len(piece)] = piece
                return len(piece)
            self._open.close()
            self._open = None
        return 0

    def close(self) -> None:
        """Close the file that is open."""
        if self._open is not None:
            self._open.close()
            self._open = None
        super().close()

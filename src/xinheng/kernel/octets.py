"""A column of texts as the bytes it lies in: searched at once, far cheaper than text by text."""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

Octets = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

# bytes searched at a time: what is compared stays in the processor's cache
_BLOCK: Final = 1 << 17


class Cells:
    """A String column as one run of bytes. Shape: `octets` (bytes), `offsets` (rows + 1).

    What lies between the offsets of a null cell means nothing.
    """

    def __init__(self, series: pl.Series) -> None:
        array = series.rechunk().to_arrow()
        _, offsets, octets = array.buffers()
        width = len(series) + 1
        self.offsets: Places = np.frombuffer(offsets, dtype=np.int64, offset=8 * array.offset, count=width)
        self.octets: Octets = np.frombuffer(octets or b"", dtype=np.uint8, count=int(self.offsets[-1]))
        self.series = series

    def rows_at(self, places: Places) -> Places:
        """The rows that bytes belong to."""
        return np.searchsorted(self.offsets, places, side="right").astype(np.int64) - 1

    def rows_with(self, word: bytes) -> Places:
        """The rows that hold a word, ascending, a row as often as it does."""
        return self.rows_at(places_of(self.octets, word))


def places_of(octets: Octets, word: bytes) -> Places:
    """Where a word begins, ascending."""

    def begins(part: Octets) -> Flags:
        count = len(part) - len(word) + 1
        found: Flags = part[:count] == word[0]
        for place, octet in enumerate(word[1:], start=1):
            if not found.any():
                break
            found &= part[place : place + count] == octet
        return found

    return places(octets, begins, width=len(word))


def places(octets: Octets, test: Callable[[Octets], Flags], *, width: int = 1) -> Places:
    """Where `test` holds, ascending. Given a part of the bytes, it tells for each but the last `width` - 1 of them
    whether the `width` bytes from there on are meant.
    """
    found = []
    for start in range(0, len(octets) - width + 1, _BLOCK):
        flags = test(octets[start : start + _BLOCK + width - 1])
        if flags.any():
            found.append(np.flatnonzero(flags) + start)
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)

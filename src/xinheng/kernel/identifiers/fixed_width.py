"""Columns of fixed-width ASCII codes as byte matrices, and check sums over them by table look-up.

A check sum over n characters is a sum of table look-ups. Looking up pairs of characters (two bytes as one
16-bit index) halves the number of passes, and a character that may not stand at its place is marked in the
same table, so that shape and sum are judged in one go.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

Bytes = npt.NDArray[np.uint8]
Pairs = npt.NDArray[np.uint16]
Flags = npt.NDArray[np.bool_]

# rows judged at a time: the block's intermediate sums stay in the processor's cache
_BLOCK: Final = 1 << 15
# added to a sum for a character out of place; larger than any sum of admissible characters
_OUT_OF_PLACE: Final = 0x0400


def judge_rows(series: pl.Series, *, width: int, judge: Callable[[Bytes], Flags]) -> pl.Series:
    """Boolean column: `judge` on the rows of exactly `width` bytes, False on others, null on null.

    `judge` receives a C-contiguous matrix (rows, width) and returns one flag a row.
    """
    fitting = series.str.len_bytes() == width
    if fitting.all(ignore_nulls=False):
        return pl.Series(series.name, _in_blocks(series, width, judge), dtype=pl.Boolean)
    rows = fitting.fill_null(value=False).arg_true()
    flags = np.zeros(len(series), dtype=np.bool_)
    flags[rows.to_numpy()] = _in_blocks(series.gather(rows), width, judge)
    result = pl.Series(series.name, flags, dtype=pl.Boolean)
    if series.null_count() == 0:
        return result
    return result.set(series.is_null(), None)


def _in_blocks(series: pl.Series, width: int, judge: Callable[[Bytes], Flags]) -> Flags:
    matrix = _matrix(series, width)
    flags = np.empty(len(matrix), dtype=np.bool_)
    for start in range(0, len(matrix), _BLOCK):
        flags[start : start + _BLOCK] = judge(matrix[start : start + _BLOCK])
    return flags


def _matrix(series: pl.Series, width: int) -> Bytes:
    if series.is_empty():
        return np.empty((0, width), dtype=np.uint8)
    array = series.rechunk().to_arrow()
    data = np.frombuffer(array.buffers()[2], dtype=np.uint8)
    start = array.offset * width
    return data[start : start + len(series) * width].reshape(-1, width)


class CheckSum:
    """Judges rows of characters by place, weight and modulus: valid when the weighted sum ≡ `remainder`.

    `places` gives for each position the admissible characters with their values. The last position is the
    check character, with its own weight. Width must be even.
    """

    def __init__(
        self, *, places: Sequence[Mapping[str, int]], weights: Sequence[int], modulus: int, remainder: int
    ) -> None:
        single = [_single(place, weight, modulus) for place, weight in zip(places, weights, strict=True)]
        both = np.arange(1 << 16, dtype=np.uint16).view(np.uint8).reshape(-1, 2)
        self._tables = [
            single[left][both[:, 0]] + single[left + 1][both[:, 1]] for left in range(0, len(single), 2)
        ]
        sums = np.arange(_OUT_OF_PLACE * (len(single) + 1))
        self._good: Flags = (sums < _OUT_OF_PLACE) & (sums % modulus == remainder)

    def __call__(self, pairs: Pairs) -> Flags:
        """One flag a row of `pairs`, the byte matrix viewed as 16-bit columns."""
        total = self._tables[0].take(pairs[:, 0])
        for column, table in enumerate(self._tables[1:], start=1):
            total += table.take(pairs[:, column])
        return self._good.take(total)


def _single(place: Mapping[str, int], weight: int, modulus: int) -> Pairs:
    table = np.full(256, _OUT_OF_PLACE, dtype=np.uint16)
    for character, value in place.items():
        table[ord(character)] = value * weight % modulus
    return table

"""Cheap tests over a whole text column, on its bytes: which rows need a second look?

The answer may name rows that turn out clean, and never misses one that the second look would change or
object to; so what happens to a row does not depend on the rows around it. The bytes of all cells lie one
after another. A word of eight aligned bytes without a byte below 0x40 (Chinese text) is passed over in one
comparison; the remaining words are looked up byte by byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from xinheng.kernel import forbidden

Rows = npt.NDArray[np.int64]
Octets = npt.NDArray[np.uint8]

EDGES: Final = " \u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2028\u2029\ufeff"
"""White and invisible characters that are cut off at both ends of a cell."""
FORMULA_STARTS: Final = "=+-@"

_WORD: Final = 8
_LOW: Final = 0x40
_HARMFUL: Final = 1
_NUMERIC: Final = 2
_ALL_NUMERIC: Final = np.uint64(0x0202020202020202)
_ALL_HARMFUL: Final = np.uint64(0x0101010101010101)
# what may stand in a citizen id number however written: digits, gaps, X, and their bytes in full width
_NUMERIC_BYTES: Final = "0123456789 -Xx\u00a0\u00b7\u3000０１２３４５６７８９Ｘｘ".encode()
_LONG_NUMBER: Final = "[0-9](?:[ \u3000\u00a0·-]?[0-9]){13}[ \u3000\u00a0·-]?[0-9Xx]"
_FEWEST_DIGITS: Final = 15
# from this length of cells on, one search a row is faster than one through all cells
_LONG_CELLS: Final = 64


def _classes() -> Octets:
    table = np.zeros(256, dtype=np.uint8)
    table[: ord(" ")] |= _HARMFUL
    table[ord("<")] |= _HARMFUL
    table[list(_NUMERIC_BYTES)] |= _NUMERIC
    return table


def _edge_bytes(*, last: bool) -> npt.NDArray[np.bool_]:
    table = np.zeros(256, dtype=np.bool_)
    characters = EDGES if last else EDGES + FORMULA_STARTS
    table[[character.encode()[-1 if last else 0] for character in characters]] = True
    return table


def _beside() -> npt.NDArray[np.bool_]:
    """The byte next to the outermost one, in edge characters of two or three bytes."""
    table = np.zeros(256, dtype=np.bool_)
    wide = [character.encode() for character in EDGES if not character.isascii()]
    table[[octets[1] for octets in wide] + [octets[-2] for octets in wide]] = True
    return table


def _digits() -> npt.NDArray[np.bool_]:
    table = np.zeros(256, dtype=np.bool_)
    table[list(b"0123456789Xx")] = True
    return table


_CLASSES: Final = _classes()
_DIGITS: Final = _digits()
_BESIDE: Final = _beside()
_FIRST: Final = _edge_bytes(last=False)
_LAST: Final = _edge_bytes(last=True)


class Cells:
    """A String column as one run of bytes. Shape: `octets` (bytes), `offsets` (rows + 1).

    What lies between the offsets of a null cell means nothing.
    """

    def __init__(self, series: pl.Series) -> None:
        array = series.rechunk().to_arrow()
        _, offsets, octets = array.buffers()
        width = len(series) + 1
        self.offsets: Rows = np.frombuffer(offsets, dtype=np.int64, offset=8 * array.offset, count=width)
        self.octets: Octets = np.frombuffer(octets or b"", dtype=np.uint8, count=int(self.offsets[-1]))
        self.series = series

    def rows_at(self, places: Rows) -> Rows:
        """The rows that bytes belong to."""
        return np.searchsorted(self.offsets, places, side="right").astype(np.int64) - 1

    def one_text(self) -> pl.Series:
        """All cells as a single cell, without copying: one search instead of one for every row."""
        span = pa.py_buffer(np.array([0, len(self.octets)], dtype=np.int64))
        array = pa.LargeStringArray.from_buffers(1, span, pa.py_buffer(self.octets))
        found = pl.from_arrow(array)
        assert isinstance(found, pl.Series)
        return found


def suspects(series: pl.Series, *, empty_words: pl.Series, max_length: int) -> Rows:
    """Rows of a text column that need a second look, ascending. No cell is null."""
    cells = Cells(series)
    lengths = np.diff(cells.offsets)
    found = [
        series.is_in(empty_words.implode()).arg_true().to_numpy().astype(np.int64),
        np.flatnonzero(lengths > max_length),
        np.flatnonzero(lengths == 0),
        *_at_the_edges(cells, lengths),
        *_in_words(cells),
    ]
    if len(cells.octets) and int(cells.octets.max()) >= 0x80:
        found += [_full_width_digits(cells), _statements(cells)]
    rows: Rows = np.unique(np.concatenate(found))
    return rows


def _at_the_edges(cells: Cells, lengths: Rows) -> Iterator[Rows]:
    filled = np.flatnonzero(lengths) if int(lengths.min(initial=1)) == 0 else None
    starts = cells.offsets[:-1] if filled is None else cells.offsets[:-1][filled]
    ends = cells.offsets[1:] if filled is None else cells.offsets[1:][filled]
    for places, table, beside in ((starts, _FIRST, 1), (ends - 1, _LAST, -1)):
        rows = np.flatnonzero(table.take(cells.octets.take(places)))
        near = cells.octets.take(places[rows] + beside, mode="clip")
        rows = rows[(cells.octets.take(places[rows]) < 0x80) | _BESIDE.take(near)]
        rows = rows if filled is None else filled[rows]
        if len(rows):
            part = cells.series.gather(rows)
            odd = (part.str.strip_chars(EDGES) != part) | part.str.contains(r"^[=+\-@]")
            yield rows[odd.to_numpy()]


def _in_words(cells: Cells) -> Iterator[Rows]:
    whole = len(cells.octets) // _WORD * _WORD
    words = np.flatnonzero((cells.octets[:whole] < _LOW).view(np.uint64) != 0)
    if len(words):
        classes = _CLASSES.take(cells.octets[:whole].view(np.uint64).take(words).view(np.uint8))
        packed = classes.view(np.uint64)
        harmed = np.flatnonzero(packed & _ALL_HARMFUL)
        if len(harmed):
            word, byte = np.nonzero(classes.reshape(-1, _WORD)[harmed] & _HARMFUL)
            yield cells.rows_at(words[harmed[word]] * _WORD + byte)
        # fifteen digits, however written, fill at least one aligned word
        numeric = np.flatnonzero((packed & _ALL_NUMERIC) == _ALL_NUMERIC)
        yield _long_numbers(cells, _distinct(cells.rows_at(words[numeric] * _WORD)))
    tail = np.flatnonzero(_CLASSES.take(cells.octets[whole:]) & _HARMFUL)
    if len(tail):
        yield cells.rows_at(tail + whole)


def _long_numbers(cells: Cells, rows: Rows) -> Rows:
    """Those of the rows that hold fifteen digits with at most one gap between each two."""
    for narrow in (_enough_digits, _digits_together):
        if len(rows):
            rows = rows[narrow(cells.series.gather(rows))]
    return rows


def _enough_digits(part: pl.Series) -> npt.NDArray[np.bool_]:
    cells = Cells(part)
    counts = np.add.reduceat(_DIGITS.take(cells.octets), cells.offsets[:-1], dtype=np.int64)
    enough: npt.NDArray[np.bool_] = counts >= _FEWEST_DIGITS
    return enough


def _digits_together(part: pl.Series) -> npt.NDArray[np.bool_]:
    # a null cell can hold octets in the buffer, left from before it was made null
    together: npt.NDArray[np.bool_] = part.str.contains(_LONG_NUMBER).fill_null(value=False).to_numpy()
    return together


def _distinct(ascending: Rows) -> Rows:
    return ascending[np.flatnonzero(np.diff(ascending, prepend=-1))]


def _full_width_digits(cells: Cells) -> Rows:
    octets = cells.octets
    middle = np.flatnonzero(octets[:-1] == 0xBC)
    digits = (octets.take(middle + 1) - np.uint8(0x90)) < 10
    middle = middle[digits]
    return cells.rows_at(middle[octets.take(middle - 1) == 0xEF])


def _statements(cells: Cells) -> Rows:
    if len(cells.octets) < _LONG_CELLS * len(cells.series):
        anywhere = forbidden.forbidden_column(cells.one_text())
        if not anywhere[0]:
            return np.empty(0, dtype=np.int64)
    flags = forbidden.forbidden_column(cells.series)
    return flags.arg_true().to_numpy().astype(np.int64)

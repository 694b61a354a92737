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

from xinheng.areas.intake.rules.rows import Rows, true_rows
from xinheng.kernel import forbidden

Octets = npt.NDArray[np.uint8]

EDGES: Final = " \u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2028\u2029\ufeff"
"""White and invisible characters that are cut off at both ends of a cell."""
FORMULA_STARTS: Final = "=+-@"

_WORD: Final = 8
_LOW: Final = 0x40
_HARMFUL: Final = 1
_NUMERIC: Final = 2
_COLON: Final = 4
# what may stand in a citizen id number however written: digits, gaps, X, and their bytes in full width
_NUMERIC_BYTES: Final = "0123456789 -Xx\u00a0\u00b7\u3000０１２３４５６７８９Ｘｘ".encode()
_LONG_NUMBER: Final = "[0-9](?:[ \u3000\u00a0·-]?[0-9]){13}[ \u3000\u00a0·-]?[0-9Xx]"
_FEWEST_DIGITS: Final = 15
# signs that give a label its value, apart from the colons
_SIGN_WORDS: Final = tuple(sign for sign in forbidden.STATEMENT_SIGNS if sign not in ":：")
# first bytes of a full-width nought; how far the colon stands behind it
_FULL_WIDTH: Final = np.frombuffer("０".encode(), dtype=np.uint8)
_WIDE_COLON: Final = ord("：") - ord("０")


def _every(bit: int) -> np.uint64:
    """The bit in each byte of a word."""
    return np.uint64(bit * 0x0101010101010101)


def _classes() -> Octets:
    table = np.zeros(256, dtype=np.uint8)
    table[: ord(" ")] |= _HARMFUL
    table[ord("<")] |= _HARMFUL
    table[ord(":")] |= _COLON
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


def _run_lengths(*, start: bool) -> Octets:
    """How many of eight bits are set in a row, from the lowest or the highest on."""
    bits = np.unpackbits(
        np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little" if start else "big"
    )
    lengths: Octets = np.cumprod(bits, axis=1).sum(axis=1).astype(np.uint8)
    return lengths


_CLASSES: Final = _classes()
_FROM_THE_START: Final = _run_lengths(start=True)
_FROM_THE_END: Final = _run_lengths(start=False)
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


def suspects(series: pl.Series, *, empty_words: pl.Series, max_length: int) -> Rows:
    """Rows of a text column that need a second look, ascending. No cell is null."""
    cells = Cells(series)
    lengths = np.diff(cells.offsets)
    found = [
        series.is_in(empty_words.implode()).arg_true().to_numpy().astype(np.int64),
        np.flatnonzero(lengths > max_length),
        np.flatnonzero(lengths == 0),
        *_at_the_edges(cells, lengths),
    ]
    harmed, numeric, colons = _in_words(cells)
    found += [harmed, numeric]
    if len(cells.octets) and int(cells.octets.max()) >= 0x80:
        digits, wide_colons = _full_width(cells)
        found += [digits, _statements(cells, np.concatenate([colons, wide_colons]))]
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


def _in_words(cells: Cells) -> tuple[Rows, Rows, Rows]:
    """Rows with what is no text, rows with a long number, and the places of colons."""
    whole = len(cells.octets) // _WORD * _WORD
    words = np.flatnonzero((cells.octets[:whole] < _LOW).view(np.uint64) != 0)
    classes = _CLASSES.take(cells.octets[:whole].view(np.uint64).take(words).view(np.uint8))
    packed = classes.view(np.uint64)
    tail = _CLASSES.take(cells.octets[whole:])
    harmed, colons = (
        np.concatenate([_places_of(words, packed, bit), np.flatnonzero(tail & bit) + whole])
        for bit in (_HARMFUL, _COLON)
    )
    numeric = (packed & _every(_NUMERIC)) == _every(_NUMERIC)
    return cells.rows_at(harmed), _long_numbers(cells, words[numeric]), colons


def _places_of(words: Rows, packed: npt.NDArray[np.uint64], bit: int) -> Rows:
    hit = np.flatnonzero(packed & _every(bit))
    word, byte = np.nonzero(packed[hit].view(np.uint8).reshape(-1, _WORD) & bit)
    places: Rows = words[hit[word]] * _WORD + byte
    return places


def _long_numbers(cells: Cells, words: Rows) -> Rows:
    """Rows that hold fifteen digits with at most one gap between each two, given the words of such bytes.

    Fifteen digits, however written, fill an aligned word and seven bytes more before and after it.
    """
    if len(words) == 0:
        return words
    all_words = cells.octets[: len(cells.octets) // _WORD * _WORD].view(np.uint64)
    before = _numeric_bits(all_words.take(words - 1, mode="clip"))
    after = _numeric_bits(all_words.take(words + 1, mode="clip"))
    # the words at either end of the column have no neighbour there: what is taken in its place only adds rows
    long = _FROM_THE_END.take(before) + _FROM_THE_START.take(after) >= _FEWEST_DIGITS - _WORD
    long |= words >= len(all_words) - 1
    rows = _distinct(cells.rows_at(words[long] * _WORD))
    if len(rows) == 0:
        return rows
    return rows[true_rows(cells.series.gather(rows).str.contains(_LONG_NUMBER))]


def _numeric_bits(words: npt.NDArray[np.uint64]) -> Octets:
    """For each word a byte whose bit i says whether byte i may be part of a number."""
    flags = (_CLASSES.take(words.view(np.uint8)) & _NUMERIC) != 0
    return np.packbits(flags, bitorder="little")


def _distinct(ascending: Rows) -> Rows:
    return ascending[np.flatnonzero(np.diff(ascending, prepend=-1))]


def _full_width(cells: Cells) -> tuple[Rows, Rows]:
    """Rows with digits in full width, and the places of colons in full width."""
    middle = np.flatnonzero(cells.octets[:-1] == _FULL_WIDTH[1])
    last = cells.octets.take(middle + 1) - _FULL_WIDTH[2]
    wanted = np.flatnonzero(last <= _WIDE_COLON)
    middle, last = middle[wanted], last[wanted]
    led = cells.octets.take(middle - 1) == _FULL_WIDTH[0]
    return cells.rows_at(middle[led & (last < _WIDE_COLON)]), middle[led & (last == _WIDE_COLON)]


def _statements(cells: Cells, colons: Rows) -> Rows:
    """Rows with a forbidden statement. `colons`: places of colons, one of the signs that make a statement."""
    if 2 * len(colons) >= len(cells.series):
        return true_rows(forbidden.forbidden_column(cells.series))
    signs = np.concatenate([colons, *(_places_of_character(cells, sign) for sign in _SIGN_WORDS)])
    rows = np.unique(cells.rows_at(signs))
    if len(rows) == 0:
        return rows
    return rows[true_rows(forbidden.forbidden_column(cells.series.gather(rows)))]


def _places_of_character(cells: Cells, character: str) -> Rows:
    first, second, third = character.encode()
    ends = np.flatnonzero(cells.octets == third)
    ends = ends[cells.octets.take(ends - 1) == second]
    places: Rows = ends[cells.octets.take(ends - 2) == first]
    return places

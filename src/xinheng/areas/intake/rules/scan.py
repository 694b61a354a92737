"""Cheap tests over a whole text column, on its bytes: which rows need a second look?

The answer may name rows that turn out clean, and never misses one that the second look would change or
object to; so what happens to a row does not depend on the rows around it. The bytes of all cells lie one
after another and are compared many at a time; text is searched only in the few rows that such a comparison names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
import polars as pl

from xinheng.areas.intake.rules.rows import Rows, true_rows
from xinheng.kernel import forbidden
from xinheng.kernel.octets import Cells, Flags, Octets, places, places_of

EDGES: Final = " \u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2028\u2029\ufeff"
"""White and invisible characters that are cut off at both ends of a cell."""
FORMULA_STARTS: Final = "=+-@"

_FEWEST_DIGITS: Final = 15
_LONG_NUMBER: Final = "[0-9](?:[ \u3000\u00a0·-]?[0-9]){13}[ \u3000\u00a0·-]?[0-9Xx]"
_WIDE_GAPS: Final = ("\u3000", "\u00a0", "·")
# digits in full width have their first two bytes in common, the third counts up
_FULL_WIDTH: Final = "０".encode()[:2]
_NOUGHT: Final = "０".encode()[2]


def _edge_bytes(*, last: bool) -> Flags:
    table = np.zeros(256, dtype=np.bool_)
    characters = EDGES if last else EDGES + FORMULA_STARTS
    table[[character.encode()[-1 if last else 0] for character in characters]] = True
    return table


def _beside() -> Flags:
    """The byte next to the outermost one, in edge characters of two or three bytes."""
    table = np.zeros(256, dtype=np.bool_)
    wide = [character.encode() for character in EDGES if not character.isascii()]
    table[[octets[1] for octets in wide] + [octets[-2] for octets in wide]] = True
    return table


_BESIDE: Final = _beside()
_FIRST: Final = _edge_bytes(last=False)
_LAST: Final = _edge_bytes(last=True)


def suspects(series: pl.Series, *, empty_words: pl.Series, max_length: int) -> Rows:
    """Rows of a text column that need a second look, ascending. No cell is null."""
    cells = Cells(series)
    lengths = np.diff(cells.offsets)
    found = [
        _empty(cells, lengths, empty_words),
        _too_long(cells, lengths, max_length),
        *_at_the_edges(cells, lengths),
        cells.rows_at(places(cells.octets, _is_control)),
        cells.rows_with(b"<"),
        _long_numbers(cells),
        _full_width_digits(cells),
        forbidden.stating_rows(cells),
    ]
    rows: Rows = np.unique(np.concatenate(found))
    return rows


def _odd(cells: Cells, rows: Rows, judge: Callable[[pl.Series], pl.Series]) -> Rows:
    """Of some rows those whose text is judged true."""
    return rows[true_rows(judge(cells.series.gather(rows)))] if len(rows) else rows


def _empty(cells: Cells, lengths: Rows, words: pl.Series) -> Rows:
    longest = int(words.str.len_bytes().to_numpy().max(initial=0))
    short = np.flatnonzero(lengths <= longest)
    return _odd(cells, short, lambda texts: texts.is_in(words.implode()))


def _too_long(cells: Cells, lengths: Rows, most: int) -> Rows:
    long = np.flatnonzero(lengths > most)
    return _odd(cells, long, lambda texts: texts.str.len_chars() > most)


def _at_the_edges(cells: Cells, lengths: Rows) -> Iterator[Rows]:
    filled = np.flatnonzero(lengths) if int(lengths.min(initial=1)) == 0 else None
    starts = cells.offsets[:-1] if filled is None else cells.offsets[:-1][filled]
    ends = cells.offsets[1:] if filled is None else cells.offsets[1:][filled]
    for outermost, table, beside in ((starts, _FIRST, 1), (ends - 1, _LAST, -1)):
        rows = np.flatnonzero(table.take(cells.octets.take(outermost)))
        near = cells.octets.take(outermost[rows] + beside, mode="clip")
        rows = rows[(cells.octets.take(outermost[rows]) < 0x80) | _BESIDE.take(near)]
        rows = rows if filled is None else filled[rows]
        if len(rows):
            part = cells.series.gather(rows)
            odd = (part.str.strip_chars(EDGES) != part) | part.str.contains(r"^[=+\-@]")
            yield rows[odd.to_numpy()]


def _is_control(part: Octets) -> Flags:
    return part < ord(" ")


def _long_numbers(cells: Cells) -> Rows:
    """Rows that hold fifteen digits with at most one gap between each two."""
    starts = places(cells.octets, _fifteen_numeric, width=_FEWEST_DIGITS)
    within = cells.rows_at(starts)
    within = within[starts + _FEWEST_DIGITS <= cells.offsets[within + 1]]
    rows = np.unique(np.concatenate([within, *(cells.rows_with(gap.encode()) for gap in _WIDE_GAPS)]))
    return _odd(cells, rows, lambda texts: texts.str.contains(_LONG_NUMBER))


def _fifteen_numeric(part: Octets) -> Flags:
    """Where fifteen bytes of a number in ASCII follow each other: digits, gaps and X."""
    one = part - np.uint8(ord("0")) < 10
    if not one.any():
        return one[_FEWEST_DIGITS - 1 :]
    one |= (part == ord(" ")) | (part == ord("-")) | (part & 0xDF == ord("X"))
    two = one[:-1] & one[1:]
    four = two[:-2] & two[2:]
    eight = four[:-4] & four[4:]
    return eight[:-7] & eight[7:]


def _full_width_digits(cells: Cells) -> Rows:
    """Rows with digits in full width."""
    begins = places_of(cells.octets, _FULL_WIDTH)
    digits = cells.octets.take(begins + 2) - np.uint8(_NOUGHT) < 10
    return cells.rows_at(begins[digits])

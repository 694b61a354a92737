"""Full-width, spaces, invisible characters and case: the repairs that are certain.

Departments type codes with an input method switched to full width, paste them with no-break or zero-width
spaces, and write letters small. Undoing that never changes which number is meant. Everything else
(I for 1, O for 0, a missing check character) stays as it is and is a fault.

>>> code("９１52 0102ma6dem00x\\u200b")
'91520102MA6DEM00X'
>>> fold("（２０２３）　12 号")
'(2023)12号'
"""

from typing import Final

import polars as pl

from xinheng.kernel.identifiers.columns import replaced, rework

_SPACES: Final = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_INVISIBLE: Final = "\xad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_FULL_WIDTH: Final = {chr(point): chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)}
_REMOVED: Final = dict.fromkeys(_SPACES + _INVISIBLE, "")
_LOWER: Final = {chr(point): chr(point - 32) for point in range(ord("a"), ord("z") + 1)}
_LOWER_FULL: Final = {chr(point + 0xFEE0): chr(point - 32) for point in range(ord("a"), ord("z") + 1)}

FOLDED: Final = _FULL_WIDTH | _REMOVED
_CODED: Final = FOLDED | _LOWER | _LOWER_FULL
_FOLD_TABLE: Final = str.maketrans(FOLDED)
_CODE_TABLE: Final = str.maketrans(_CODED)
_FOLD_NEEDED: Final = "[" + "".join(_REMOVED) + "\uff01-\uff5e]"
_CODE_NEEDED: Final = "[^0-9A-Z]"


def fold(text: str) -> str:
    """The text in half width, without any spaces and invisible characters; case is kept."""
    return text.translate(_FOLD_TABLE)


def code(text: str) -> str:
    """The text as a code: folded, and ASCII letters in upper case."""
    return text.translate(_CODE_TABLE)


def fold_column(series: pl.Series) -> pl.Series:
    """`fold` for a String column. Cost is one scan plus the work on the rows that need it."""
    needed = series.str.contains(_FOLD_NEEDED)
    return rework(series, needed=needed, change=lambda part: replaced(part, FOLDED))


def code_column(series: pl.Series) -> pl.Series:
    """`code` for a String column. Cost is one scan plus the work on the rows that need it."""
    needed = series.str.contains(_CODE_NEEDED)
    return rework(series, needed=needed, change=lambda part: replaced(part, _CODED))


def fold_expr(expr: pl.Expr) -> pl.Expr:
    """`fold` as an expression over a String column."""
    return expr.map_batches(fold_column, return_dtype=pl.String, is_elementwise=True)


def code_expr(expr: pl.Expr) -> pl.Expr:
    """`code` as an expression over a String column."""
    return expr.map_batches(code_column, return_dtype=pl.String, is_elementwise=True)

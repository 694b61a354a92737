"""USCC, unified social credit code (统一社会信用代码), GB 32100-2015 with its amendment no. 1.

The one number of every legal person, unincorporated organisation and individual business. 18 characters from
the digits and the upper-case letters without I, O, S, V, Z:

* 1 the registering authority (9 market regulation, 5 civil affairs, 1 establishment office, N agriculture …),
* 2 the kind of organisation within that authority,
* 3–8 the region of registration (GB/T 2260),
* 9–17 the organisation code (GB 11714), check character included,
* 18 the check character: Σ value(i) · 3^(i-1) mod 31 ≡ 0, where the last one weighs 1.

python-stdnum computes the check character, but admits only a digit in the first place; rural collective
economic organisations (N) and military units (A) have a letter there, so the shape is judged here. A code
whose organisation part is one character repeated (`00000000000000000X`, eighteen zeros) is a placeholder that
departments type to get past a required field, and is not valid whatever its check character.

>>> validate('91110000600037341L')
'91110000600037341L'
>>> validate('９1110000 600037341l')
'91110000600037341L'
>>> validate('91110000600037342L')
Traceback (most recent call last):
    ...
stdnum.exceptions.InvalidChecksum: ...
>>> validate('9111000060003734OL')
Traceback (most recent call last):
    ...
stdnum.exceptions.InvalidFormat: ...
>>> validate('00000000000000000X')
Traceback (most recent call last):
    ...
xinheng.kernel.identifiers.uscc.Placeholder: ...
>>> organisation_code_of('91110000600037341L'), region_of('91110000600037341L')
('600037341', '110000')
"""

from typing import Final

import numpy as np
import polars as pl
from stdnum.cn import uscc as stdnum_uscc
from stdnum.exceptions import (
    InvalidChecksum,
    InvalidComponent,
    InvalidFormat,
    InvalidLength,
    ValidationError,
)

from xinheng.kernel.identifiers import fixed_width, normalise
from xinheng.kernel.identifiers.columns import rework

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WIDTH: Final = 18
_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1)
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
_DIGITS: Final = {character: _VALUES[character] for character in "0123456789"}
_PLACES: Final = (_VALUES, *(_DIGITS,) * 7, *(_VALUES,) * 10)
_CHECK: Final = fixed_width.CheckSum(places=_PLACES, weights=_WEIGHTS, modulus=31, remainder=0)


class Placeholder(InvalidComponent):
    """The code stands for "none": its organisation part is one character repeated."""


def compact(text: str) -> str:
    """The code in half width and upper case, without spaces."""
    return normalise.code(text)


def calc_check_character(body: str) -> str:
    """The check character for the first 17 characters of a compact code."""
    return str(stdnum_uscc.calc_check_digit(body[:17]))


def validate(text: str) -> str:
    """The compact code; raises `InvalidLength`, `InvalidFormat`, `Placeholder` or `InvalidChecksum`."""
    number = compact(text)
    if len(number) != WIDTH:
        raise InvalidLength()
    if any(character not in place for character, place in zip(number, _PLACES, strict=True)):
        raise InvalidFormat() if not is_placeholder(number) else Placeholder()
    if is_placeholder(number):
        raise Placeholder()
    if number[-1] != calc_check_character(number):
        raise InvalidChecksum()
    return number


def is_valid(text: str) -> bool:
    """Whether the text, once compact, is a code with the right shape and check character."""
    try:
        validate(text)
    except ValidationError:
        return False
    return True


def format(text: str) -> str:
    """The presentation form, which is the compact one."""
    return compact(text)


def organisation_code_of(number: str) -> str:
    """Characters 9–17: the organisation code (GB 11714) inside a compact code."""
    return number[8:17]


def region_of(number: str) -> str:
    """Characters 3–8: the region of registration at the time of registration (GB/T 2260)."""
    return number[2:8]


def is_placeholder(number: str) -> bool:
    """Whether a compact code has the width of a code and one character repeated for its organisation."""
    return number.isascii() and len(number) == WIDTH and len(set(number[8:17])) == 1


def compact_column(series: pl.Series) -> pl.Series:
    """`compact` for a String column."""
    return normalise.code_column(series)


def placeholder_column(series: pl.Series) -> pl.Series:
    """`is_placeholder` for a column of compact codes; null on null."""
    return fixed_width.judge_rows(
        series, width=WIDTH, judge=lambda rows: (rows[:, 8:17] == rows[:, 8:9]).all(axis=1)
    )


def exact_column(series: pl.Series) -> pl.Series:
    """Whether a cell is a valid code and compact already; null on null. The fastest of the tests."""
    return fixed_width.judge_rows(series, width=WIDTH, judge=_judge)


def valid_column(series: pl.Series) -> pl.Series:
    """`is_valid` for a String column; null on null. Rows that are not compact cost a second pass."""
    valid = exact_column(series)
    return rework(
        series, needed=~valid, change=lambda part: exact_column(compact_column(part)), otherwise=valid
    )


def organisation_code_of_column(series: pl.Series) -> pl.Series:
    """`organisation_code_of` for a column of compact codes."""
    return series.str.slice(8, 9)


def region_of_column(series: pl.Series) -> pl.Series:
    """`region_of` for a column of compact codes."""
    return series.str.slice(2, 6)


def _judge(rows: fixed_width.Bytes) -> fixed_width.Flags:
    pairs = rows.view(np.uint16)
    good = _CHECK(pairs)
    # pairs 4–7 are characters 9–16; equal pairs are rare, so the exact comparison runs on few rows
    suspects = np.flatnonzero((pairs[:, 4] == pairs[:, 5]) & (pairs[:, 5] == pairs[:, 6]))
    if len(suspects):
        part = rows[suspects, 8:17]
        good[suspects] &= (part != part[:, :1]).any(axis=1)
    return good

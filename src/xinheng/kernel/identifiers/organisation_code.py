"""Organisation code (组织机构代码), GB 11714-1997.

The number organisations had before the USCC, and still positions 9–17 of it. Eight digits or capital letters
and a check character, written with or without a hyphen:

* 1–8 the body, digits 0–9 and letters A–Z (A = 10 … Z = 35), weights 3 7 9 10 5 8 4 2,
* 9 the check character 11 - (Σ mod 11), where 10 is written X and 11 is written 0.

>>> validate('D2143569-X')
'D2143569X'
>>> validate('60003734-1')
'600037341'
>>> validate('600037342')
Traceback (most recent call last):
    ...
stdnum.exceptions.InvalidChecksum: ...
>>> format('600037341')
'60003734-1'
"""

from string import ascii_uppercase, digits
from typing import Final

import numpy as np
import polars as pl
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError

from xinheng.kernel.identifiers import fixed_width, normalise
from xinheng.kernel.identifiers.columns import rework

WIDTH: Final = 9
_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_VALUES: Final = {character: value for value, character in enumerate(digits + ascii_uppercase)}
_CHECKS: Final = {character: value for value, character in enumerate("0123456789X")}
# a leading 0 of weight 0 makes the width even, as the pair tables need it
_CHECK: Final = fixed_width.CheckSum(
    places=({"0": 0}, *(_VALUES,) * 8, _CHECKS), weights=(0, *_WEIGHTS, 1), modulus=11, remainder=0
)


def compact(text: str) -> str:
    """The code in half width and upper case, without spaces and hyphens."""
    return normalise.code(text).replace("-", "")


def calc_check_character(body: str) -> str:
    """The check character for the first 8 characters of a compact code."""
    total = sum(_VALUES[character] * weight for character, weight in zip(body[:8], _WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def validate(text: str) -> str:
    """The compact code; raises `InvalidLength`, `InvalidFormat` or `InvalidChecksum`."""
    number = compact(text)
    if len(number) != WIDTH:
        raise InvalidLength()
    if any(character not in _VALUES for character in number[:8]) or number[8] not in _CHECKS:
        raise InvalidFormat()
    if number[8] != calc_check_character(number):
        raise InvalidChecksum()
    return number


def is_valid(text: str) -> bool:
    """Whether the text, once compact, is a code with the right check character."""
    try:
        validate(text)
    except ValidationError:
        return False
    return True


def format(text: str) -> str:
    """The presentation form, with a hyphen before the check character."""
    number = compact(text)
    return f"{number[:8]}-{number[8:]}"


def compact_column(series: pl.Series) -> pl.Series:
    """`compact` for a String column."""
    return normalise.code_column(series).str.replace_all("-", "", literal=True)


def exact_column(series: pl.Series) -> pl.Series:
    """Whether a cell is a valid code and compact already; null on null. The fastest of the tests."""
    return fixed_width.judge_rows(series, width=WIDTH, judge=_judge)


def valid_column(series: pl.Series) -> pl.Series:
    """`is_valid` for a String column; null on null. Rows that are not compact cost a second pass."""
    valid = exact_column(series)
    return rework(
        series, needed=~valid, change=lambda part: exact_column(compact_column(part)), otherwise=valid
    )


def _judge(rows: fixed_width.Bytes) -> fixed_width.Flags:
    even = np.full((len(rows), WIDTH + 1), ord("0"), dtype=np.uint8)
    even[:, 1:] = rows
    return _CHECK(even.view(np.uint16))

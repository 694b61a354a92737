"""Registration number of market regulation (工商注册号), GS 15-2006.

The number on business licences before the USCC; old records still carry it. 15 digits:

* 1–6 the registering office (GB/T 2260, 100000 for the national one),
* 7–14 the serial number; its first digit tells domestic, foreign and individual businesses apart,
* 15 the check digit, ISO/IEC 7064 MOD 11,10.

>>> validate('110108000000016')
'110108000000016'
>>> validate('110108000000017')
Traceback (most recent call last):
    ...
stdnum.exceptions.InvalidChecksum: ...
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError
from stdnum.iso7064 import mod_11_10

from xinheng.kernel.identifiers import fixed_width, normalise
from xinheng.kernel.identifiers.columns import rework

WIDTH: Final = 15
_DIGITS: Final = frozenset("0123456789")


def _step(product: int, digit: int) -> int:
    return ((product + digit) % 10 or 10) * 2 % 11


# next product for (product, digit), flattened; the standard's hybrid system as a state machine
_STEPS: Final[npt.NDArray[np.intp]] = np.array(
    [[_step(product, digit) for digit in range(10)] for product in range(11)], dtype=np.intp
).ravel()


def compact(text: str) -> str:
    """The number in half width, without spaces."""
    return normalise.code(text)


def calc_check_digit(body: str) -> str:
    """The check digit for the first 14 digits."""
    return str(mod_11_10.calc_check_digit(body[:14]))


def validate(text: str) -> str:
    """The compact number; raises `InvalidLength`, `InvalidFormat` or `InvalidChecksum`."""
    number = compact(text)
    if len(number) != WIDTH:
        raise InvalidLength()
    if not _DIGITS.issuperset(number):
        raise InvalidFormat()
    if number[-1] != calc_check_digit(number):
        raise InvalidChecksum()
    return number


def is_valid(text: str) -> bool:
    """Whether the text, once compact, is a number with the right check digit."""
    try:
        validate(text)
    except ValidationError:
        return False
    return True


def format(text: str) -> str:
    """The presentation form, which is the compact one."""
    return compact(text)


def compact_column(series: pl.Series) -> pl.Series:
    """`compact` for a String column."""
    return normalise.code_column(series)


def exact_column(series: pl.Series) -> pl.Series:
    """Whether a cell is a valid number and compact already; null on null. The fastest of the tests."""
    return fixed_width.judge_rows(series, width=WIDTH, judge=_judge)


def valid_column(series: pl.Series) -> pl.Series:
    """`is_valid` for a String column; null on null. Rows that are not compact cost a second pass."""
    valid = exact_column(series)
    return rework(
        series, needed=~valid, change=lambda part: exact_column(compact_column(part)), otherwise=valid
    )


def _judge(rows: fixed_width.Bytes) -> fixed_width.Flags:
    values = rows - np.uint8(ord("0"))
    digits = (values < 10).all(axis=1)
    values[~digits] = 0
    product = np.full(len(rows), 10, dtype=np.intp)
    for column in range(WIDTH - 1):
        product = _STEPS.take(product * 10 + values[:, column])
    good: fixed_width.Flags = digits & ((product + values[:, WIDTH - 1]) % 10 == 1)
    return good

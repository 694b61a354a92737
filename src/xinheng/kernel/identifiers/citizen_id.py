"""Citizen identity number (公民身份号码), GB 11643-1999; also the 15-digit form of 1989.

* 1–6 the region of first registration,
* 7–14 the date of birth (15-digit form: six digits, a year of 19xx),
* 15–17 the serial number, odd for men,
* 18 the check character, ISO/IEC 7064 MOD 11-2 (none in the 15-digit form).

A number is valid when shape, date of birth (a calendar day of 1900–2099) and check character are right. The
region is not looked up: codes long abolished live on in these numbers, and what decides about masking had
better not depend on a table. python-stdnum computes the check character; its `is_valid` looks the birthplace
up and raises KeyError on some numbers, so it is not used.

>>> validate('36042619910101007 1')
'360426199101010071'
>>> validate('360426199102300071')
Traceback (most recent call last):
    ...
stdnum.exceptions.InvalidComponent: ...
>>> is_valid('360426910101007')
True
>>> mask('360426199101010071')
'36****************'
"""

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from stdnum.cn import ric
from stdnum.exceptions import (
    InvalidChecksum,
    InvalidComponent,
    InvalidFormat,
    InvalidLength,
    ValidationError,
)

from xinheng.kernel.identifiers import fixed_width, normalise
from xinheng.kernel.identifiers.columns import rework

WIDTH: Final = 18
LEGACY_WIDTH: Final = 15
_DIGITS: Final = {digit: int(digit) for digit in "0123456789"}
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)
_CHECK: Final = fixed_width.CheckSum(
    places=(*(_DIGITS,) * 17, _DIGITS | {"X": 10}), weights=_WEIGHTS, modulus=11, remainder=1
)


def compact(text: str) -> str:
    """The number in half width and upper case, without spaces."""
    return normalise.code(text)


def calc_check_character(body: str) -> str:
    """The check character for the first 17 digits."""
    return str(ric.calc_check_digit(body[:17] + "0"))


def birth_date(number: str) -> date:
    """The date of birth in a compact number of 18 or 15 characters; raises `InvalidComponent`."""
    digits = number[6:14] if len(number) == WIDTH else "19" + number[6:12]
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    if not 1900 <= year <= 2099:
        raise InvalidComponent()
    try:
        return date(year, month, day)
    except ValueError as error:
        raise InvalidComponent() from error


def validate(text: str) -> str:
    """The compact number; raises `InvalidLength`, `InvalidFormat`, `InvalidComponent`, `InvalidChecksum`."""
    number = compact(text)
    if len(number) not in (WIDTH, LEGACY_WIDTH):
        raise InvalidLength()
    if not _well_formed(number):
        raise InvalidFormat()
    birth_date(number)
    if len(number) == WIDTH and number[-1] != calc_check_character(number):
        raise InvalidChecksum()
    return number


def is_valid(text: str) -> bool:
    """Whether the text, once compact, is a number of either form."""
    try:
        validate(text)
    except ValidationError:
        return False
    return True


def format(text: str) -> str:
    """The presentation form, which is the compact one."""
    return compact(text)


def mask(text: str) -> str:
    """The compact number with everything after the province hidden; its length is kept."""
    number = compact(text)
    return number[:2] + "*" * (len(number) - 2)


def _well_formed(number: str) -> bool:
    body = number[:-1] if len(number) == WIDTH and number.endswith("X") else number
    return all(character in _DIGITS for character in body)


def compact_column(series: pl.Series) -> pl.Series:
    """`compact` for a String column."""
    return normalise.code_column(series)


def exact_column(series: pl.Series) -> pl.Series:
    """Whether a cell is a valid number and compact already; null on null. The fastest of the tests."""
    valid = fixed_width.judge_rows(series, width=WIDTH, judge=_judge)
    legacy = series.str.len_bytes() == LEGACY_WIDTH
    return rework(series, needed=legacy, change=_legacy_valid, otherwise=valid)


def valid_column(series: pl.Series) -> pl.Series:
    """`is_valid` for a String column; null on null. Rows that are not compact cost a second pass."""
    valid = exact_column(series)
    return rework(
        series, needed=~valid, change=lambda part: exact_column(compact_column(part)), otherwise=valid
    )


def mask_column(series: pl.Series) -> pl.Series:
    """`mask` for a String column."""
    number = compact_column(series)
    return number.str.head(2) + number.str.slice(2).str.replace_all(r"(?s).", "*")


def _legacy_valid(series: pl.Series) -> pl.Series:
    return fixed_width.judge_rows(series, width=LEGACY_WIDTH, judge=_judge_legacy)


def _judge(rows: fixed_width.Bytes) -> fixed_width.Flags:
    century, year, month, day = (_two_digits(rows, place) for place in (6, 8, 10, 12))
    good = _CHECK(rows.view(np.uint16)) & np.isin(century, (19, 20))
    return good & _calendar_day(100 * (century == 20) + year, month, day)


def _judge_legacy(rows: fixed_width.Bytes) -> fixed_width.Flags:
    digits: fixed_width.Flags = np.all((rows >= ord("0")) & (rows <= ord("9")), axis=1)
    year, month, day = (_two_digits(rows, place) for place in (6, 8, 10))
    return digits & _calendar_day(year, month, day)


def _two_digits(rows: fixed_width.Bytes, place: int) -> npt.NDArray[np.intp]:
    """The number at two places; some number or other where there are no digits."""
    tens, ones = rows[:, place].astype(np.intp), rows[:, place + 1].astype(np.intp)
    return (tens - ord("0")) * 10 + ones - ord("0")


def _calendar_day(
    year: npt.NDArray[np.intp], month: npt.NDArray[np.intp], day: npt.NDArray[np.intp]
) -> fixed_width.Flags:
    """Whether year (years since 1900), month and day make a calendar day."""
    last = _LAST_DAY.take(year * 16 + month, mode="clip")
    flags: fixed_width.Flags = (month >= 1) & (month <= 12) & (day >= 1) & (day <= last)
    return flags


def _last_days() -> npt.NDArray[np.uint8]:
    table = np.zeros((200, 16), dtype=np.uint8)
    months = np.arange(200 * 12).astype("datetime64[M]") + np.timedelta64(-70 * 12, "M")
    lengths = (months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")
    table[:, 1:13] = lengths.astype(np.uint8).reshape(200, 12)
    return table.ravel()


# last day of a month at index (years since 1900) * 16 + month; 0 where there is no such month
_LAST_DAY: Final = _last_days()

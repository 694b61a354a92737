"""Codes of the synthetic province, by the column: right check characters, in a range no real code is in.

Organisation codes begin with `DEM`: no series that is or was given out does. Citizen ids carry the
region 999999, which GB/T 2260 does not have.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from xinheng.kernel.identifiers.uscc import ALPHABET

MARK: Final = "DEM"
PERSON_REGION: Final = "999999"

_LETTERS: Final = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)
_USCC_WEIGHTS: Final = np.array([1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28])
_ORGANISATION_WEIGHTS: Final = np.array([3, 7, 9, 10, 5, 8, 4, 2])
_CITIZEN_WEIGHTS: Final = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
# a multiplier without common divisor with 31^5: serial numbers are scattered, none twice
_SCATTER: Final = 6_700_417

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


def usccs(*, prefixes: pl.Series, regions: pl.Series, serials: Ints) -> pl.Series:
    """Unified codes of prefixes, regions and serial numbers below 31^5 (28,629,151)."""
    rows = np.empty((len(serials), 18), dtype=np.uint8)
    rows[:, 0:2] = _bytes(prefixes, 2)
    rows[:, 2:8] = _bytes(regions, 6)
    rows[:, 8:11] = np.frombuffer(MARK.encode(), dtype=np.uint8)
    scattered = serials * _SCATTER % 31**5
    for place in range(5):
        rows[:, 11 + place] = _LETTERS[scattered // 31 ** (4 - place) % 31]
    rows[:, 16] = _organisation_check(rows[:, 8:16])
    rows[:, 17] = _LETTERS[-(_USCC_VALUES[rows[:, :17]] @ _USCC_WEIGHTS) % 31]
    return _strings(rows)


def citizen_ids(*, births: Ints, serials: Ints) -> pl.Series:
    """Citizen ids of nobody: births as yyyymmdd, serials 0–999, region 999999."""
    numbers = int(PERSON_REGION) * 10**11 + births * 1000 + serials
    digits = numbers[:, None] // 10 ** np.arange(16, -1, -1) % 10
    checks = (12 - digits @ _CITIZEN_WEIGHTS % 11) % 11
    rows = np.empty((len(births), 18), dtype=np.uint8)
    rows[:, :17] = digits + ord("0")
    rows[:, 17] = np.frombuffer(b"0123456789X", dtype=np.uint8)[checks]
    return _strings(rows)


def registration_numbers(*, regions: pl.Series, serials: Ints) -> pl.Series:
    """15-digit registration numbers of the old kind with the right check digit, serials below 10^8."""
    rows = np.empty((len(serials), 15), dtype=np.uint8)
    rows[:, :6] = _bytes(regions, 6)
    rows[:, 6:14] = serials[:, None] // 10 ** np.arange(7, -1, -1) % 10 + ord("0")
    product = np.full(len(serials), 10)
    for place in range(14):
        total = (product + rows[:, place] - ord("0")) % 10
        product = np.where(total == 0, 10, total) * 2 % 11
    rows[:, 14] = (1 - product) % 10 + ord("0")
    return _strings(rows)


def _value_table(offsets: dict[str, int]) -> Ints:
    table = np.zeros(256, dtype=np.int64)
    for character, value in offsets.items():
        table[ord(character)] = value
    return table


_USCC_VALUES: Final = _value_table({character: value for value, character in enumerate(ALPHABET)})
_ORGANISATION_VALUES: Final = _value_table(
    {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
)


def _organisation_check(bodies: Bytes) -> Bytes:
    totals = _ORGANISATION_VALUES[bodies] @ _ORGANISATION_WEIGHTS
    checks: Bytes = np.frombuffer(b"0123456789X", dtype=np.uint8)[-totals % 11]
    return checks


def _bytes(series: pl.Series, width: int) -> Bytes:
    array = series.rechunk().to_arrow()
    data = np.frombuffer(array.buffers()[2], dtype=np.uint8)
    return data[array.offset * width :][: len(series) * width].reshape(-1, width)


def _strings(rows: Bytes) -> pl.Series:
    count, width = rows.shape
    ends = pa.py_buffer(np.arange(count + 1, dtype=np.int64) * width)
    array = pa.LargeStringArray.from_buffers(count, ends, pa.py_buffer(np.ascontiguousarray(rows)))
    return pl.Series(values=array)

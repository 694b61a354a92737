"""Date cells in every written form, and "no end"."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from xinheng.areas.intake.rules.cells import Fault
from xinheng.areas.intake.rules.report import Report
from xinheng.areas.intake.rules.rows import Rows, scattered
from xinheng.areas.intake.rules.text import tidy, without_empty_words
from xinheng.areas.intake.terms import NO_END, NO_END_WORDS
from xinheng.kernel.identifiers import normalise

Days = npt.NDArray[np.int32]

Words = npt.NDArray[np.uint32]

UNKNOWN: Final = np.iinfo(np.int32).min
"""Day number of a cell that holds no day: empty, or no end."""

_FIRST_YEAR: Final = 1900
_YEARS: Final = 256
# a place in the table of days: year, month, day, of which a day takes 32 and a year 16 months
_DAYS: Final = np.uint32(32)
_MONTHS: Final = np.uint32(16 * 32)
# four characters as a little-endian number
_ONE_BYTE: Final = np.uint32(8)
_TWO_BYTES: Final = np.uint32(16)
_OUTER: Final = np.uint32(0xFF0000FF)
_HYPHENS: Final = np.uint32(0x2D00002D)
_NOUGHTS: Final = np.uint32(0x30303030)
_SIXES: Final = np.uint32(0x06060606)
_HIGH_HALVES: Final = np.uint32(0xF0F0F0F0)
_LOW_HALF: Final = np.uint32(0xF)
_CLOCK: Final = r"(?:[T ]+[0-9]{1,2}:[0-9]{1,2}(?::[0-9]{1,2}(?:\.[0-9]+)?)?)?"
_WRITTEN: Final = rf"^([0-9]{{4}})[-/.年]([0-9]{{1,2}})[-/.月]([0-9]{{1,2}})日?{_CLOCK}$"
_SOLID: Final = r"^([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{6})?$"
# serial days of a spreadsheet: 1950 to 2099-12-31
_SERIAL: Final = r"^(?:1[89][0-9]{3}|[2-6][0-9]{4}|7[0-3][0-9]{3})(?:\.[0-9]+)?$"
_SERIAL_EPOCH: Final = int(np.datetime64("1899-12-30").astype("datetime64[D]").astype(np.int64))
# days that programs write for "no end": the ends of their calendars, the first days of spreadsheets
_NO_END_DAYS: Final = ("1899-12-30", "1899-12-31", "1900-01-00", "1900-01-01", "2099-12-31", "2999-12-31")
_NO_END_YEAR: Final = 2100
_CHINESE_DIGITS: Final = {character: str(digit) for digit, character in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
}


def _calendar() -> Days:
    days = np.full((_YEARS, 16, 32), UNKNOWN, dtype=np.int32)
    first = np.datetime64(f"{_FIRST_YEAR}-01-01")
    every = first + np.arange((np.datetime64(f"{_NO_END_YEAR - 1}-12-31") - first).astype(np.int64))
    month = every.astype("datetime64[M]")
    year = every.astype("datetime64[Y]").astype(np.int64) + 1970 - _FIRST_YEAR
    days[year, month.astype(np.int64) % 12 + 1, (every - month).astype(np.int64) + 1] = every.astype(np.int64)
    # 1900-01-01 is no day but a word
    days[0, 1, 1] = UNKNOWN
    return days.ravel()


# day number of (year - 1900, month, day); UNKNOWN where there is none, or where it means "no end"
_CALENDAR: Final = _calendar()


def iso_days(series: pl.Series) -> Days:
    """Day numbers (from 1970-01-01) of cells written `2023-07-27`; UNKNOWN for everything else.

    Works on the twelve bytes that Polars keeps of a short text beside its length.
    """
    array = series.rechunk().to_arrow(compat_level=pl.CompatLevel.newest())
    views = np.frombuffer(
        array.buffers()[1], dtype=np.uint32, offset=16 * array.offset, count=4 * len(series)
    )
    length, year, month, day = (views.reshape(-1, 4)[:, place].copy() for place in range(4))
    shaped = (length == 10) & _all_digits(year) & ((month & _OUTER) == _HYPHENS) & (day >> _TWO_BYTES == 0)
    month = (month & ~_OUTER) | (_NOUGHTS & _OUTER)
    shaped &= _all_digits(month) & _all_digits(day | _NOUGHTS << _TWO_BYTES)
    where = (
        _two_digits(year) * np.uint32(100) + _two_digits(year >> _TWO_BYTES) - np.uint32(_FIRST_YEAR)
    ) * _MONTHS
    where += _two_digits(month >> _ONE_BYTE) * _DAYS + _two_digits(day)
    shaped &= where < len(_CALENDAR)
    days = _CALENDAR.take(where, mode="clip")
    if series.null_count():
        shaped &= series.is_not_null().to_numpy()
    days[~shaped] = UNKNOWN
    return days


def _all_digits(four: Words) -> npt.NDArray[np.bool_]:
    low: npt.NDArray[np.bool_] = (four & _HIGH_HALVES) == _NOUGHTS
    high: npt.NDArray[np.bool_] = ((four + _SIXES) & _HIGH_HALVES) == _NOUGHTS
    return low & high


def _two_digits(four: Words) -> Words:
    """The number in the first two of four characters."""
    return (four & _LOW_HALF) * np.uint32(10) + ((four >> _ONE_BYTE) & _LOW_HALF)


class DateRule:
    """A column of days (`ends` false) or of ends, where "no end" is an answer."""

    def __init__(self, *, empty_words: pl.Series, ends: bool, not_after: int | None) -> None:
        self._empty_words = empty_words
        self._ends = ends
        self._not_after = not_after

    def judge(self, raw: pl.Series, report: Report) -> tuple[pl.Series, Days]:
        """The canonical column (ISO, 长期 or null) and its day numbers."""
        if raw.null_count() == len(raw):
            return raw, np.full(len(raw), UNKNOWN, dtype=np.int32)
        days = iso_days(raw)
        canonical = raw
        rows = np.flatnonzero(days == UNKNOWN)
        if raw.null_count():
            rows = rows[raw.gather(rows).is_not_null().to_numpy()]
        if len(rows):
            part = raw.gather(rows)
            written, faults = self._second_look(part)
            for fault in faults:
                at = fault.at.fill_null(value=False)
                report.add(fault.rule, raw.name, rows[at.to_numpy()], part.filter(at))
            canonical = scattered(raw, rows, written)
            days[rows] = iso_days(written)
        if self._not_after is not None:
            late = np.flatnonzero(days > self._not_after)
            report.add("date.future", raw.name, late, raw.gather(late))
        return canonical, days

    def _second_look(self, part: pl.Series) -> tuple[pl.Series, tuple[Fault, ...]]:
        clean, faults = tidy(part)
        clean = without_empty_words(clean, self._empty_words)
        iso = written_days(clean)
        endless = clean.is_in(pl.Series(NO_END_WORDS).implode()) | is_no_end(iso)
        known = pl.Series(iso_days(iso) != UNKNOWN)
        empty = clean.is_null()
        canonical = iso.set((~known).fill_null(value=True), None)
        if self._ends:
            canonical = canonical.set(endless.fill_null(value=False), NO_END)
        unreadable = ~known & ~endless.fill_null(value=False) & ~empty
        found = (*faults, Fault("date.unreadable", unreadable))
        return canonical, found if self._ends else (*found, Fault("date.no_end_here", endless))


def is_no_end(iso: pl.Series) -> pl.Series:
    """ISO texts that programs write for "no end"."""
    far = iso.str.head(4).cast(pl.Int32, strict=False) >= _NO_END_YEAR
    return far | iso.is_in(pl.Series(_NO_END_DAYS).implode())


def written_days(clean: pl.Series) -> pl.Series:
    """ISO text for every form a day is written in; other cells as they are. The day need not exist."""
    folded = normalise_marks(clean)
    parts = folded.str.extract_groups(_WRITTEN).struct.unnest()
    solid = folded.str.extract_groups(_SOLID).struct.unnest()
    year, month, day = (
        parts[place].zip_with(parts[place].is_not_null(), solid[place]) for place in ("1", "2", "3")
    )
    iso = year + "-" + month.str.zfill(2) + "-" + day.str.zfill(2)
    serial = folded.str.contains(_SERIAL).fill_null(value=False)
    number = folded.set(~serial, None).cast(pl.Float64, strict=False).floor().cast(pl.Int32) + _SERIAL_EPOCH
    iso = iso.zip_with(iso.is_not_null(), number.cast(pl.Date).dt.to_string("%Y-%m-%d"))
    return iso.zip_with(iso.is_not_null(), clean).alias(clean.name)


def normalise_marks(clean: pl.Series) -> pl.Series:
    """Half width, one kind of space, and Chinese numerals as digits (二〇二三年七月二十七日)."""
    spaced = clean.str.replace_all(r"\s+", "|")
    folded = normalise.fold_column(spaced).str.replace_all("|", " ", literal=True)
    folded = folded.str.replace_all(r" ?([-/.年月日:]) ?", "$1")
    chinese = folded.str.contains("[一二三四五六七八九十〇○零]").fill_null(value=False)
    rows = chinese.arg_true()
    if rows.is_empty():
        return folded
    return scattered(folded, rows.to_numpy().astype(np.int64), _with_digits(folded.gather(rows)))


def _with_digits(part: pl.Series) -> pl.Series:
    tens = (
        part.str.replace_all("([二三])十([一二三四五六七八九])", "$1$2")
        .str.replace_all("([二三])十", "${1}零")
        .str.replace_all("十([一二三四五六七八九])", "一$1")
        .str.replace_all("十", "一零", literal=True)
    )
    return tens.str.replace_many(list(_CHINESE_DIGITS), list(_CHINESE_DIGITS.values()))


def as_dates(days: Days) -> pl.Series:
    """Day numbers as a Date column; UNKNOWN becomes null."""
    column = pl.Series(days)
    if int(days.min(initial=0)) == UNKNOWN:
        column = column.set(pl.Series(days == UNKNOWN), None)
    return column.cast(pl.Date)


def rows_before(earlier: Days, later: Days) -> Rows:
    """Rows where the second day lies before the first; unknown days take no part."""
    return np.flatnonzero((later < earlier) & (later != UNKNOWN))

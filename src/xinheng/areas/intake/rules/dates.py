"""Date cells in every written form, and "no end"."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from xinheng.areas.intake.rules.cells import Fault, report_faults
from xinheng.areas.intake.rules.report import Report
from xinheng.areas.intake.rules.rows import Rows, scattered, true_rows
from xinheng.areas.intake.rules.text import tidy
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
        self._no_end_is_canonical = ends and NO_END not in empty_words
        self._not_after = not_after

    def judge(self, raw: pl.Series, report: Report) -> tuple[pl.Series, Days]:
        """The canonical column (ISO, 长期 or null) and its day numbers."""
        if raw.null_count() == len(raw):
            return raw, np.full(len(raw), UNKNOWN, dtype=np.int32)
        days = iso_days(raw)
        canonical = raw
        rows = self._unsettled(raw, np.flatnonzero(days == UNKNOWN))
        if len(rows):
            part = raw.gather(rows)
            written, faults = self._second_look(part)
            report_faults(faults, part, rows, report)
            canonical = scattered(raw, rows, written)
            days[rows] = iso_days(written)
        if self._not_after is not None:
            late = np.flatnonzero(days > self._not_after)
            report.add("date.future", raw.name, late, raw.gather(late))
        return canonical, days

    def _unsettled(self, raw: pl.Series, rows: Rows) -> Rows:
        """Of the rows without a day those that are neither empty nor say canonically that there is no end."""
        cells = raw.gather(rows)
        return rows[true_rows(cells != NO_END if self._no_end_is_canonical else cells.is_not_null())]

    def _second_look(self, part: pl.Series) -> tuple[pl.Series, tuple[Fault, ...]]:
        clean, faults = tidy(part, self._empty_words)
        written = written_days(clean)
        iso, endless = written["iso"], written["endless"]
        known = pl.Series(iso_days(iso) != UNKNOWN)
        canonical = iso.set(~known, None)
        if self._ends:
            canonical = canonical.set(endless.fill_null(value=False), NO_END)
        unreadable = ~known & ~endless & clean.is_not_null()
        found = (*faults, Fault("date.unreadable", unreadable))
        return canonical.alias(part.name), found if self._ends else (
            *found,
            Fault("date.no_end_here", endless),
        )


def written_days(clean: pl.Series) -> pl.DataFrame:
    """`iso`: ISO text for every form a day is written in, other cells as they are; the day need not exist.
    `endless`: whether the cell says in one of the known ways that there is no end.
    """
    cell = pl.col("cell")
    parts = cell.str.extract_groups(_WRITTEN).struct
    solid = cell.str.extract_groups(_SOLID).struct
    year, month, day = (pl.coalesce(parts.field(place), solid.field(place)) for place in ("1", "2", "3"))
    serial = pl.when(cell.str.contains(_SERIAL)).then(cell).cast(pl.Float64, strict=False).floor()
    iso = pl.coalesce(
        pl.concat_str(year, pl.lit("-"), month.str.zfill(2), pl.lit("-"), day.str.zfill(2)),
        (serial.cast(pl.Int32) + _SERIAL_EPOCH).cast(pl.Date).dt.to_string("%Y-%m-%d"),
        pl.col("clean"),
    )
    far = pl.col("iso").str.head(4).cast(pl.Int32, strict=False) >= _NO_END_YEAR
    words = pl.col("clean").is_in(NO_END_WORDS) | pl.col("iso").is_in(_NO_END_DAYS)
    written = pl.DataFrame([clean.alias("clean"), normalise_marks(clean).alias("cell")])
    return written.select("clean", iso=iso).select("iso", endless=(words | far.fill_null(value=False)))


def normalise_marks(clean: pl.Series) -> pl.Series:
    """Half width, one kind of space, and Chinese numerals as digits (二〇二三年七月二十七日)."""
    folded = normalise.fold_column(clean.str.replace_all(r"\s+", "|")).alias("cell").to_frame()
    spaced = pl.col("cell").str.replace_all("|", " ", literal=True)
    cell = folded.select(spaced.str.replace_all(r" ?([-/.年月日:]) ?", "$1"))["cell"]
    rows = true_rows(cell.str.contains("[一二三四五六七八九十〇○零]"))
    return scattered(cell, rows, _with_digits(cell.gather(rows))) if len(rows) else cell


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

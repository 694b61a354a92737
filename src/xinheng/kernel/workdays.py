"""Working days over a calendar that is given: holidays and make-up working days come from a lawpack.

A year without an announced table counts weekends and holidays of fixed date only; whatever touches it is
provisional. One rule, two forms: of one day, and of a column (the same answers, tested against each other).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
MonthDay = tuple[int, int]

_DAY = timedelta(days=1)
_SATURDAY = 5


class UnableToCount(ValueError):
    """A number of working days below zero was to be added."""


@dataclass(frozen=True, slots=True)
class YearTable:
    """Days off and make-up working days of one year; not announced = a forecast."""

    holidays: frozenset[date]
    workdays: frozenset[date] = frozenset()
    announced: bool = True


@dataclass(frozen=True, slots=True)
class Due:
    """A day something is due. Provisional when a year without an announced table was counted."""

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. `fixed` are holidays of the same (month, day) in years that have no table."""

    years: Mapping[int, YearTable]
    fixed: frozenset[MonthDay] = field(default=frozenset())

    def announced(self, year: int) -> bool:
        """True when the year's table is announced."""
        table = self.years.get(year)
        return table is not None and table.announced

    def is_workday(self, day: date) -> bool:
        """True when the day is worked."""
        table = self.years.get(day.year)
        if table is None:
            return day.weekday() < _SATURDAY and (day.month, day.day) not in self.fixed
        if day in table.workdays:
            return True
        return day.weekday() < _SATURDAY and day not in table.holidays

    def add(self, day: date, working_days: int) -> Due:
        """The n-th working day after the day, which itself does not count; 0 gives the day back."""
        if working_days < 0:
            raise UnableToCount(f"cannot add {working_days} working days")
        due, left = day, working_days
        while left:
            due += _DAY
            left -= self.is_workday(due)
        return Due(day=due, provisional=self._touches_unannounced(day, due))

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.between(end, start)
        days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
        return sum(map(self.is_workday, days))

    def _touches_unannounced(self, start: date, end: date) -> bool:
        first = start if start == end else start + _DAY
        return any(not self.announced(year) for year in range(first.year, end.year + 1))

    def is_workday_column(self, days: pl.Series) -> pl.Series:
        """Date → Boolean, null → null."""
        present = days.drop_nulls()
        if present.is_empty():
            return pl.Series(days.name, [None] * len(days), dtype=pl.Boolean)
        values = _numpy(present)
        worked = np.isin(values, self._worked(values.min(), values.max()))
        return _spread(days, pl.Series(days.name, worked))

    def between_column(self, start: pl.Series, end: pl.Series | date) -> pl.Series:
        """`between` of each row: Date → Int64, null where either day is null."""
        frame = pl.DataFrame({"start": start, "end": end})
        whole = pl.Series(frame["start"].is_not_null() & frame["end"].is_not_null())
        rows = frame.filter(whole)
        counted = np.zeros(0, dtype=np.int64)
        if len(rows):
            first, last = _numpy(rows["start"]), _numpy(rows["end"])
            worked = self._worked(min(first.min(), last.min()), max(first.max(), last.max()))
            # later than `start`, not later than `end`; backwards the same days count negative
            counted = np.searchsorted(worked, last, "right") - np.searchsorted(worked, first, "right")
        return _spread(frame["start"], pl.Series(start.name, counted, dtype=pl.Int64), where=whole)

    def add_column(self, days: pl.Series, working_days: int) -> tuple[pl.Series, pl.Series]:
        """`add` for each row: (due Date, provisional Boolean), null → null."""
        if working_days < 0:
            raise UnableToCount(f"cannot add {working_days} working days")
        present = days.drop_nulls()
        if present.is_empty() or not working_days:
            due = days.cast(pl.Date)
        else:
            values = _numpy(present)
            # half of all days are worked in the leanest stretch; a month covers the longest holidays
            reach = values.max() + np.timedelta64(2 * working_days + 31, "D")
            worked = self._worked(values.min(), reach)
            found = worked[np.searchsorted(worked, values, "right") + working_days - 1]
            due = _spread(days, pl.Series(days.name, found).cast(pl.Date))
        return due, self._provisional_column(days, due)

    def _provisional_column(self, days: pl.Series, due: pl.Series) -> pl.Series:
        frame = pl.DataFrame({"due": due, "first": days})
        first = (
            pl.when(pl.col("first") == pl.col("due"))
            .then("first")
            .otherwise(pl.col("first").dt.offset_by("1d"))
        )
        years = frame.select(first=first.dt.year(), last=pl.col("due").dt.year())
        spans = years.drop_nulls().unique()
        unannounced = [
            (low, high) for low, high in spans.rows() if not all(map(self.announced, range(low, high + 1)))
        ]
        touched = pl.Series([False] * len(years))
        for low, high in unannounced:
            touched |= (years["first"] == low) & (years["last"] == high)
        return pl.select(pl.when(due.is_not_null()).then(touched)).to_series().alias(days.name)

    def _worked(self, first: np.datetime64, last: np.datetime64) -> Days:
        """Every working day from first to last, ascending."""
        days = np.arange(first, last + np.timedelta64(1, "D"), dtype="datetime64[D]")
        off: list[date] = []
        made_up: list[date] = []
        for year in range(_year(first), _year(last) + 1):
            table = self.years.get(year)
            off += table.holidays if table else (date(year, *month_day) for month_day in self.fixed)
            made_up += table.workdays if table else ()
        worked = np.is_busday(days, holidays=_dates(off)) | np.isin(days, _dates(made_up))
        return days[worked]


def working_days_late(
    decided: pl.Series, received: pl.Series | date, *, allowed: int, calendar: Calendar
) -> pl.Series:
    """Working days that each row came later than `allowed` after its decision; 0 = in time, null → null."""
    return (calendar.between_column(decided, received) - allowed).clip(lower_bound=0)


def _year(day: np.datetime64) -> int:
    return int(day.astype("datetime64[Y]").astype(int)) + 1970


def _dates(days: Iterable[date]) -> Days:
    return np.array(sorted(days), dtype="datetime64[D]")


def _numpy(days: pl.Series) -> Days:
    return days.cast(pl.Date).to_numpy().astype("datetime64[D]")


def _spread(like: pl.Series, values: pl.Series, *, where: pl.Series | None = None) -> pl.Series:
    """The values put back in the rows where `like` (or `where`) is present; null elsewhere."""
    present = like.is_not_null() if where is None else where
    position = present.cast(pl.Int64).cum_sum() - 1
    index = pl.select(pl.when(present).then(position)).to_series()
    return values.gather(index).alias(values.name)

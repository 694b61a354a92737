"""Region codes (行政区划代码), GB/T 2260, with the codes that changed.

Six digits: province, prefecture, county, two each. When a county becomes a city or a district it gets a new
code, and old records keep the old one; `current` follows the changes, however many. The tables are data
(`regions.csv`: code, name, level, parent; `changes.csv`: old_code, old_name, new_code, changed_in) and are
given as rows.

>>> rows = [{"code": "520000", "name": "贵州省", "level": "province", "parent": ""},
...         {"code": "520500", "name": "毕节市", "level": "prefecture", "parent": "520000"},
...         {"code": "520581", "name": "黔西市", "level": "county", "parent": "520500"}]
>>> changed = [{"old_code": "520522", "old_name": "黔西县", "new_code": "520581", "changed_in": "2021"}]
>>> regions = Regions.from_rows(rows, changed)
>>> regions.current("520522")
'520581'
>>> [region.name for region in regions.line("520522")]
['贵州省', '毕节市', '黔西市']
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

import polars as pl
from stdnum.exceptions import InvalidFormat, InvalidLength, ValidationError

from xinheng.kernel.identifiers import normalise

WIDTH: Final = 6
_DIGITS: Final = frozenset("0123456789")


class Level(StrEnum):
    """The level of a region."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


class UnknownRegion(LookupError):
    """No region of the table has, or had, this code."""


class BrokenRegions(ValueError):
    """The tables contradict themselves: a parent or a successor is missing, or changes run in a circle."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region as it is today."""

    code: str
    name: str
    level: Level
    parent: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A code given up for another one, with the year of the change."""

    old_code: str
    old_name: str
    new_code: str
    changed_in: int


def compact(text: str) -> str:
    """The code in half width, without spaces."""
    return normalise.code(text)


def validate(text: str) -> str:
    """The compact code; raises `InvalidLength` or `InvalidFormat`. Whether it exists, `Regions` says."""
    number = compact(text)
    if len(number) != WIDTH:
        raise InvalidLength()
    if not _DIGITS.issuperset(number):
        raise InvalidFormat()
    return number


def is_valid(text: str) -> bool:
    """Whether the text, once compact, has the shape of a region code."""
    try:
        validate(text)
    except ValidationError:
        return False
    return True


def compact_column(series: pl.Series) -> pl.Series:
    """`compact` for a String column."""
    return normalise.code_column(series)


def valid_column(series: pl.Series) -> pl.Series:
    """`is_valid` for a String column; null on null."""
    return compact_column(series).str.contains(r"^[0-9]{6}$")


class Regions:
    """The regions of today and the codes that led to them."""

    def __init__(self, regions: Iterable[Region], changes: Iterable[Change] = ()) -> None:
        self._regions = {region.code: region for region in regions}
        self._changes = {change.old_code: change for change in changes}
        for region in self._regions.values():
            if region.parent is not None and region.parent not in self._regions:
                raise BrokenRegions(f"{region.code} has an unknown parent {region.parent}")
        self._current = {code: self._follow(code) for code in self._changes}

    @classmethod
    def from_rows(
        cls, regions: Iterable[Mapping[str, str]], changes: Iterable[Mapping[str, str]] = ()
    ) -> Self:
        """From the rows of the two tables, all values text."""
        return cls(
            [Region(row["code"], row["name"], Level(row["level"]), row["parent"] or None) for row in regions],
            [
                Change(row["old_code"], row["old_name"], row["new_code"], int(row["changed_in"]))
                for row in changes
            ],
        )

    def _follow(self, code: str) -> str:
        seen: set[str] = set()
        while code in self._changes and code not in seen:
            seen.add(code)
            code = self._changes[code].new_code
        if code not in self._regions:
            raise BrokenRegions(f"the changes lead to {code}, which is no region")
        return code

    def current(self, code: str) -> str:
        """The code that a region has today; raises `UnknownRegion`."""
        found = self._current.get(code, code)
        if found not in self._regions:
            raise UnknownRegion(code)
        return found

    def is_known(self, code: str) -> bool:
        """Whether the code is, or was, a region of the table."""
        return code in self._regions or code in self._current

    def get(self, code: str) -> Region:
        """The region of today that has, or had, this code; raises `UnknownRegion`."""
        return self._regions[self.current(code)]

    def line(self, code: str) -> tuple[Region, ...]:
        """The region and all above it, the highest first; raises `UnknownRegion`."""
        region = self.get(code)
        above = self.line(region.parent) if region.parent is not None else ()
        return (*above, region)

    def within(self, code: str, *, level: Level) -> tuple[Region, ...]:
        """The regions of a level inside a region, itself included, in the order of the table."""
        top = self.current(code)
        return tuple(
            region
            for region in self._regions.values()
            if region.level is level and any(above.code == top for above in self.line(region.code))
        )

    def all(self) -> tuple[Region, ...]:
        """Every region of today, in the order of the table."""
        return tuple(self._regions.values())

    def changes(self) -> tuple[Change, ...]:
        """Every code that was given up, in the order of the table."""
        return tuple(self._changes.values())

    def current_column(self, series: pl.Series) -> pl.Series:
        """`current` for a column of compact codes; null where the code is unknown or null."""
        table = {code: code for code in self._regions} | self._current
        return series.replace_strict(table, default=None, return_dtype=pl.String)

    def known_column(self, series: pl.Series) -> pl.Series:
        """`is_known` for a column of compact codes; null on null."""
        known = pl.Series([*self._regions, *self._current], dtype=pl.String)
        return series.is_in(known.implode())

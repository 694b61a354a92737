"""Periods, counts, shares and scores of departments, items and regions."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction

from xinheng.areas.quality.terms.words import SCORED, PeriodKind
from xinheng.kernel.lawbook.meta import Indicator
from xinheng.kernel.text import Text


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A period: both days included."""

    first: date
    last: date
    kind: PeriodKind

    @property
    def label(self) -> Text:
        """2026年第47周（11月16日—11月22日） and the like."""
        if self.kind is PeriodKind.WEEK:
            year, week, _ = self.first.isocalendar()
            days = f"{self.first.month}月{self.first.day}日—{self.last.month}月{self.last.day}日"
            return Text(
                zh=f"{year}年第{week}周（{days}）", en=f"{year}, week {week} ({self.first} to {self.last})"
            )
        if self.kind is PeriodKind.MONTH:
            return Text(zh=f"{self.first.year}年{self.first.month}月", en=f"{self.first:%Y-%m}")
        quarter = (self.first.month + 2) // 3
        return Text(zh=f"{self.first.year}年第{quarter}季度", en=f"{self.first.year}, quarter {quarter}")


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, always told with both counts. A whole of nought is no data, not nought percent."""

    part: int
    whole: int

    @property
    def known(self) -> bool:
        """Whether there is anything to measure."""
        return self.whole > 0

    @property
    def ratio(self) -> Fraction | None:
        """The exact share, None without data."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def percent(self) -> str:
        """Percent with two decimals, cut off: 100.00% only where nothing is missing; empty without data."""
        if not self.whole:
            return ""
        hundredths = self.part * 10_000 // self.whole
        return f"{hundredths // 100}.{hundredths % 100:02d}%"


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one unit in one period; tallies of several units add up.

    `records` were first taken in during the period, `measured` of them have a clock, `in_time` met it,
    `provisional` were measured with a due day in a year whose calendar is not announced. The rows are those
    of deposited files; `incomplete` of them were sent back with a required cell missing. `concealed` and
    `surplus` compare source counts.
    """

    records: int = 0
    measured: int = 0
    in_time: int = 0
    provisional: int = 0
    files: int = 0
    refused_files: int = 0
    received: int = 0
    accepted: int = 0
    rejected: int = 0
    pending: int = 0
    incomplete: int = 0
    concealed: int = 0
    surplus: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Sum, count by count."""
        return Tally(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})

    @property
    def late(self) -> int:
        """Records taken in after their due day."""
        return self.measured - self.in_time

    @property
    def wrong(self) -> int:
        """Rows sent back."""
        return self.rejected

    @property
    def timeliness(self) -> Share:
        """See `INDICATOR_RULES`."""
        return Share(self.in_time, self.measured)

    @property
    def completeness(self) -> Share:
        """See `INDICATOR_RULES`."""
        return Share(self.received - self.incomplete, self.received)

    @property
    def compliance(self) -> Share:
        """See `INDICATOR_RULES`."""
        return Share(self.accepted, self.accepted + self.rejected)

    def share(self, indicator: Indicator) -> Share:
        """One of the three indicators."""
        return {
            Indicator.TIMELINESS: self.timeliness,
            Indicator.COMPLETENESS: self.completeness,
            Indicator.COMPLIANCE: self.compliance,
        }[indicator]

    @property
    def shares(self) -> tuple[Share, ...]:
        """Timeliness, completeness, compliance."""
        return tuple(self.share(indicator) for indicator in SCORED)


@dataclass(frozen=True, slots=True)
class Score:
    """Hundredths of a point, 0–10,000, of a department or region; `counted` indicators had data."""

    hundredths: int
    counted: tuple[Indicator, ...]

    @property
    def points(self) -> str:
        """98.75"""
        return f"{self.hundredths // 100}.{self.hundredths % 100:02d}"


@dataclass(frozen=True, slots=True)
class Line:
    """A department, an item or a region with its counts; departments and regions are scored."""

    code: str
    title: Text
    tally: Tally
    score: Score | None = None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period of a trend."""

    span: Span
    tally: Tally


@dataclass(frozen=True, slots=True)
class Target:
    """A threshold of the packs with what was measured against it."""

    indicator: Indicator
    title: Text
    at_least: str
    note: Text | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Board:
    """Everything a period's page shows. `previous` is the period before, for comparison."""

    span: Span
    total: Tally
    previous: Tally
    departments: tuple[Line, ...]
    items: tuple[Line, ...]
    regions: tuple[Line, ...]
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody may see and wants to see: None in `departments` is the whole node.

    `region` is a GB/T 2260 code; it narrows records by where the act is, rows by where the department sits.
    """

    departments: frozenset[str] | None = None
    item: str = ""
    region: str = ""

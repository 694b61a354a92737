"""A line chart of percentages as plain SVG numbers; what it shows stands in a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xinheng.areas.quality.terms import INDICATOR_TITLES, SCORED, TrendPoint
from xinheng.kernel.lawbook.meta import Indicator
from xinheng.kernel.text import Text

WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 12, 26


@dataclass(frozen=True, slots=True)
class Dot:
    """One value: where it is, and what it says."""

    x: int
    y: int
    says: Text


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator: neighbouring values as polylines, dots; a period without data is a gap."""

    indicator: Indicator
    title: Text
    stretches: tuple[str, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`marks` are (x, label) of periods, `levels` (y, label) of the percentages at the side."""

    series: tuple[Series, ...]
    marks: tuple[tuple[int, str], ...]
    levels: tuple[tuple[int, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    foot: int = HEIGHT - 8


def chart(points: Sequence[TrendPoint]) -> Chart | None:
    """The three indicators over the periods; None where no period has data."""
    known = [
        share.part * 100 // share.whole for point in points for share in point.tally.shares if share.known
    ]
    if not known:
        return None
    floor = min(90, min(known) // 10 * 10)
    columns = [_x(number, len(points)) for number in range(len(points))]
    return Chart(
        series=tuple(_series(indicator, points, columns, floor) for indicator in SCORED),
        marks=tuple((x, f"{point.span.first:%m-%d}") for x, point in zip(columns, points, strict=True)),
        levels=tuple((_y(level, floor), f"{level}%") for level in (floor, (floor + 100) // 2, 100)),
    )


def _series(indicator: Indicator, points: Sequence[TrendPoint], columns: list[int], floor: int) -> Series:
    stretches: list[list[str]] = [[]]
    dots = []
    for x, point in zip(columns, points, strict=True):
        share = point.tally.share(indicator)
        if not share.known:
            stretches.append([])
            continue
        y = _y(share.part * 100 / share.whole, floor)
        stretches[-1].append(f"{x},{y}")
        title, label = INDICATOR_TITLES[indicator], point.span.label
        told = f"{share.percent} ({share.part}/{share.whole})"
        dots.append(Dot(x, y, Text(zh=f"{label.zh} {title.zh} {told}", en=f"{label.en} {title.en} {told}")))
    return Series(
        indicator=indicator,
        title=INDICATOR_TITLES[indicator],
        stretches=tuple(" ".join(stretch) for stretch in stretches if len(stretch) > 1),
        dots=tuple(dots),
    )


def _x(number: int, count: int) -> int:
    return _LEFT + 14 + (WIDTH - _LEFT - _RIGHT - 28) * number // max(1, count - 1)


def _y(percent: float, floor: int) -> int:
    return round(_TOP + (HEIGHT - _TOP - _BOTTOM) * (100 - percent) / (100 - floor))

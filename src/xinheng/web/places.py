"""Names of regions for pages, from the tables of the lawpacks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from xinheng.areas.subjects.service import regions
from xinheng.kernel.identifiers.region import Level, Region, UnknownRegion


@dataclass(frozen=True, slots=True)
class Prefecture:
    """A prefecture with its counties, in the order of the table."""

    region: Region
    counties: tuple[Region, ...]


@cache
def prefectures() -> tuple[Prefecture, ...]:
    """All prefectures with their counties, worked out once."""
    table = regions()
    return tuple(
        Prefecture(region=region, counties=table.within(region.code, level=Level.COUNTY))
        for region in table.all()
        if region.level is Level.PREFECTURE
    )


def place(code: str | None) -> str:
    """毕节市 黔西市 for 520581: the names from prefecture down; the code itself where no table knows it."""
    if not code:
        return ""
    try:
        line = regions().line(code)
    except UnknownRegion:
        return code
    below = line[1:] or line
    return " ".join(region.name for region in below)

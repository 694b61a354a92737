"""Names of regions for pages, from the tables of the lawpacks."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from xinheng.kernel.identifiers.region import Level, Region, Regions, UnknownRegion


@dataclass(frozen=True, slots=True)
class Prefecture:
    """A prefecture with its counties, in the order of the table."""

    region: Region
    counties: tuple[Region, ...]


@cache
def regions() -> Regions:
    """The regions of every pack at hand; read once in the life of the process."""
    root: Path = settings.XINHENG.lawpack_root
    return Regions.from_rows(
        _rows(sorted(root.glob("*/regions/regions.csv"))), _rows(sorted(root.glob("*/regions/changes.csv")))
    )


@cache
def prefectures() -> tuple[Prefecture, ...]:
    """All prefectures with their counties."""
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


def _rows(files: list[Path]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for file in files:
        with file.open(encoding="utf-8", newline="") as handle:
            rows.extend(csv.DictReader(handle))
    return rows

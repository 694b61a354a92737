"""The regions of the lawpacks, with the codes that changed."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from xinheng.areas.subjects.rules.names import region_words
from xinheng.kernel.identifiers.region import Regions


def regions() -> Regions:
    """Every region that a lawpack of this node brings (`<pack>/regions/`)."""
    return _load(Path(settings.XINHENG.lawpack_root))[0]


def words() -> tuple[str, ...]:
    """What a name may begin with to say where it is, names of former times included."""
    return _load(Path(settings.XINHENG.lawpack_root))[1]


@lru_cache(maxsize=4)
def _load(root: Path) -> tuple[Regions, tuple[str, ...]]:
    today = [row for path in sorted(root.glob("*/regions/regions.csv")) for row in _rows(path)]
    changes = [row for path in sorted(root.glob("*/regions/changes.csv")) for row in _rows(path)]
    names = [row["name"] for row in today] + [row["old_name"] for row in changes]
    return Regions.from_rows(today, changes), region_words(names)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

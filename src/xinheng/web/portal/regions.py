"""The regions of the node: a table, and a map of how many organisations each has in the register."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.core.cache import cache as shared_cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.subjects import service as subjects
from xinheng.areas.subjects.service import regions as region_table
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import public_page
from xinheng.web.places import Prefecture, prefectures

GEO = Path(__file__).parents[1] / "static" / "site" / "geo"
WIDTH = 800
STEPS = 5
COUNTED_FOR = 3600
"""Seconds for which the counts of organisations are kept."""

# the peoples that autonomous prefectures are named after
_NATIONALITIES = re.compile(
    "(?:(?:布依|苗|侗|土家|彝|藏|羌|回|蒙古|哈萨克|柯尔克孜|朝鲜|傣|白|景颇|傈僳|哈尼|壮)族?)+自治州$"
)

Point = Sequence[float]


@dataclass(frozen=True, slots=True)
class Shape:
    """A region as an SVG path in a picture `WIDTH` wide, and where its name stands."""

    code: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """All shapes and the height of the picture."""

    shapes: tuple[Shape, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Patch:
    """A shape with its name, its count and its step of colour (1 fewest … 5 most)."""

    shape: Shape
    name: str
    short: str
    count: int
    step: int


@dataclass(frozen=True, slots=True)
class Line:
    """A prefecture, its count, and its counties with theirs."""

    prefecture: Prefecture
    count: int
    counties: tuple[tuple[Any, int], ...]


@public_page
def regions(request: HttpRequest) -> HttpResponse:
    """Prefectures and counties with their codes, the codes given up, and the number of organisations."""
    counts = organisations_by_region(clock.today())
    lines = [
        Line(
            prefecture=prefecture,
            count=_below(counts, prefecture.region.code),
            counties=tuple((county, counts.get(county.code, 0)) for county in prefecture.counties),
        )
        for prefecture in prefectures()
    ]
    context = {"lines": lines, "changes": region_table().changes(), "total": sum(counts.values())}
    return render(request, "portal/regions.html", context)


@public_page
def region_map(request: HttpRequest) -> HttpResponse:
    """The map as a fragment that other pages load when it comes into sight."""
    counts = organisations_by_region(clock.today())
    names = {prefecture.region.code: prefecture.region.name for prefecture in prefectures()}
    drawn = picture("prefectures.geojson")
    totals = {shape.code: _below(counts, shape.code) for shape in drawn.shapes}
    patches = [
        Patch(
            shape=shape,
            name=names.get(shape.code, shape.code),
            short=_short(names.get(shape.code, shape.code)),
            count=totals[shape.code],
            step=step(totals[shape.code], list(totals.values())),
        )
        for shape in drawn.shapes
    ]
    return render(
        request, "portal/region_map.html", {"patches": patches, "width": WIDTH, "height": drawn.height}
    )


def organisations_by_region(day: date) -> Mapping[str, int]:
    """County code of today → number of organisations in the register; kept for some minutes."""
    counts: Mapping[str, int] | None = shared_cache.get(f"portal:regions:{day}")
    if counts is None:
        counts = subjects.counts_by_region()
        shared_cache.set(f"portal:regions:{day}", counts, COUNTED_FOR)
    return counts


def step(count: int, all_counts: Sequence[int]) -> int:
    """Which fifth of the counts this one lies in: 1 the fewest, 5 the most."""
    smaller = sum(other < count for other in all_counts)
    return min(STEPS, 1 + smaller * STEPS // max(1, len(all_counts)))


def _below(counts: Mapping[str, int], prefecture: str) -> int:
    return sum(count for code, count in counts.items() if code[:4] == prefecture[:4])


@cache
def picture(file: str) -> Picture:
    """The shapes of a file of boundaries; longitude is shortened by the cosine of the middle latitude."""
    features = json.loads((GEO / file).read_text(encoding="utf-8"))["features"]
    points = [point for feature in features for ring in _rings(feature["geometry"]) for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    shorten = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * shorten)

    def place(point: Point) -> tuple[float, float]:
        return (point[0] - west) * shorten * scale, (north - point[1]) * scale

    shapes = tuple(
        _shape(
            feature["properties"]["adcode"],
            [[place(p) for p in ring] for ring in _rings(feature["geometry"])],
        )
        for feature in features
    )
    return Picture(shapes=shapes, height=round((north - south) * scale))


def _shape(code: str, rings: Sequence[Sequence[tuple[float, float]]]) -> Shape:
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings)
    x, y = _centre(max(rings, key=len))
    return Shape(code=code, path=path, x=round(x), y=round(y))


def _centre(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The centroid of a ring."""
    area = x_sum = y_sum = 0.0
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        cross = x1 * y2 - x2 * y1
        area += cross
        x_sum += (x1 + x2) * cross
        y_sum += (y1 + y2) * cross
    return x_sum / (3 * area), y_sum / (3 * area)


def _short(name: str) -> str:
    """黔东南苗族侗族自治州 → 黔东南州: what fits on a map."""
    return _NATIONALITIES.sub("州", name)


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Point]]:
    """Every ring of a Polygon or MultiPolygon."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield from polygon

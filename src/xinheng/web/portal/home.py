"""The first page: search, what is here, what is new, what this platform does and does not do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import service as departments
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import PublicityFilter
from xinheng.kernel.lawbook import LawOnDay
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import public_page
from xinheng.web.portal.catalogue import publication_clock
from xinheng.web.portal.regions import organisations_by_region

NEWEST = 6
COUNTED_FOR = 3600
"""Seconds for which the number of records is kept; the key names the day, so it never outlives midnight."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is here today."""

    organisations: int
    records: int
    items: int
    departments: int


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The newest licences and penalties are read on every call: nothing past its end may be on the page."""
    now = clock.now()
    day = clock.day_of(now)
    law = catalogue.lawbook().as_of(day)
    columns = [
        (act, disclosure.publicity(PublicityFilter(items=items), day=day, moment=now, limit=NEWEST), items)
        for act in ("licence", "penalty")
        if (items := _items_of(law, act))
    ]
    context = {"counts": _counts(law, day, now), "columns": columns, "clock": publication_clock(law)}
    return render(request, "portal/home.html", context)


def _items_of(law: LawOnDay, act: str) -> tuple[str, ...]:
    return tuple(ruled.value.id for ruled in law.items() if ruled.value.act == act)


def _counts(law: LawOnDay, day: date, now: datetime) -> Counts:
    records: int | None = cache.get(f"portal:records:{day}")
    if records is None:
        records = sum(disclosure.totals(day=day, moment=now).values())
        cache.set(f"portal:records:{day}", records, COUNTED_FOR)
    return Counts(
        organisations=sum(organisations_by_region(day).values()),
        records=records,
        items=len(law.items()),
        departments=len(departments.departments()),
    )

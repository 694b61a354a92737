"""The first page: search, what is here, what is new, what this platform does and does not do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.archive import service as archive
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
COUNTED_AT_MOST = timedelta(minutes=1)


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
    return Counts(
        organisations=sum(organisations_by_region(day).values()),
        records=_records_on_display(day, now),
        items=len(law.items()),
        departments=len(departments.departments()),
    )


def _records_on_display(day: date, now: datetime) -> int:
    """Counted anew when a record was marked since, at most once a minute: counting reads everything."""
    mark = archive.latest_mark()
    counted: tuple[int, tuple[int, datetime | None], datetime] | None = cache.get(f"portal:records:{day}")
    if counted is not None and (counted[1] == mark or now - counted[2] < COUNTED_AT_MOST):
        return counted[0]
    records = sum(disclosure.totals(day=day, moment=now).values())
    cache.set(f"portal:records:{day}", (records, mark, now), COUNTED_FOR)
    return records

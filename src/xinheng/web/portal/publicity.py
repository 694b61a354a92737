"""The double-publicity column (双公示): administrative acts on display, with filters and whole exports."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import service as departments
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import PublicityFilter
from xinheng.areas.subjects import service as subjects
from xinheng.areas.subjects.service import regions
from xinheng.kernel.identifiers import instrument as instrument_number
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.plumbing.http.permissions import public_page
from xinheng.plumbing.http.rate_limit import rate_limited
from xinheng.web.places import prefectures
from xinheng.web.portal import exports
from xinheng.web.portal.catalogue import publication_clock

PAGE_SIZE = 20


@public_page
@rate_limited("search")
def publicity(request: HttpRequest) -> HttpResponse:
    """A page of the column; a filter that cannot be read is left out and said so."""
    now = clock.now()
    day = clock.day_of(now)
    asked, faults = read_filter(request, day)
    total = disclosure.publicity_count(asked, day=day, moment=now)
    more = total > disclosure.COUNT_AT_MOST
    page = Paging(
        number=page_number(request), size=PAGE_SIZE, total=min(total, disclosure.COUNT_AT_MOST), more=more
    )
    records = disclosure.publicity(asked, day=day, moment=now, limit=PAGE_SIZE, offset=page.offset)
    context = {
        "clock": publication_clock(catalogue.lawbook().as_of(day)),
        "asked": asked,
        "text": request.GET.get("text", "").strip()[:100],
        "faults": faults,
        "records": records,
        "page": page,
        "items": _items(day),
        "places": prefectures(),
        "departments": departments.departments(),
        "query": request.GET.urlencode(),
    }
    return render(request, "portal/publicity.html", context)


@public_page
@rate_limited("export")
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """Everything the filter finds as a stream of CSV, in UTF-8 with the mark that Excel needs."""
    now = clock.now()
    day = clock.day_of(now)
    asked, _ = read_filter(request, day)
    return exports.csv_response(disclosure.publicity_export(asked, day=day, moment=now), day=day)


@public_page
@rate_limited("export")
def export_parquet(request: HttpRequest) -> HttpResponseBase:
    """The same as Parquet."""
    now = clock.now()
    day = clock.day_of(now)
    asked, _ = read_filter(request, day)
    return exports.parquet_response(disclosure.publicity_export(asked, day=day, moment=now), day=day)


def read_filter(request: HttpRequest, day: date) -> tuple[PublicityFilter, list[Text]]:
    """What the query string asks for, and what of it cannot be read."""
    faults: list[Text] = []
    known = set(disclosure.publicity_items(day))
    items = tuple(item for item in request.GET.getlist("item") if item in known)
    region = request.GET.get("region", "")
    if region and not regions().is_known(region):
        faults.append(Text(zh="没有这个行政区划代码", en="There is no such region code"))
        region = ""
    about, number = _named(request.GET.get("text", "").strip()[:100])
    asked = PublicityFilter(
        items=items,
        provider=request.GET.get("department", "")[:40],
        region=region,
        about=about,
        instrument=number,
        decided_from=_day(request, "from", faults),
        decided_to=_day(request, "to", faults),
    )
    return asked, faults


def _named(text: str) -> tuple[tuple[str, ...], str]:
    """The organisations that a text may mean, and the text as an instrument number. ((), "") for no text."""
    if not text:
        return (), ""
    hits = subjects.search(text, limit=subjects.AT_MOST).hits
    return tuple(hit.uscc for hit in hits if hit.uscc), instrument_number.canonical(text)


def _day(request: HttpRequest, name: str, faults: list[Text]) -> date | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.append(Text(zh="日期请写成 2026-01-31 的样子", en="Please write a date like 2026-01-31"))
        return None


def _items(day: date) -> list[tuple[str, Text]]:
    law = catalogue.lawbook().as_of(day)
    return [(item, law.item(item).value.title) for item in disclosure.publicity_items(day)]

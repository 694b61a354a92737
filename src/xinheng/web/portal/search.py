"""Search: organisations only. A person's name finds nothing here, by construction."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xinheng.areas.subjects import service as subjects
from xinheng.areas.subjects.terms import MATCH_TITLES, STATUS_TITLES, Hit, MatchedOn
from xinheng.kernel.text import Text
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.plumbing.http.permissions import public_page
from xinheng.plumbing.http.rate_limit import rate_limited
from xinheng.web.places import place

PAGE_SIZE = 20
LONGEST_QUERY = 100
"""Characters; the longest registered name is shorter."""


@dataclass(frozen=True, slots=True)
class Line:
    """A hit as the page shows it; `why` is None where the name itself was found."""

    hit: Hit
    status: Text
    place: str
    why: Text | None


@public_page
@rate_limited("search")
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` name, part of a name, pinyin initials, unified or earlier code; an exact code opens its page."""
    asked = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    if not asked:
        return render(request, "portal/search.html", {"asked": ""})
    number = page_number(request)
    found = subjects.search(asked, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    only = found.hits[0] if found.total == 1 and found.hits else None
    if only and only.matched_on is MatchedOn.USCC and only.uscc:
        return redirect("portal:organisation", uscc=only.uscc)
    context = {
        "asked": asked,
        "found": found,
        "lines": [_line(hit) for hit in found.hits],
        "page": Paging(number=number, size=PAGE_SIZE, total=found.total, more=found.more),
    }
    return render(request, "portal/search.html", context)


def _line(hit: Hit) -> Line:
    named = hit.matched_on is MatchedOn.NAME
    return Line(
        hit=hit,
        status=STATUS_TITLES[hit.status],
        place=place(hit.region),
        why=None if named else MATCH_TITLES[hit.matched_on],
    )

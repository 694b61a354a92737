"""The page of one organisation: who it is, and every record that the law lets it show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import service as departments
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import ShownRecord
from xinheng.areas.subjects import service as subjects
from xinheng.areas.subjects.terms import CODE_TITLES, STATUS_TITLES, OrganisationFacts
from xinheng.kernel.identifiers import uscc as uscc_number
from xinheng.kernel.lawbook import LawOnDay
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.paging import Paging, page_number
from xinheng.plumbing.http.permissions import public_page
from xinheng.plumbing.http.rate_limit import rate_limited
from xinheng.web.places import place
from xinheng.web.sources import source_name
from xinheng.web.words import HEAD_TITLES

EACH_TOPIC = 5
"""Records of each topic on the overview; a topic of its own is read page by page."""
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Topic:
    """The records of one catalogue item: how many are shown, and those on this page."""

    item: str
    title: Text
    effect: str
    total: int
    records: tuple[ShownRecord, ...] = ()

    @property
    def left_out(self) -> int:
        """Records of the topic that are not on this page."""
        return self.total - len(self.records)


@public_page
@rate_limited("search")
def organisation(request: HttpRequest, uscc: str) -> HttpResponse:
    """Overview, or with `?topic=` the records of one catalogue item, page by page."""
    found = _open(uscc)
    if found.merged_into:
        return redirect("portal:organisation", uscc=found.merged_into)
    now = clock.now()
    day = clock.day_of(now)
    codes = [code for code in (found.uscc, *found.absorbed) if code]
    counts = disclosure.shown_counts(codes, day=day, moment=now)
    chosen = request.GET.get("topic", "")
    if chosen and chosen not in counts:
        raise Http404("nothing of this topic is shown")
    page = Paging(number=page_number(request), size=PAGE_SIZE, total=counts.get(chosen, 0))
    if chosen:
        records = disclosure.shown_records(
            codes, day=day, moment=now, items=[chosen], limit=PAGE_SIZE, offset=page.offset
        )
    else:
        records = disclosure.shown_overview(codes, day=day, moment=now, items=list(counts), each=EACH_TOPIC)
    law = catalogue.lawbook().as_of(day)
    topics = _topics(counts, records, law)
    context = {
        "organisation": found,
        "status_title": STATUS_TITLES[found.status],
        "kinds": _kinds(found, law),
        "source": source_name(found.facts_source, departments.departments()),
        "place": place(found.region),
        "codes": [(CODE_TITLES[kind], code) for kind, code in found.codes],
        "topics": topics,
        "open_topics": [topic for topic in topics if topic.records],
        "chosen": chosen,
        "page": page,
        "total": sum(counts.values()),
        "today": day,
    }
    return render(request, "portal/organisation.html", context)


def _open(code: str) -> OrganisationFacts:
    if not uscc_number.is_valid(code):
        raise Http404("not a unified code")
    found = subjects.organisation(uscc_number.compact(code))
    if found is None:
        raise Http404("no such organisation")
    return found


def _kinds(found: OrganisationFacts, law: LawOnDay) -> list[Text]:
    """What the organisation is, the wider kind first."""
    titles = {ruled.value.id: ruled.value.title for ruled in law.subject_kinds()}
    return [titles[kind] for kind in (found.kind, found.sub_kind) if kind in titles]


def _topics(counts: Mapping[str, int], records: Sequence[ShownRecord], law: LawOnDay) -> list[Topic]:
    """The topics in the order of the catalogue's heads."""
    by_item: dict[str, list[ShownRecord]] = {}
    for record in records:
        by_item.setdefault(record.item, []).append(record)
    heads = list(HEAD_TITLES)
    order = sorted(law.items(), key=lambda ruled: (heads.index(ruled.value.head), ruled.value.id))
    return [
        Topic(
            item=ruled.value.id,
            title=ruled.value.title,
            effect=ruled.value.effect.value,
            total=counts[ruled.value.id],
            records=tuple(by_item.get(ruled.value.id, ())),
        )
        for ruled in order
        if ruled.value.id in counts
    ]

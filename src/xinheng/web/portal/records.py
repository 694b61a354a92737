"""The page of one record: all that the law lets it show, its source, what changed, and its proof."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from xinheng.areas.archive import service as archive
from xinheng.areas.archive.terms import CHANGE_TITLES, VersionFacts
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import ShownField, ShownRecord
from xinheng.areas.intake import service as intake
from xinheng.areas.ledger import service as ledger
from xinheng.kernel.lawbook import due_on
from xinheng.kernel.lawbook.meta import CatalogueItem, Deadline, DeadlineStart, FieldType
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import public_page
from xinheng.plumbing.http.rate_limit import rate_limited
from xinheng.web.places import place
from xinheng.web.portal.catalogue import term_of
from xinheng.web.sources import source_name

_KEY = re.compile(r"[0-9a-f]{32}")
_FLAGS = {"1": Text(zh="1（是）", en="1 (yes)"), "0": Text(zh="0（否）", en="0 (no)")}


@dataclass(frozen=True, slots=True)
class Step:
    """One version in the record's life: when, what happened, who sent it, and which shown fields changed.

    The values that were given up are not repeated: what was wrong about somebody is not published twice.
    """

    at: datetime
    what: Text
    source: str
    changed: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Whether the decision reached the platform in time; `late` in working days, 0 when in time."""

    deadline: Deadline
    due: date
    late: int
    provisional: bool


@public_page
@rate_limited("search")
def record(request: HttpRequest, item: str, key: str) -> HttpResponse:
    """404 when it is not on display today, for whatever reason."""
    now = clock.now()
    day = clock.day_of(now)
    found = _shown(item, key, day=day, now=now)
    law = catalogue.lawbook().as_of(day)
    ruled = law.item(item)
    versions = archive.history(item=item, key=bytes.fromhex(key), moment=now)
    senders = departments.departments()
    context = {
        "record": found,
        "ruled": ruled,
        "term": term_of(law, item),
        "place": place(found.region),
        "source": source_name(found.source, senders),
        "lines": [_line(ruled.value, shown) for shown in found.fields],
        "steps": list(steps(versions, ruled.value, senders)),
        "timeliness": _timeliness(found, first_known=versions[0].known_from),
        "position": intake.ledger_position(found.id),
        "checkpoint": ledger.latest_checkpoint(),
    }
    return render(request, "portal/record.html", context)


@public_page
@rate_limited("export")
def proof(request: HttpRequest, item: str, key: str) -> HttpResponse:
    """The record's proof as a file for `xinheng-verify record`; 404 when no checkpoint covers it yet."""
    now = clock.now()
    found = _shown(item, key, day=clock.day_of(now), now=now)
    try:
        made = intake.record_proof(found.id, shown={field.code for field in found.fields})
    except (ledger.NotYetCovered, ledger.NoSuchEntry) as error:
        raise Http404("no checkpoint covers this record yet") from error
    response = JsonResponse(made.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{item}-{key}.proof.json"'
    return response


def _shown(item: str, key: str, *, day: date, now: datetime) -> ShownRecord:
    if not _KEY.fullmatch(key):
        raise Http404("not a record key")
    found = disclosure.shown_record(item, key, day=day, moment=now)
    if found is None:
        raise Http404("not on display")
    return found


def _line(item: CatalogueItem, shown: ShownField) -> tuple[Text, str | Text]:
    """Title and value of a field; a flag in words beside its sign."""
    flag = item.field(shown.code).type is FieldType.FLAG
    return shown.title, _FLAGS.get(shown.value, shown.value) if flag else shown.value


def steps(
    versions: Sequence[VersionFacts], item: CatalogueItem, senders: Sequence[DepartmentFacts]
) -> Iterator[Step]:
    """The versions, newest first."""
    shown = [field for field in item.fields if field.shown]
    for index in range(len(versions) - 1, -1, -1):
        version, before = versions[index], versions[index - 1] if index else None
        changed = (
            tuple(f.title for f in shown if version.data.get(f.code) != before.data.get(f.code))
            if before
            else ()
        )
        yield Step(
            at=version.known_from,
            what=CHANGE_TITLES[version.change],
            source=source_name(version.source, senders),
            changed=changed,
        )


def _timeliness(record: ShownRecord, *, first_known: datetime) -> Timeliness | None:
    """Against the first deadline that the law of the decision's day sets for it; None where it sets none.

    What counts is when the record first came, not when it was corrected.
    """
    if record.decided_on is None:
        return None
    law = catalogue.lawbook().as_of(record.decided_on)
    clocks = (ruled.value for ruled in law.deadlines_for(record.item))
    deadlines = [deadline for deadline in clocks if deadline.starts is DeadlineStart.DECIDED_ON]
    if not deadlines:
        return None
    calendar = law.calendar()
    due = due_on(deadlines[0], record.decided_on, calendar)
    received = clock.day_of(first_known)
    late = calendar.between(due.day, received) if received > due.day else 0
    return Timeliness(deadline=deadlines[0], due=due.day, late=late, provisional=due.provisional)

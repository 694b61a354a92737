"""The double-publicity column (双公示), page by page with a cursor."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import ConfigDict, StringConstraints

from xinheng.areas.disclosure import service
from xinheng.areas.disclosure.api.routers import publicity
from xinheng.areas.disclosure.api.shapes import RecordOut, records_of, view_of
from xinheng.areas.disclosure.terms import PublicityFilter, ShownRecord
from xinheng.areas.subjects.service import regions
from xinheng.kernel.identifiers import instrument as instrument_number
from xinheng.kernel.identifiers import uscc as uscc_number
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.access import open_to_all
from xinheng.plumbing.http.answers import Instant
from xinheng.plumbing.http.inputs import Day, Limit, Moment, Slug, Words
from xinheng.plumbing.http.problems import Fault, Problem

Cursor = Annotated[str, StringConstraints(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?\.[0-9]{1,18}$")]
Region = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{18}$")]
_UNKNOWN = Text(zh="没有这个值。", en="There is no such value.")


class ColumnPage(Schema):
    """Records, newest decision first; `next` is the `cursor` of the page that follows."""

    items: list[RecordOut]
    next: str | None
    as_of: date
    known_at: Instant


class Asked(Schema):
    """What is asked of the column; every part may be left out."""

    model_config = ConfigDict(extra="ignore")

    item: list[Slug] = []
    organisation: Code | None = None
    instrument: Words | None = None
    department: Slug | None = None
    region: Region | None = None
    decided_from: Day | None = None
    decided_to: Day | None = None
    as_of: Day | None = None
    known_at: Moment | None = None
    cursor: Cursor | None = None
    limit: Limit = 50


@publicity.get(
    "", auth=open_to_all(rate="search"), response=ColumnPage, summary="双公示专栏 · Double publicity"
)
def list_publicity(request: HttpRequest, asked: Annotated[Asked, Query(...)]) -> ColumnPage:
    """Administrative acts on display."""
    view = view_of(asked.as_of, asked.known_at, now=clock.now())
    found = service.publicity(
        _filter(asked, view.day),
        day=view.day,
        moment=view.moment,
        limit=asked.limit + 1,
        provided_at=view.provided_at,
    )
    following = _cursor(found[asked.limit - 1]) if len(found) > asked.limit else None
    return ColumnPage(
        items=records_of(found[: asked.limit]), next=following, as_of=view.day, known_at=view.moment
    )


def _filter(asked: Asked, day: date) -> PublicityFilter:
    unknown = set(asked.item) - set(service.publicity_items(day))
    if unknown:
        raise _fault("query.item")
    if asked.region is not None and not regions().is_known(asked.region):
        raise _fault("query.region")
    return PublicityFilter(
        items=tuple(asked.item),
        subject=uscc_number.compact(asked.organisation or ""),
        instrument=instrument_number.canonical(asked.instrument or ""),
        provider=asked.department or "",
        region=asked.region or "",
        decided_from=asked.decided_from,
        decided_to=asked.decided_to,
        after=_read_cursor(asked.cursor) if asked.cursor else None,
    )


def _cursor(last: ShownRecord) -> str:
    return f"{last.decided_on or ''}.{last.id}"


def _read_cursor(text: str) -> tuple[date | None, int]:
    day, _, number = text.partition(".")
    try:
        return date.fromisoformat(day) if day else None, int(number)
    except ValueError as wrong:
        raise _fault("query.cursor") from wrong


def _fault(where: str) -> Problem:
    return Problem(422, _UNKNOWN, faults=[Fault(where, _UNKNOWN)])

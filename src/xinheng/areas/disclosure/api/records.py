"""Records on display: of an organisation, and one by its item and key."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Query
from pydantic import StringConstraints

from xinheng.areas.disclosure import service
from xinheng.areas.disclosure.api.routers import organisations, records
from xinheng.areas.disclosure.api.shapes import AsOf, Key, KnownAt, RecordOut, RecordPage, records_of, view_of
from xinheng.areas.subjects import service as subjects
from xinheng.kernel.identifiers import uscc as uscc_number
from xinheng.plumbing import clock
from xinheng.plumbing.http.access import open_to_all
from xinheng.plumbing.http.inputs import Limit, Offset, Slug
from xinheng.plumbing.http.problems import problems

Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{18}$")]


@organisations.get(
    "/{uscc}/records", auth=open_to_all(rate="search"), response={200: RecordPage, **problems(404)},
    summary="主体的公示记录 · Records of an organisation",
)  # fmt: skip
def organisation_records(
    request: HttpRequest,
    uscc: Annotated[Code, Path(...)],
    item: Annotated[Slug | None, Query(None)] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    limit: Annotated[Limit, Query(50)] = 50,
    offset: Annotated[Offset, Query(0)] = 0,
) -> RecordPage:
    """All that the law lets show about it, under every code it ever had; of another day, what is still on display now."""
    found = subjects.organisation(uscc_number.compact(uscc)) if uscc_number.is_valid(uscc) else None
    if found is None:
        raise Http404(uscc)
    view = view_of(as_of, known_at, now=clock.now())
    codes = [code for code in (found.uscc, *found.absorbed) if code]
    counts = service.shown_counts(codes, day=view.day, moment=view.moment, provided_at=view.provided_at)
    shown = service.shown_records(
        codes,
        day=view.day,
        moment=view.moment,
        items=[item] if item else None,
        limit=limit,
        offset=offset,
        provided_at=view.provided_at,
    )
    total = counts.get(item, 0) if item else sum(counts.values())
    return RecordPage(items=records_of(shown), total=total, as_of=view.day, known_at=view.moment)


@records.get(
    "/{item}/{key}", auth=open_to_all(rate="search"), response={200: RecordOut, **problems(404)},
    summary="查询一条记录 · Read a record",
)  # fmt: skip
def read_record(
    request: HttpRequest,
    item: Annotated[Slug, Path(...)],
    key: Annotated[Key, Path(...)],
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> RecordOut:
    """404 when it was not on display on that day, or is not any more, for whatever reason."""
    view = view_of(as_of, known_at, now=clock.now())
    found = service.shown_record(item, key, day=view.day, moment=view.moment, provided_at=view.provided_at)
    if found is None:
        raise Http404(key)
    return RecordOut.of(found)

"""Records on display: of an organisation, and one by its item and key."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Query
from pydantic import StringConstraints

from xinheng.areas.departments import service as departments
from xinheng.areas.disclosure import service
from xinheng.areas.disclosure.api.routers import organisations, records
from xinheng.areas.disclosure.api.shapes import (
    AsOf,
    HeldOut,
    Key,
    KnownAt,
    RecordOut,
    RecordPage,
    records_of,
    view_of,
)
from xinheng.areas.subjects import service as subjects
from xinheng.kernel.identifiers import uscc as uscc_number
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.access import needs, open_to_all
from xinheng.plumbing.http.inputs import Day, Limit, Moment, Offset, Reason, Slug
from xinheng.plumbing.http.problems import Problem, problems

Matter = Annotated[str, StringConstraints(pattern=r"^[^\x00]*\S[^\x00]*$", max_length=100)]
_NOT_YOURS = Text(
    zh="您无权调阅这条记录，这次查询已登记。",
    en="You may not read this record; the attempt is in the access log.",
)
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


@records.get(
    "/{item}/{key}/held", auth=needs("archive.read"), response={200: HeldOut, **problems(403, 404)},
    summary="调阅归集记录 · Read a held record",
)  # fmt: skip
def read_held(
    request: HttpRequest,
    item: Annotated[Slug, Path(...)],
    key: Annotated[Key, Path(...)],
    matter: Annotated[Matter, Query(..., description="for which matter: it stands in the access log")],
    legal_basis: Annotated[Reason, Query(..., description="on which legal basis")],
    as_of: Annotated[Day | None, Query(None, description="as it stood on this day (Asia/Shanghai)")] = None,
    known_at: Annotated[Moment | None, Query(None, description="from what was known at this moment")] = None,
) -> HeldOut:
    """On display or not, on any day; every call is logged. Sealed ones (withdrawn, repaired, over) need archive.sealed."""
    now = clock.now()
    view = view_of(as_of, known_at, now=now)
    try:
        found = service.held_record(
            item, bytes.fromhex(key), view=view, user=request.auth,  # type: ignore[attr-defined]
            matter=matter, legal_basis=legal_basis, at=now,
        )  # fmt: skip
    except departments.AccessRefused as refused:
        raise Problem(403, _NOT_YOURS) from refused
    if found is None:
        raise Http404(key)
    return HeldOut.of(found, view)

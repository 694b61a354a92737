"""The public figures, for anybody."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Query, Schema
from pydantic import StringConstraints

from xinheng.areas.rights import service
from xinheng.areas.rights.api.routers import figures
from xinheng.areas.rights.terms import BodyFigures
from xinheng.plumbing import clock
from xinheng.plumbing.http.access import open_to_all
from xinheng.plumbing.http.problems import problems

Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}$")]


class BodyOut(Schema):
    """A month of one body: a department's code, "" for the credit centre or for all. Days are working days."""

    body: str
    received: int
    granted: int
    refused: int
    reversed: int
    upheld: int
    relief: int | None
    on_time: int
    late: int
    overdue: int
    median_days: int | None
    slowest_tenth_days: int | None
    repaired: int
    withdrawn: int
    gone_median_days: int | None
    gone_slowest_tenth_days: int | None


class MonthOut(Schema):
    """The figures from `first` through `until`."""

    first: date
    until: date
    bodies: list[BodyOut]
    total: BodyOut


@figures.get(
    "/rights", auth=open_to_all(rate="search"), response={200: MonthOut, **problems(404)},
    summary="异议与修复办理情况 · How objections were decided, by month",
)  # fmt: skip
def rights_figures(request: HttpRequest, month: Annotated[Month | None, Query(None)] = None) -> MonthOut:
    """The present month without `month`; 404 for one of which nothing can be told."""
    now = clock.now()
    try:
        asked = date.fromisoformat(f"{month}-01") if month else clock.day_of(now)
        told = service.month_figures(asked, at=now)
    except (ValueError, service.NoSuchMonth) as unknown:
        raise Http404("no such month") from unknown
    return MonthOut(
        first=told.first,
        until=told.until,
        bodies=[_body(line) for line in told.bodies],
        total=_body(told.total),
    )


def _body(line: BodyFigures) -> BodyOut:
    days = line.decided
    return BodyOut(
        body=line.body, received=line.received, granted=line.granted, refused=line.refused, reversed=line.reversed,
        upheld=line.upheld, relief=line.relief, on_time=days.on_time, late=days.late, overdue=days.overdue,
        median_days=days.median, slowest_tenth_days=days.slowest_tenth, repaired=line.repaired,
        withdrawn=line.withdrawn, gone_median_days=line.gone_median, gone_slowest_tenth_days=line.gone_slowest,
    )  # fmt: skip

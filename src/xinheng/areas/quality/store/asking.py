"""What the statements share: running them, and the conditions that somebody's question adds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from xinheng.areas.quality.terms import Asked, PeriodKind, Span
from xinheng.plumbing.clock import SHANGHAI

Row = dict[str, Any]

UNITS = {PeriodKind.WEEK: "week", PeriodKind.MONTH: "month", PeriodKind.QUARTER: "quarter"}
"""PostgreSQL's words for date_trunc; its weeks begin on Monday as ours do."""


def rows(statement: str, values: dict[str, Any]) -> list[Row]:
    """The rows as dictionaries."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def moments(first: date, last: date) -> tuple[datetime, datetime]:
    """From 00:00 of the first day to 00:00 after the last, in Asia/Shanghai."""
    begin = datetime.combine(first, datetime.min.time(), SHANGHAI)
    return begin, datetime.combine(last + timedelta(days=1), datetime.min.time(), SHANGHAI)


def of_records(asked: Asked) -> tuple[str, dict[str, Any]]:
    """Condition on `quality_record` as r, and its values."""
    parts = ["true"]
    values: dict[str, Any] = {}
    if asked.departments is not None:
        parts.append("r.provider = ANY(%(departments)s)")
        values["departments"] = sorted(asked.departments)
    if asked.item:
        parts.append("r.item = %(item)s")
        values["item"] = asked.item
    if asked.region:
        parts.append("r.region LIKE %(region)s")
        values["region"] = _stem(asked.region) + "%"
    return " AND ".join(parts), values


def of_submissions(asked: Asked) -> tuple[str, dict[str, Any]]:
    """Condition on `intake_submission` as s; a region means departments that sit there."""
    parts = ["true"]
    values: dict[str, Any] = {}
    if asked.departments is not None:
        parts.append("s.department_id = ANY(%(departments)s)")
        values["departments"] = sorted(asked.departments)
    if asked.item:
        parts.append("s.item = %(item)s")
        values["item"] = asked.item
    if asked.region:
        parts.append("d.region LIKE %(region)s")
        values["region"] = _stem(asked.region) + "%"
    return " AND ".join(parts), values


def span_values(first: Span, last: Span) -> dict[str, Any]:
    """Days and moments of the periods from `first` through `last`."""
    since, until = moments(first.first, last.last)
    return {"first": first.first, "last": last.last, "since": since, "until": until, "unit": UNITS[last.kind]}


def _stem(region: str) -> str:
    """What the codes of a region and all below it begin with (GB/T 2260: pairs of digits, 00 = all)."""
    while len(region) > 2 and region.endswith("00"):
        region = region[:-2]
    return region

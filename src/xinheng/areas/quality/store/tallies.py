"""Counts of records and rows by department, item, region and period."""

from __future__ import annotations

from datetime import date, datetime

from xinheng.areas.quality.store.asking import of_records, of_submissions, rows, span_values
from xinheng.areas.quality.terms import Asked, Span, Tally

Key = tuple[str, str, str]

_RECORD_COUNTS = """
    count(*) AS records,
    count(r.due_day) AS measured,
    count(*) FILTER (WHERE r.known_on <= r.due_day) AS in_time,
    count(*) FILTER (WHERE r.provisional) AS provisional
"""

_ROW_COUNTS = """
    count(*) FILTER (WHERE s.state = 'deposited') AS files,
    count(*) FILTER (WHERE s.state = 'refused') AS refused_files,
    coalesce(sum(s.received) FILTER (WHERE s.state = 'deposited'), 0)::bigint AS received,
    coalesce(
        sum(s.new + s.corrected + s.withdrawn + s.unchanged) FILTER (WHERE s.state = 'deposited'), 0
    )::bigint AS accepted,
    coalesce(sum(s.rejected) FILTER (WHERE s.state = 'deposited'), 0)::bigint AS rejected,
    coalesce(sum(s.pending) FILTER (WHERE s.state = 'deposited'), 0)::bigint AS pending,
    coalesce(sum(m.incomplete) FILTER (WHERE s.state = 'deposited'), 0)::bigint AS incomplete
"""

_SUBMISSIONS = """
    FROM intake_submission s
    JOIN departments_department d ON d.code = s.department_id
    LEFT JOIN LATERAL (
        SELECT count(*) AS incomplete FROM intake_problemrow p
        WHERE p.submission_id = s.id AND p.rules @> '["cell.missing"]'
    ) m ON true
    WHERE s.received_at >= %(since)s AND s.received_at < %(until)s AND s.received_at <= %(moment)s
"""


def record_tallies(span: Span, asked: Asked, *, moment: datetime) -> dict[Key, Tally]:
    """Records first known in the period, by (department, item, region of the act)."""
    where, values = of_records(asked)
    found = rows(
        f"""
        SELECT r.provider, r.item, r.region, {_RECORD_COUNTS} FROM quality_record(%(moment)s) r
        WHERE r.known_on BETWEEN %(first)s AND %(last)s AND {where} GROUP BY 1, 2, 3
        """,
        values | span_values(span, span) | {"moment": moment},
    )
    return {(row.pop("provider"), row.pop("item"), row.pop("region")): Tally(**row) for row in found}


def row_tallies(span: Span, asked: Asked, *, moment: datetime) -> dict[Key, Tally]:
    """Rows of the files received in the period, by (department, item, region of the department)."""
    where, values = of_submissions(asked)
    found = rows(
        f"""
        SELECT s.department_id, s.item, d.region, {_ROW_COUNTS} {_SUBMISSIONS} AND {where} GROUP BY 1, 2, 3
        """,
        values | span_values(span, span) | {"moment": moment},
    )
    return {(row.pop("department_id"), row.pop("item"), row.pop("region")): Tally(**row) for row in found}


def record_trend(first: Span, last: Span, asked: Asked, *, moment: datetime) -> dict[date, Tally]:
    """Records by the first day of the period in which they became known."""
    where, values = of_records(asked)
    found = rows(
        f"""
        SELECT date_trunc(%(unit)s, r.known_on::timestamp)::date AS begins, {_RECORD_COUNTS}
        FROM quality_record(%(moment)s) r
        WHERE r.known_on BETWEEN %(first)s AND %(last)s AND {where} GROUP BY 1
        """,
        values | span_values(first, last) | {"moment": moment},
    )
    return {row.pop("begins"): Tally(**row) for row in found}


def row_trend(first: Span, last: Span, asked: Asked, *, moment: datetime) -> dict[date, Tally]:
    """Rows by the first day of the period in which their file was received."""
    where, values = of_submissions(asked)
    found = rows(
        f"""
        SELECT date_trunc(%(unit)s, s.received_at AT TIME ZONE 'Asia/Shanghai')::date AS begins, {_ROW_COUNTS}
        {_SUBMISSIONS} AND {where} GROUP BY 1
        """,
        values | span_values(first, last) | {"moment": moment},
    )
    return {row.pop("begins"): Tally(**row) for row in found}

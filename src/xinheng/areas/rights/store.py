"""Counting steps of a month by the body that took them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection

from xinheng.areas.rights.rules import Counted, Waited

_ZONE = "Asia/Shanghai"
# who decides is the department on whose desk the case lies, or the centre; a second look is told of who refused
_COUNTED = """
    SELECT CASE WHEN s.step = 'own_fault' THEN ''
                WHEN s.step IN ('granted', 'refused', 'upheld') AND coalesce(refused."by", s."by") = 'centre' THEN ''
                ELSE coalesce(s.told ->> 'department', c.department_id) END AS body,
           s.step, refused."by" IS NOT NULL AS again,
           sum(CASE WHEN s.step = 'withdrawn' THEN (s.told ->> 'records')::integer ELSE 1 END) AS number
    FROM rights_step s JOIN rights_case c ON c.id = s.case_id
    LEFT JOIN LATERAL (
        SELECT r."by" FROM rights_step r
        WHERE s.source = 'second_look' AND r.case_id = c.id AND r.step = 'refused' ORDER BY r.no DESC LIMIT 1
    ) refused ON true
    WHERE s.at >= %(begin)s AND s.at < %(end)s AND (
        (c.kind = 'objection' AND s.step IN ('transferred', 'taken_in', 'own_fault', 'granted', 'refused', 'upheld'))
        OR (c.kind = 'repair' AND s.step IN ('repaired', 'proven')) OR c.kind = 'withdrawal' AND s.step = 'withdrawn'
    )
    GROUP BY 1, 2, 3
"""
_WAITED = """
    SELECT c.department_id AS body, (c.lodged_at AT TIME ZONE %(zone)s)::date AS since,
           (s.at AT TIME ZONE %(zone)s)::date AS gone, count(*) AS number
    FROM rights_step s JOIN rights_case c ON c.id = s.case_id
    WHERE c.kind = 'repair' AND s.step IN ('repaired', 'proven') AND s.at >= %(begin)s AND s.at < %(end)s
    GROUP BY 1, 2, 3
    UNION ALL
    SELECT c.department_id, w.decided_on, (s.at AT TIME ZONE %(zone)s)::date, count(*)
    FROM rights_step s JOIN rights_case c ON c.id = s.case_id JOIN rights_withdrawn w ON w.case_id = c.id
    WHERE c.kind = 'withdrawal' AND s.step = 'withdrawn' AND s.at >= %(begin)s AND s.at < %(end)s
    GROUP BY 1, 2, 3
"""


def counted(begin: datetime, end: datetime) -> list[Counted]:
    """Steps taken from `begin` and before `end`, by body and name."""
    rows = _rows(_COUNTED, {"begin": begin, "end": end})
    return [Counted(row["body"], row["step"], row["again"], int(row["number"])) for row in rows]


def waited(begin: datetime, end: datetime) -> list[Waited]:
    """Records that went off display by repair or withdrawal, by body and the days between."""
    rows = _rows(_WAITED, {"begin": begin, "end": end, "zone": _ZONE})
    return [Waited(row["body"], row["since"], row["gone"], int(row["number"])) for row in rows]


def first_day() -> date | None:
    """The day of the first step of all; None before there is one."""
    rows = _rows(f"SELECT (min(lodged_at) AT TIME ZONE '{_ZONE}')::date AS day FROM rights_case", {})
    found: date | None = rows[0]["day"]
    return found


def _rows(statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

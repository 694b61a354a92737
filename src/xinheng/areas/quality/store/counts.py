"""Source counts beside what was received."""

from __future__ import annotations

from datetime import date, datetime

from xinheng.areas.quality.store.asking import Row, rows
from xinheng.areas.quality.terms import Asked


def counted(
    asked: Asked, *, moment: datetime, ending: tuple[date, date] | None = None, number: int | None = None
) -> list[Row]:
    """The newest source count of each department, item and period, with the records that stand for its days.

    `ending` narrows to periods whose last day lies between two days, `number` to one count.
    """
    first, last = ending or (date.min, date.max)
    return rows(
        """
        SELECT c.id, c.department_id AS department, c.item, c.first, c.last, c.count, c.at AS reported_at,
               q.due_day, coalesce(x.reason, '') AS reason, coalesce(a.received, 0) AS received
        FROM (
            SELECT DISTINCT ON (k.department_id, k.item, k.first, k.last) k.*, t.at
            FROM quality_sourcecount k JOIN quality_sourcereport t ON t.id = k.report_id
            WHERE t.at <= %(moment)s
            ORDER BY k.department_id, k.item, k.first, k.last, k.id DESC
        ) c
        LEFT JOIN quality_due q ON q.item = c.item AND q.start_day = c.last
        LEFT JOIN quality_closure x ON x.fault = 'concealed' AND x.about = c.id
        LEFT JOIN LATERAL (
            SELECT count(*) AS received FROM archive_standing(%(moment)s) v
            WHERE v.item = c.item AND v.provider = c.department_id AND v.change <> 'withdrawn'
              AND v.decided_on BETWEEN c.first AND c.last
        ) a ON true
        WHERE c.last BETWEEN %(first)s AND %(last)s AND (%(number)s::bigint IS NULL OR c.id = %(number)s)
          AND (%(everyone)s OR c.department_id = ANY(%(departments)s))
          AND (%(item)s = '' OR c.item = %(item)s)
        ORDER BY c.last DESC, c.department_id, c.item, c.first
        """,
        {"moment": moment, "first": first, "last": last, "number": number, "item": asked.item}
        | {"everyone": asked.departments is None, "departments": sorted(asked.departments or ())},
    )

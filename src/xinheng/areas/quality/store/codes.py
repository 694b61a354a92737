"""What came in at all, and with which codes: coverage, unified codes, registrations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xinheng.areas.quality.store.asking import Row, of_submissions, rows
from xinheng.areas.quality.terms import Asked, Held


def held(asked: Asked, *, moment: datetime) -> dict[tuple[str, str], Held]:
    """Standing records by (department, item), and the day the last one came in."""
    found = rows(
        """
        SELECT v.provider, v.item, count(*) AS records,
               (max(v.known_from) AT TIME ZONE 'Asia/Shanghai')::date AS last_on
        FROM archive_standing(%(moment)s) v
        WHERE v.change <> 'withdrawn' AND (%(everyone)s OR v.provider = ANY(%(departments)s)) GROUP BY 1, 2
        """,
        {"moment": moment, "everyone": asked.departments is None}
        | {"departments": sorted(asked.departments or ())},
    )
    return {(row["provider"], row["item"]): Held(row["records"], row["last_on"]) for row in found}


def code_use(asked: Asked, *, registrations: Sequence[str], moment: datetime) -> list[Row]:
    """By department: received, wrong, duplicate, coded, uncoded rows over all deposited files.

    A code is a duplicate where one file of an item in `registrations` gives it twice, differently.
    """
    where, values = of_submissions(asked)
    return rows(
        f"""
        SELECT s.department_id AS code, sum(s.received)::bigint AS received, sum(f.wrong)::bigint AS wrong,
               sum(f.duplicate)::bigint AS duplicate, sum(w.uncoded)::bigint AS uncoded,
               coalesce(max(a.coded), 0) AS coded
        FROM intake_submission s
        JOIN departments_department d ON d.code = s.department_id
        LEFT JOIN LATERAL (
            SELECT count(*) FILTER (WHERE EXISTS (
                       SELECT FROM jsonb_array_elements_text(p.rules) t (rule) WHERE t.rule LIKE 'uscc.%%'
                   )) AS wrong,
                   count(*) FILTER (
                       WHERE p.rules @> '["row.key_conflict"]' AND s.item = ANY(%(registrations)s)
                   ) AS duplicate
            FROM intake_problemrow p WHERE p.submission_id = s.id
        ) f ON true
        LEFT JOIN (
            SELECT v.provider, count(*) AS coded FROM archive_standing(%(moment)s) v
            WHERE v.subject_kind = 'organisation' AND v.change <> 'withdrawn' GROUP BY 1
        ) a ON a.provider = s.department_id
        LEFT JOIN LATERAL (
            SELECT count(*) AS uncoded FROM intake_pendingrow w
            WHERE w.submission_id = s.id AND w.state = 'open' AND w.rule LIKE 'subject.%%'
        ) w ON true
        WHERE s.state = 'deposited' AND s.received_at <= %(moment)s AND {where}
        GROUP BY 1 ORDER BY 1
        """,
        values | {"moment": moment, "registrations": list(registrations)},
    )


def registrations(items: Sequence[str], *, moment: datetime) -> tuple[int, int]:
    """(organisations whose registration stands, registration rows still sent back or waiting)."""
    found = rows(
        """
        SELECT (SELECT count(DISTINCT v.subject) FROM archive_standing(%(moment)s) v
                WHERE v.item = ANY(%(items)s) AND v.change <> 'withdrawn') AS standing,
               (SELECT count(*) FROM intake_problemrow p JOIN intake_submission s ON s.id = p.submission_id
                WHERE s.item = ANY(%(items)s) AND s.state = 'deposited' AND p.state = 'open')
             + (SELECT count(*) FROM intake_pendingrow p JOIN intake_submission s ON s.id = p.submission_id
                WHERE s.item = ANY(%(items)s) AND s.state = 'deposited' AND p.state = 'open') AS waiting
        """,
        {"items": list(items), "moment": moment},
    )
    return int(found[0]["standing"]), int(found[0]["waiting"])

"""Late records, problems by how they stand, records that should be shown and are not."""

from __future__ import annotations

from datetime import date, datetime

from xinheng.areas.quality.models import Closure
from xinheng.areas.quality.store.asking import Row, of_records, of_submissions, rows
from xinheng.areas.quality.terms import Asked, Fault, ProblemTally, Undisplayed, UndisplayedLine

_LATE = "r.known_on > r.due_day AND r.known_on BETWEEN %(first)s AND %(last)s"


def late(
    asked: Asked, *, first: date, last: date, moment: datetime, limit: int | None, offset: int = 0
) -> list[Row]:
    """Records that became known between two days, after their due day; the latest first."""
    where, values = of_records(asked)
    return rows(
        f"""
        SELECT r.id, r.provider AS department, r.item, r.organ, r.instrument,
               CASE WHEN r.subject_kind = 'organisation' THEN r.subject ELSE '' END AS subject,
               r.region, r.submission_id AS submission, s.receipt_no, r.decided_on, r.due_day, r.known_on,
               r.provisional, coalesce(c.reason, '') AS closed_reason
        FROM quality_record(%(moment)s) r
        JOIN intake_submission s ON s.id = r.submission_id
        LEFT JOIN quality_closure c ON c.fault = 'late' AND c.about = r.submission_id
        WHERE {_LATE} AND {where}
        ORDER BY r.known_on DESC, r.known_on - r.due_day DESC, r.id LIMIT %(limit)s OFFSET %(offset)s
        """,
        values | {"first": first, "last": last, "moment": moment, "limit": limit, "offset": offset},
    )


def late_count(asked: Asked, *, first: date, last: date, moment: datetime) -> int:
    """How many `late` finds."""
    where, values = of_records(asked)
    found = rows(
        f"SELECT count(*) AS n FROM quality_record(%(moment)s) r WHERE {_LATE} AND {where}",
        values | {"first": first, "last": last, "moment": moment},
    )
    return int(found[0]["n"])


def late_of_submission(submission: int, *, moment: datetime) -> Row | None:
    """receipt_no, department and number of late records that a submission brought; None without any."""
    found = rows(
        """
        SELECT s.receipt_no, s.department_id AS department, count(*) AS records
        FROM quality_record(%(moment)s) r JOIN intake_submission s ON s.id = r.submission_id
        WHERE r.submission_id = %(submission)s AND r.known_on > r.due_day GROUP BY 1, 2
        """,
        {"moment": moment, "submission": submission},
    )
    return found[0] if found else None


def late_problems(asked: Asked, *, moment: datetime) -> dict[str, ProblemTally]:
    """Late records of all time by department: explained or not."""
    where, values = of_records(asked)
    found = rows(
        f"""
        SELECT r.provider, count(*) FILTER (WHERE c.id IS NULL) AS open, count(c.id) AS closed
        FROM quality_record(%(moment)s) r
        LEFT JOIN quality_closure c ON c.fault = 'late' AND c.about = r.submission_id
        WHERE r.known_on > r.due_day AND {where} GROUP BY 1
        """,
        values | {"moment": moment},
    )
    return {row["provider"]: ProblemTally(open=row["open"], closed=row["closed"]) for row in found}


def wrong_problems(asked: Asked) -> dict[str, ProblemTally]:
    """Rows sent back, by department and how they stand; those of a file taken back since are left out."""
    where, values = of_submissions(asked)
    found = rows(
        f"""
        SELECT s.department_id, count(*) FILTER (WHERE p.state = 'open') AS open,
               count(*) FILTER (WHERE p.state = 'mended') AS mended,
               count(*) FILTER (WHERE p.state = 'closed') AS closed
        FROM intake_problemrow p
        JOIN intake_submission s ON s.id = p.submission_id
        JOIN departments_department d ON d.code = s.department_id
        WHERE s.state = 'deposited' AND {where} GROUP BY 1
        """,
        values,
    )
    return {row.pop("department_id"): ProblemTally(**row) for row in found}


def undisplayed(
    asked: Asked, *, day: date, moment: datetime, unruled: list[str]
) -> tuple[UndisplayedLine, ...]:
    """Records that should be shown and are not, by reason; a review has its time first."""
    found = rows(
        """
        SELECT u.provider, u.item, u.why, count(*) AS records, min(u.known_on) AS since
        FROM quality_undisplayed(%(day)s, %(moment)s, %(unruled)s) u
        WHERE (u.why <> 'review_pending' OR u.due_day IS NULL OR u.due_day < %(day)s)
          AND (%(everyone)s OR u.provider = ANY(%(departments)s))
          AND (%(item)s = '' OR u.item = %(item)s)
        GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3
        """,
        {"day": day, "moment": moment, "unruled": unruled, "item": asked.item}
        | {"everyone": asked.departments is None, "departments": sorted(asked.departments or ())},
    )
    return tuple(
        UndisplayedLine(row["provider"], row["item"], Undisplayed(row["why"]), row["records"], row["since"])
        for row in found
    )


def closed_before(fault: Fault, about: int) -> bool:
    """Whether somebody explained it already."""
    return Closure.objects.filter(fault=fault.value, about=about).exists()

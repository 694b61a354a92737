"""Why a record is shown or not, and the moments at which that may have changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xinheng.areas.disclosure.store.rows import Row, rows_of

_STANDING = """
    SELECT v.id, v.decided_on, v.begins_on, v.ends_on, v.subject_kind, v.subject, v.change, v.provider, v.organ,
           (v.known_from AT TIME ZONE 'Asia/Shanghai')::date AS known_on,
           disclosure_reviewed(v.id, v.submission_id, %(moment)s) AS review,
           (SELECT jsonb_agg(jsonb_build_object('kind', m.kind, 'lapses', (
                SELECT jsonb_agg(jsonb_build_object('due_on', c.due_on, 'until', c.until)) FROM clocks_suspending c
                WHERE c.about_kind = m.case_kind AND c.about_id = m.case_id
                  AND c.started_at <= %(moment)s AND (c.stopped_at IS NULL OR %(moment)s < c.stopped_at)
            ))) FROM archive_marks(%(moment)s) m WHERE m.item = v.item AND m.key = v.key) AS marks
    FROM archive_standing(%(moment)s) v WHERE v.item = %(item)s AND v.key = %(key)s LIMIT 1
"""

# every moment that display can hang on: a day's law and a last day change it at 00:00
_MOMENTS = """
    WITH v AS (SELECT id, item, submission_id, known_from, decided_on, ends_on
               FROM archive_version WHERE item = %(item)s AND key = %(key)s),
         s AS (SELECT s.at, s.submission_id FROM archive_supersession s JOIN v ON v.id = s.version_id),
         m AS (SELECT m.id, m.at, m.case_kind, m.case_id FROM archive_marked r JOIN archive_mark m ON m.id = r.mark_id
               WHERE r.item = %(item)s AND r.key = %(key)s),
         c AS (SELECT c.* FROM clocks_suspending c JOIN m ON m.case_kind = c.about_kind AND m.case_id = c.about_id),
         days AS (
             SELECT t.first AS day FROM v JOIN disclosure_term t ON t.item = v.item
             UNION SELECT t.last + 1 FROM v JOIN disclosure_term t ON t.item = v.item
             UNION SELECT disclosure_last_day(t.until, t.starts, t.months, t.days, v.decided_on, v.ends_on,
                                              (v.known_from AT TIME ZONE 'Asia/Shanghai')::date) + 1
                   FROM v JOIN disclosure_term t ON t.item = v.item
             UNION SELECT c.due_on + 1 FROM c
             UNION SELECT c.until + 1 FROM c
         ),
         moments AS (
             SELECT v.known_from AS at FROM v
             UNION SELECT s.at FROM s
             UNION SELECT t.at FROM archive_takenback t JOIN v ON v.submission_id = t.submission_id
             UNION SELECT t.at FROM archive_takenback t JOIN s ON s.submission_id = t.submission_id
             UNION SELECT r.at FROM disclosure_review r JOIN v ON (r.scope = 'version' AND r.about = v.id)
                                                             OR (r.scope = 'submission' AND r.about = v.submission_id)
             UNION SELECT m.at FROM m
             UNION SELECT e.at FROM archive_markend e JOIN m ON m.id = e.mark_id
             UNION SELECT c.started_at FROM c
             UNION SELECT c.stopped_at FROM c
             UNION SELECT d.day::timestamp AT TIME ZONE 'Asia/Shanghai' FROM days d
         )
    SELECT p.at, EXISTS (
        SELECT FROM disclosure_shown((p.at AT TIME ZONE 'Asia/Shanghai')::date, p.at) s
        WHERE s.item = %(item)s AND s.key = %(key)s
    ) AS shown
    FROM moments p WHERE p.at <= %(moment)s ORDER BY p.at
"""


def standing(*, item: str, key: bytes, moment: datetime) -> Row | None:
    """The version that stood at a moment with all that its display hangs on; None where none stood."""
    found = rows_of(_STANDING, {"item": item, "key": key, "moment": moment})
    return found[0] if found else None


def changes(*, item: str, key: bytes, moment: datetime) -> Sequence[tuple[datetime, bool]]:
    """Every moment up to `moment` at which display may have changed, and whether the record was shown from it on."""
    found = rows_of(_MOMENTS, {"item": item, "key": key, "moment": moment})
    return tuple((row["at"], row["shown"]) for row in found)

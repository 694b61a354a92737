"""What may count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from xinheng.areas.disclosure.store.rows import Row, rows_of

_MARKS = """
    (SELECT jsonb_agg(jsonb_build_object('kind', m.kind, 'zh', m.words_zh, 'en', m.words_en, 'at', m.at)
                      ORDER BY m.at, m.mark_id)
     FROM archive_marks(%(moment)s) m WHERE m.item = c.item AND m.key = c.key) AS marks
"""


def counting(
    subjects: Sequence[str], *, items: Sequence[str] | None, day: date, moment: datetime
) -> list[Row]:
    """Records of any of the codes that may count, newest decision first, with the marks on them."""
    narrowed = "" if items is None else " AND c.item = ANY(%(items)s)"
    return rows_of(
        f"SELECT c.*, t.entry, t.version AS pack_version, {_MARKS} FROM disclosure_counting(%(day)s, %(moment)s) c"
        " LEFT JOIN disclosure_term t ON t.id = c.term_id"
        f" WHERE c.subject = ANY(%(subjects)s){narrowed} ORDER BY c.decided_on DESC NULLS LAST, c.id DESC",
        {"subjects": list(subjects), "items": list(items or ()), "day": day, "moment": moment},
    )

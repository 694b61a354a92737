"""Which notices want a person: unread for long, or with a delivery that failed; and what was done about them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from xinheng.areas.notices import models
from xinheng.areas.notices.store import deliveries
from xinheng.areas.notices.store.notices import facts_of
from xinheng.areas.notices.terms import FAILED, FollowUp, FollowUpFacts, Overdue

# `followed` ends the matter: a telephone call, a letter, a hand-over; where no way was found it stays
_WANTED = """
FROM notices_notice notice
WHERE notice.read_at IS NULL
  AND NOT EXISTS (
      SELECT FROM notices_followed followed WHERE followed.notice_id = notice.id AND followed.did <> 'no_way_found'
  )
  AND (
      notice.at < %(unread_since)s
      OR notice.id IN (SELECT notice_id FROM notices_delivery WHERE state IN ('undeliverable', 'uncertain'))
  )
"""


def wanted(*, unread_since: datetime, limit: int, offset: int) -> tuple[Overdue, ...]:
    """A page of notices that want following up, the oldest first: four queries, however many there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT notice.id {_WANTED} ORDER BY notice.id LIMIT %(limit)s OFFSET %(offset)s",
            {"unread_since": unread_since, "limit": limit, "offset": offset},
        )
        ids = [int(number) for (number,) in cursor.fetchall()]
    sent, done = deliveries.of_notices(ids), followed(ids)
    rows = models.Notice.objects.filter(pk__in=ids).order_by("id")
    return tuple(
        Overdue(
            notice=facts_of(row),
            unread=row.at < unread_since,
            failed=tuple(each for each in sent.get(row.pk, ()) if each.state in FAILED),
            done=done.get(row.pk, ()),
        )
        for row in rows
    )


def count(*, unread_since: datetime) -> int:
    """How many want following up."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_WANTED}", {"unread_since": unread_since})
        return int(cursor.fetchone()[0])


def followed(notices: Iterable[int]) -> dict[int, tuple[FollowUpFacts, ...]]:
    """What was done about notices, oldest first, by notice."""
    found: dict[int, tuple[FollowUpFacts, ...]] = {}
    for row in models.Followed.objects.filter(notice__in=list(notices)).order_by("id"):
        facts = FollowUpFacts(did=FollowUp(row.did), words=row.words, by=row.actor, at=row.at)
        found[row.notice_id] = (*found.get(row.notice_id, ()), facts)
    return found


def add(notice: int, did: FollowUp, words: str, *, by: str, at: datetime) -> None:
    """Keep what was done."""
    models.Followed.objects.create(notice_id=notice, did=did.value, words=words, actor=by, at=at)

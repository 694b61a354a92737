"""Reading: each consumer gets what it has not had yet, in order, at least once, and nothing is passed over."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Min

from xinheng.plumbing.outbox.consumers import Consumer, Told, consumers
from xinheng.plumbing.outbox.models import Cursor, News

AT_ONCE: Final = 500
_NUMBERING: Final = 0x6F7574626F78
"""Key of the advisory lock under which places are given ("outbox" in ASCII)."""


def read(consumer: Consumer, *, at: datetime, limit: int = AT_ONCE) -> int | None:
    """Let a consumer take its next news; returns their number, None when somebody else is reading for it.

    Taking and moving the cursor are one transaction: after a crash the same news are told again, with the same ids.
    """
    place_all()
    Cursor.objects.get_or_create(consumer=consumer.name, defaults={"at": at})
    with transaction.atomic():
        cursor = Cursor.objects.select_for_update(skip_locked=True).filter(pk=consumer.name).first()
        if cursor is None:
            return None
        rows = News.objects.filter(place__gt=cursor.place, topic__in=consumer.topics).order_by("place")[
            :limit
        ]
        found = [Told(row.pk, row.place or 0, row.topic, row.payload, row.at) for row in rows]
        if found:
            consumer.take(found, at=at)
            cursor.place, cursor.at = found[-1].place, at
            cursor.save(update_fields=["place", "at"])
    return len(found)


def place_all() -> int:
    """Give places to the news that are committed, in the order in which they were written; returns their number.

    One numbering at a time, and each is over before the next begins: a writer that commits late gets a later place,
    never one that a reader has passed.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING])
        cursor.execute(
            """
            WITH fresh AS (
                SELECT id, nextval('outbox_place') AS place
                FROM (SELECT id FROM outbox_news WHERE place IS NULL ORDER BY id) AS written
            )
            UPDATE outbox_news SET place = fresh.place FROM fresh WHERE outbox_news.id = fresh.id
            """
        )
        return int(cursor.rowcount)


def behind() -> dict[str, int]:
    """For each consumer, how many news of its topics it has not had yet."""
    places = dict(Cursor.objects.values_list("consumer", "place"))
    found = {}
    for each in consumers():
        rows = News.objects.filter(topic__in=each.topics)
        found[each.name] = (
            rows.filter(place=None).count() + rows.filter(place__gt=places.get(each.name, 0)).count()
        )
    return found


def forget(*, before: datetime) -> int:
    """Delete old news that every consumer has had; returns their number. Nothing is forgotten for a new consumer."""
    names = [each.name for each in consumers()]
    cursors = Cursor.objects.filter(consumer__in=names)
    passed = cursors.aggregate(least=Min("place"))["least"]
    if passed is None or cursors.count() < len(names):
        return 0
    # topics that nobody wants have no reader to wait for, yet go with the others: in the order of their places
    deleted, _ = News.objects.filter(place__lte=passed, at__lt=before).delete()
    return deleted

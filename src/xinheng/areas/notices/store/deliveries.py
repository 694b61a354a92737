"""Deliveries and their tries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Prefetch

from xinheng.areas.notices.models import Delivery, Try
from xinheng.areas.notices.terms import (
    Channel,
    DeliveryFacts,
    DeliveryState,
    TryFacts,
    TryOutcome,
    TryResult,
)

_OPEN = [DeliveryState.WAITING.value, DeliveryState.TRYING_AGAIN.value]


def add(wanted: Sequence[tuple[int, int, Channel, str]], *, at: datetime) -> list[int]:
    """Deliveries of (notice, contact, channel, key); returns their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO notices_delivery (notice_id, contact_id, channel, key, state, repeated, changed_at)
            SELECT notice, contact, channel, key, %s, false, %s
            FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[]) AS wanted (notice, contact, channel, key)
            RETURNING id
            """,
            [
                DeliveryState.WAITING.value, at, [each[0] for each in wanted], [each[1] for each in wanted],
                [each[2].value for each in wanted], [each[3] for each in wanted],
            ],
        )  # fmt: skip
        return [int(number) for (number,) in cursor.fetchall()]


def find(number: int) -> Delivery | None:
    """The delivery with its notice and contact, locked until the transaction ends."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("notice", "contact")
    return rows.filter(pk=number).first()


def outcomes(delivery: Delivery) -> list[TryOutcome | None]:
    """How each try ended so far, in their order; None for one that did not end."""
    found = delivery.tries.order_by("number").values_list("outcome", flat=True)
    return [None if each is None else TryOutcome(each) for each in found]


def begin_try(delivery: Delivery, *, number: int, at: datetime) -> None:
    """Note that a try begins."""
    Try.objects.create(delivery=delivery, number=number, began_at=at)


def end_try(delivery: Delivery, result: TryResult, *, at: datetime) -> None:
    """Note how the try that goes on ended."""
    Try.objects.filter(delivery=delivery, outcome=None).update(
        outcome=result.outcome.value,
        ended_at=at,
        detail=result.detail[:500],
        reference=result.reference[:200],
    )


def move(delivery: Delivery, state: DeliveryState, *, repeated: bool, at: datetime) -> None:
    """Note the state that the tries give."""
    delivery.state, delivery.repeated, delivery.changed_at = state.value, repeated, at
    delivery.save(update_fields=["state", "repeated", "changed_at"])


def left_behind(*, before: datetime, limit: int) -> list[int]:
    """Deliveries that are not over and that nobody touched since; the oldest first."""
    rows = Delivery.objects.filter(state__in=_OPEN, changed_at__lt=before).order_by("changed_at")
    return list(rows.values_list("pk", flat=True)[:limit])


def of_notices(notices: Iterable[int]) -> dict[int, list[DeliveryFacts]]:
    """Deliveries of notices with their tries, by notice, in two queries."""
    rows = (
        Delivery.objects.filter(notice__in=list(notices))
        .select_related("contact")
        .prefetch_related(Prefetch("tries", queryset=Try.objects.order_by("number")))
        .order_by("id")
    )
    found: dict[int, list[DeliveryFacts]] = {}
    for row in rows:
        found.setdefault(row.notice_id, []).append(_facts(row))
    return found


def _facts(row: Delivery) -> DeliveryFacts:
    return DeliveryFacts(
        id=row.pk,
        notice=row.notice_id,
        channel=Channel(row.channel),
        hint=row.contact.hint,
        key=row.key,
        state=DeliveryState(row.state),
        repeated=row.repeated,
        changed_at=row.changed_at,
        tries=tuple(
            TryFacts(
                number=each.number,
                began_at=each.began_at,
                ended_at=each.ended_at,
                outcome=None if each.outcome is None else TryOutcome(each.outcome),
                detail=each.detail,
                reference=each.reference,
            )
            for each in row.tries.all()
        ),
    )

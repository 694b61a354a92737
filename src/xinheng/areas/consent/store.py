"""Reading the tables of the area, and locking what an action relies on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q

from xinheng.areas.consent.models import Holder, Mandate, Representation
from xinheng.areas.consent.terms import Capacity, HolderFacts, MandateFacts, PartyKind, Represented


def holder_of(user_id: int) -> HolderFacts | None:
    """The login of that user."""
    return _holder(Holder.objects.select_related("account").filter(pk=user_id).first())


def holder_for(person: str) -> HolderFacts | None:
    """The login of that person."""
    return _holder(Holder.objects.select_related("account").filter(person=person).first())


def names_of_persons(persons: Collection[str]) -> dict[str, str]:
    """By keyed hash the name under which a person logs in, for those who have a login."""
    rows = Holder.objects.select_related("account").filter(person__in=list(persons))
    return {row.person: row.account.get_full_name() for row in rows}


def represented(person: str) -> tuple[Represented, ...]:
    """The organisations that the person represents, as the identity provider last said."""
    rows = Representation.objects.filter(person=person, ended_at=None).order_by("uscc")
    return tuple(Represented(row.uscc, Capacity(row.capacity)) for row in rows)


def keep_represented(person: str, told: Collection[Represented], *, at: datetime) -> int:
    """Bring the representations to what was told; returns how many began, ended or changed."""
    wanted = {one.uscc: one.capacity.value for one in told}
    ended = 0
    for row in Representation.objects.select_for_update().filter(person=person, ended_at=None):
        if wanted.get(row.uscc) == row.capacity:
            del wanted[row.uscc]
        else:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            ended += 1
    Representation.objects.bulk_create(
        [
            Representation(person=person, uscc=uscc, capacity=capacity, told_at=at)
            for uscc, capacity in wanted.items()
        ]
    )
    return ended + len(wanted)


def mandate(number: int) -> MandateFacts | None:
    """The mandate of that number."""
    row = Mandate.objects.filter(pk=number).first()
    return None if row is None else row.as_facts


def mandates_given(kind: PartyKind, grantor: str) -> tuple[MandateFacts, ...]:
    """Every mandate that a subject gave, the latest first."""
    rows = Mandate.objects.filter(grantor_kind=kind.value, grantor=grantor).order_by("-pk")
    return tuple(row.as_facts for row in rows)


def mandates_of(agent: str) -> tuple[MandateFacts, ...]:
    """Every mandate that was given to a person, the latest first."""
    return tuple(row.as_facts for row in Mandate.objects.filter(agent=agent).order_by("-pk"))


def mandates_standing(agent: str, *, day: date) -> tuple[MandateFacts, ...]:
    """The mandates that hold on a day."""
    holds = Q(first__lte=day, last__gte=day, revoked_at__isnull=True)
    return tuple(row.as_facts for row in Mandate.objects.filter(holds, agent=agent).order_by("pk"))


def mandate_held_still(number: int, *, day: date) -> bool:
    """Whether the mandate holds; nobody ends it before the caller's transaction is over."""
    # FOR UPDATE: two acts by one mandate at the same moment wait for each other, and both for its end
    holds = Q(first__lte=day, last__gte=day, revoked_at__isnull=True)
    return Mandate.objects.select_for_update().filter(holds, pk=number).first() is not None


def represented_still(person: str, uscc: str) -> bool:
    """Whether the person represents the organisation; it stays so until the caller's transaction is over."""
    rows = Representation.objects.select_for_update().filter(person=person, uscc=uscc, ended_at=None)
    return rows.first() is not None


def _holder(row: Holder | None) -> HolderFacts | None:
    return None if row is None else row.as_facts

"""Reading the tables of the area, and locking what an action relies on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from xinheng.areas.consent.models import Authorisation, Code, Holder, Mandate, Representation
from xinheng.areas.consent.terms import (
    AuthorisationFacts,
    Capacity,
    CodeFacts,
    HolderFacts,
    MandateFacts,
    PartyKind,
    Principal,
    Represented,
)
from xinheng.plumbing.crypto.keyed_hash import keyed_hash
from xinheng.plumbing.crypto.keyring import Purpose, key_ring


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


def holds_still(principal: Principal, *, day: date) -> bool:
    """Whether what gives the principal its powers holds; nobody ends it before the caller's transaction is over.

    FOR UPDATE: two acts by one mandate at the same moment wait for each other, and both for its end.
    """
    if principal.capacity is Capacity.AGENT:
        holds = Q(first__lte=day, last__gte=day, revoked_at__isnull=True)
        mine = Mandate.objects.select_for_update().filter(
            holds,
            agent=principal.person,
            grantor_kind=principal.acts_for_kind.value,
            grantor=principal.acts_for,
        )
        return any(row.pk == principal.mandate for row in mine)
    if principal.acts_for_kind is PartyKind.ORGANISATION:
        rows = Representation.objects.select_for_update().filter(ended_at=None)
        return rows.filter(person=principal.person, uscc=principal.acts_for).first() is not None
    return principal.person == principal.acts_for


def draw_authorisation() -> int:
    """The next number of an authorisation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('consent_authorisation', 'id'))")
        return int(cursor.fetchone()[0])


def digest_of(secret: str) -> str:
    """What is kept of a one-time code, however it was typed."""
    plain = "".join(letter for letter in secret.upper() if letter.isalnum())
    return keyed_hash(plain, ring=key_ring(), purpose=Purpose.READING_CODE)


def authorisation(number: str) -> AuthorisationFacts | None:
    """The authorisation of that number."""
    row = Authorisation.objects.filter(number=number).first()
    return None if row is None else row.as_facts


def authorisation_locked(number: str) -> AuthorisationFacts | None:
    """The same, and nobody ends it before the caller's transaction is over."""
    row = Authorisation.objects.select_for_update().filter(number=number).first()
    return None if row is None else row.as_facts


def authorisations_given(kind: PartyKind, grantor: str) -> tuple[AuthorisationFacts, ...]:
    """Every authorisation that a subject gave, the latest first."""
    rows = Authorisation.objects.filter(grantor_kind=kind.value, grantor=grantor).order_by("-pk")
    return tuple(row.as_facts for row in rows)


def authorisations_to(grantee: str, *, limit: int, offset: int) -> tuple[AuthorisationFacts, ...]:
    """Authorisations to a department, the latest first."""
    rows = Authorisation.objects.filter(grantee=grantee).order_by("-pk")
    return tuple(row.as_facts for row in rows[offset : offset + limit])


def code(secret: str) -> tuple[CodeFacts, AuthorisationFacts] | None:
    """The code with this secret, and its authorisation; used and expired ones too."""
    row = Code.objects.select_related("authorisation").filter(digest=digest_of(secret)).first()
    return None if row is None else (row.as_facts, row.authorisation.as_facts)


def codes_of(number: str) -> tuple[CodeFacts, ...]:
    """The codes of an authorisation, the latest first."""
    rows = Code.objects.filter(authorisation__number=number).order_by("-pk")
    return tuple(row.as_facts for row in rows)


def _holder(row: Holder | None) -> HolderFacts | None:
    return None if row is None else row.as_facts

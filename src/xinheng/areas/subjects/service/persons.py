"""The one way to what is known of a person; every access is in the access log before the answer leaves."""

from __future__ import annotations

from datetime import date, datetime

from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import Permission
from xinheng.areas.subjects.store import persons
from xinheng.areas.subjects.terms import PersonFacts, RoleFacts
from xinheng.kernel.identifiers import citizen_id
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.crypto.keyring import Purpose, key_ring
from xinheng.plumbing.crypto.values import unseal


def own_roles(keyed_hash: str, *, day: date) -> tuple[RoleFacts, ...]:
    """The roles in which the platform knows a person on a day. Whoever asks has to be that person: `consent.read_own`."""
    return persons.roles(keyed_hash, day=day)


def person(
    keyed_hash: str, *, user: object, matter: str, legal_basis: str, at: datetime
) -> PersonFacts | None:
    """The masked number and the roles that hold today; None when the person is in no role any more (SUB-01).

    Raises `departments.service.AccessRefused` or `NoBasisGiven`.
    """
    purpose = departments.Purpose(
        subject_kind="person",
        subject=keyed_hash,
        matter=matter,
        legal_basis=legal_basis,
        permission=Permission.PERSONS_READ,
    )

    def read() -> PersonFacts | None:
        sealed, roles = persons.encrypted(keyed_hash), persons.roles(keyed_hash, day=day_of(at))
        if sealed is None or not roles:
            return None
        number = unseal(sealed, ring=key_ring(), purpose=Purpose.PERSON_VALUE, belongs_to=keyed_hash)
        return PersonFacts(keyed_hash, citizen_id.mask(number.decode()), roles)

    return departments.read_logged(user, purpose, read, at=at)

"""Who acts for whom: asked anew for every request, and once more, under a lock, by every action that relies on it."""

from __future__ import annotations

from datetime import datetime

from xinheng.areas.consent import rules, store
from xinheng.areas.consent.terms import (
    SELF,
    Capacity,
    Choice,
    HolderFacts,
    MandateFacts,
    PartyKind,
    Principal,
)
from xinheng.areas.departments import service as departments
from xinheng.areas.subjects import service as subjects
from xinheng.kernel.identifiers import citizen_id
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.crypto.keyed_hash import keyed_hash
from xinheng.plumbing.crypto.keyring import key_ring


def holder(user: object) -> HolderFacts | None:
    """The login of a request's user; None for staff, systems, anonymous and deactivated ones."""
    facts = departments.subject(user)
    return None if facts is None else store.holder_of(facts.id)


def holder_for(person: str) -> HolderFacts | None:
    """The login of a person, by keyed hash; None when that person never logged in."""
    return store.holder_for(person)


def principal(user: object, chosen: str | None = None, *, at: datetime) -> Principal | None:
    """Who acts, and for whom. `chosen` is what the session keeps (`terms.CHOSEN`); None means for themselves.

    None when the user is no subject, and when what was chosen does not hold (any more): the caller then asks
    again for whom, and does nothing in between.
    """
    held = holder(user)
    if held is None:
        return None
    if chosen is None or chosen == SELF:
        return Principal(
            user=held.username, person=held.person, acts_for_kind=PartyKind.PERSON, acts_for=held.person,
            mandate=None, powers=rules.OWN_POWERS[Capacity.SELF],
        )  # fmt: skip
    kind, _, name = chosen.partition(":")
    if kind == PartyKind.ORGANISATION:
        return _representative(held, name)
    return _agent(held, name, at=at) if kind == "mandate" else None


def _representative(held: HolderFacts, uscc: str) -> Principal | None:
    found = next((one for one in store.represented(held.person) if one.uscc == uscc), None)
    if found is None:
        return None
    return Principal(
        user=held.username, person=held.person, acts_for_kind=PartyKind.ORGANISATION, acts_for=uscc, mandate=None,
        powers=rules.OWN_POWERS[found.capacity], capacity=found.capacity,
    )  # fmt: skip


def _agent(held: HolderFacts, number: str, *, at: datetime) -> Principal | None:
    standing = store.mandates_standing(held.person, day=day_of(at))
    found = next((one for one in standing if str(one.id) == number), None)
    if found is None:
        return None
    return Principal(
        user=held.username, person=held.person, acts_for_kind=found.grantor_kind, acts_for=found.grantor,
        mandate=found.id, powers=found.powers, capacity=Capacity.AGENT,
    )  # fmt: skip


def choices(user: object, *, at: datetime) -> tuple[Choice, ...]:
    """For whom the user may act now: themselves, the organisations they represent, those they are an agent of."""
    held = holder(user)
    if held is None:
        return ()
    represented = store.represented(held.person)
    mandates = store.mandates_standing(held.person, day=day_of(at))
    organisations = {one.uscc for one in represented}
    organisations |= {one.grantor for one in mandates if one.grantor_kind is PartyKind.ORGANISATION}
    names = subjects.names_of(organisations) if organisations else {}
    persons = {one.grantor for one in mandates if one.grantor_kind is PartyKind.PERSON}
    names |= store.names_of_persons(persons) if persons else {}
    found = [Choice(SELF, PartyKind.PERSON, held.name, "", Capacity.SELF)]
    found += [
        Choice(
            f"organisation:{one.uscc}",
            PartyKind.ORGANISATION,
            names.get(one.uscc, one.uscc),
            one.uscc,
            one.capacity,
        )
        for one in represented
    ]
    found += [
        Choice(
            key=f"mandate:{one.id}", kind=one.grantor_kind, name=names.get(one.grantor, ""),
            code=one.grantor if one.grantor_kind is PartyKind.ORGANISATION else "", capacity=Capacity.AGENT,
            until=one.last,
        )
        for one in mandates
    ]  # fmt: skip
    return tuple(found)


def name_of(principal: Principal) -> str:
    """The name of whom the principal acts for; the code of an organisation that the library does not know."""
    return name_of_party(principal.acts_for_kind, principal.acts_for)


def name_of_party(kind: PartyKind, code: str) -> str:
    """An organisation by name and code; a person as they log in, "" for who never did. For who knows the code already."""
    if kind is PartyKind.ORGANISATION:
        return subjects.names_of([code]).get(code, code)
    return store.names_of_persons([code]).get(code, "")


def mandate(number: int) -> MandateFacts | None:
    """The mandate of that number."""
    return store.mandate(number)


def person_of(number: str) -> str | None:
    """The keyed hash of a citizen id; None when it is none. The number itself is kept nowhere."""
    if not citizen_id.is_valid(number):
        return None
    return keyed_hash(citizen_id.compact(number), ring=key_ring())


def mandates_given(principal: Principal) -> tuple[MandateFacts, ...]:
    """Every mandate that the subject gave, the latest first."""
    return store.mandates_given(principal.acts_for_kind, principal.acts_for)


def mandates_held(principal: Principal) -> tuple[MandateFacts, ...]:
    """Every mandate that was given to the person who acts, the latest first."""
    return store.mandates_of(principal.person)

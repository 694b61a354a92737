"""Contacts: addresses outside, encrypted, and the codes that show that somebody reads there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xinheng.areas.notices.models import Contact
from xinheng.areas.notices.terms import Addressee, AddresseeKind, Channel, ContactFacts
from xinheng.plumbing.crypto.keyring import Purpose, key_ring
from xinheng.plumbing.crypto.values import seal, unseal


def add(
    addressee: Addressee,
    channel: Channel,
    *,
    address: str,
    hint: str,
    code: str,
    until: datetime,
    by: str,
    at: datetime,
) -> Contact:
    """A new contact that waits for its code. One that waited for the same channel ends."""
    _of(addressee, channel).filter(verified_at=None, ended_at=None).update(
        ended_at=at, ended_by=by, code=None
    )
    return Contact.objects.create(
        addressee_kind=addressee.kind.value, addressee=addressee.id, channel=channel.value,
        sealed=_sealed(address, addressee), hint=hint, set_by=by, set_at=at, code=_sealed(code, addressee),
        code_until=until,
    )  # fmt: skip


def find(number: int) -> Contact | None:
    """The contact of that number, locked until the transaction ends."""
    return Contact.objects.select_for_update().filter(pk=number).first()


def address_of(contact: Contact) -> str:
    """The address in clear."""
    return _opened(bytes(contact.sealed), contact)


def code_of(contact: Contact) -> str | None:
    """The code in clear; None once it was told, or the contact ended."""
    return None if contact.code is None else _opened(bytes(contact.code), contact)


def put_in_use(contact: Contact, *, by: str, at: datetime) -> None:
    """The contact is verified; the one in use before it ends."""
    _of(addressee_of(contact), Channel(contact.channel)).filter(
        verified_at__isnull=False, ended_at=None
    ).update(ended_at=at, ended_by=by)
    contact.verified_at, contact.code = at, None
    contact.save(update_fields=["verified_at", "code"])


def end(contact: Contact, *, by: str, at: datetime) -> None:
    """The contact is used no more."""
    contact.ended_at, contact.ended_by, contact.code = at, by, None
    contact.save(update_fields=["ended_at", "ended_by", "code"])


def note_wrong_code(contact: Contact) -> None:
    """Somebody told another code."""
    contact.wrong_codes += 1
    contact.save(update_fields=["wrong_codes"])


def set_since(addressee: Addressee, since: datetime) -> int:
    """How many contacts of the addressee were set since then, whatever became of them."""
    return Contact.objects.filter(
        addressee_kind=addressee.kind.value, addressee=addressee.id, set_at__gt=since
    ).count()


def of(addressee: Addressee) -> tuple[ContactFacts, ...]:
    """Contacts of an addressee that are in use or wait for their code, by channel."""
    rows = Contact.objects.filter(
        addressee_kind=addressee.kind.value, addressee=addressee.id, ended_at=None
    ).order_by("channel", "id")
    return tuple(facts_of(row) for row in rows)


def in_use(addressees: Sequence[Addressee]) -> dict[Addressee, list[tuple[int, Channel]]]:
    """The verified contacts of many addressees, in one query."""
    wanted = set(addressees)
    rows = Contact.objects.filter(
        addressee__in={each.id for each in wanted}, verified_at__isnull=False, ended_at=None
    ).order_by("id")
    found: dict[Addressee, list[tuple[int, Channel]]] = {}
    for number, kind, name, channel in rows.values_list("id", "addressee_kind", "addressee", "channel"):
        addressee = Addressee(AddresseeKind(kind), name)
        if addressee in wanted:
            found.setdefault(addressee, []).append((number, Channel(channel)))
    return found


def addressee_of(contact: Contact) -> Addressee:
    """Whose contact it is."""
    return Addressee(AddresseeKind(contact.addressee_kind), contact.addressee)


def facts_of(row: Contact) -> ContactFacts:
    """The row as others see it."""
    return ContactFacts(
        id=row.pk,
        addressee=addressee_of(row),
        channel=Channel(row.channel),
        hint=row.hint,
        set_by=row.set_by,
        set_at=row.set_at,
        verified_at=row.verified_at,
        ended_at=row.ended_at,
    )


def _of(addressee: Addressee, channel: Channel):  # type: ignore[no-untyped-def]
    return Contact.objects.filter(
        addressee_kind=addressee.kind.value, addressee=addressee.id, channel=channel.value
    )


def _sealed(value: str, addressee: Addressee) -> bytes:
    return seal(value.encode(), ring=key_ring(), purpose=Purpose.CONTACT, belongs_to=_name(addressee))


def _opened(sealed: bytes, contact: Contact) -> str:
    belongs_to = _name(addressee_of(contact))
    return unseal(sealed, ring=key_ring(), purpose=Purpose.CONTACT, belongs_to=belongs_to).decode()


def _name(addressee: Addressee) -> str:
    return f"{addressee.kind}/{addressee.id}"

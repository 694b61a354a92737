"""Subjects come in through the identity provider."""

from __future__ import annotations

import secrets
from datetime import datetime

import polars as pl

from xinheng.areas.consent import store
from xinheng.areas.consent.models import Holder
from xinheng.areas.consent.terms import (
    Claims,
    HolderFacts,
    Represented,
)
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments import service as department_service
from xinheng.areas.departments.terms import Role
from xinheng.areas.ledger.actions import Recorded, one_entry_each, recorded
from xinheng.areas.subjects import actions as subjects
from xinheng.areas.subjects.terms import PersonRole
from xinheng.kernel.identifiers import citizen_id, uscc
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json
from xinheng.plumbing.crypto.keyed_hash import keyed_hash
from xinheng.plumbing.crypto.keyring import key_ring

_SOURCE = "identity-provider"
_NAME_BYTES = 8


class UnableToEnter(ValueError):
    """The identity provider's claims do not make a login; `text` says why, to the person who logs in."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


def enter(claims: Claims, *, actor: str, at: datetime) -> HolderFacts:
    """Take in who comes from the identity provider: their login, opened the first time, and whom they represent.

    The person is known by the citizen id alone; name and address decide nothing. An organisation that was claimed
    before and is not any more is represented no longer. Raises `UnableToEnter`.
    """
    if not citizen_id.is_valid(claims.number):
        raise UnableToEnter(
            Text(
                zh="统一身份认证未提供有效的证件号码。", en="The identity provider gave no valid citizen id."
            )
        )
    person = keyed_hash(citizen_id.compact(claims.number), ring=key_ring())
    with one_entry_each():
        holder = store.holder_for(person) or _open(person, claims, actor=actor, at=at)
        if set(store.represented(person)) != set(claims.represents):
            keep_represented(holder, claims.represents, actor=actor, at=at)
    return holder


def _open(person: str, claims: Claims, *, actor: str, at: datetime) -> HolderFacts:
    """A first login: the person is known by own request, and gets a user that says nothing about them."""
    username = f"subject-{secrets.token_hex(_NAME_BYTES)}"
    rows = pl.DataFrame(
        {
            "keyed_hash": [person],
            "number": [citizen_id.compact(claims.number)],
            "role": [PersonRole.OWN_REQUEST.value],
            "source": [_SOURCE],
        }
    )
    subjects.save_persons(rows, actor=actor, at=at)
    new = departments.NewUser(username=username, name=claims.name[:100], role=Role.SUBJECT)
    departments.create_user(new, actor=actor, at=at)
    return open_holder(username, person=person, actor=actor, at=at)


@recorded("consent.holder_opened")
def open_holder(username: str, *, person: str, actor: str, at: datetime) -> Recorded[HolderFacts]:
    """Tie a subject's user to the person it is of, for ever. The entry names the user alone."""
    user = department_service.user(username)
    if department_service.subject(user) is None or user is None:
        raise UnableToEnter(Text(zh="该账号不是信用主体用户。", en="The account is not a subject's."))
    row = Holder.objects.create(account=user, person=person, since=at)
    return Recorded(row.as_facts, about=("user", username), payload={"username": username})


@recorded("consent.represented")
def keep_represented(
    holder: HolderFacts, told: tuple[Represented, ...], *, actor: str, at: datetime
) -> Recorded[int]:
    """Bring the organisations that a login represents to what the identity provider says now."""
    known = [one for one in told if uscc.is_valid(one.uscc)]
    changed = store.keep_represented(holder.person, known, at=at)
    payload: dict[str, Json] = {
        "username": holder.username,
        "represents": [{"uscc": one.uscc, "capacity": one.capacity.value} for one in known],
    }
    return Recorded(changed, about=("user", holder.username), payload=payload)

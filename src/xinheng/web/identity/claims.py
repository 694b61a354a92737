"""What the identity provider vouches for, read strictly: a claim of another form is no claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xinheng.areas.consent.terms import Capacity, Claims, Represented
from xinheng.plumbing.identity import IdentitySettings

_MOST = 200
"""Organisations of one person; more are a fault of the provider."""
_CAPACITIES = {one.value: one for one in (Capacity.LEGAL_REPRESENTATIVE, Capacity.HANDLER)}


class UnusableClaims(ValueError):
    """The claims are not of the agreed form; the message names the claim, never its content."""


def read_claims(told: Mapping[str, Any], node: IdentitySettings) -> Claims:
    """Number, name and organisations. Everything else that the provider says is left unread.

    Organisations: a list of {"uscc": …, "capacity": "legal_representative" | "handler"}.
    """
    number, name = told.get(node.number_claim), told.get("name")
    if not isinstance(number, str) or not number.strip():
        raise UnusableClaims(node.number_claim)
    if not isinstance(name, str) or not name.strip():
        raise UnusableClaims("name")
    organisations = told.get(node.organisations_claim, [])
    if not isinstance(organisations, list) or len(organisations) > _MOST:
        raise UnusableClaims(node.organisations_claim)
    found = {one.uscc: one for one in map(_represented, organisations)}
    return Claims(number=number.strip(), name=name.strip(), represents=tuple(found.values()))


def _represented(told: object) -> Represented:
    if not isinstance(told, dict) or not isinstance(told.get("uscc"), str):
        raise UnusableClaims("uscc")
    capacity = _CAPACITIES.get(str(told.get("capacity")))
    if capacity is None:
        raise UnusableClaims("capacity")
    return Represented(told["uscc"].strip().upper(), capacity)

"""Made-up persons who log in, and whom they represent."""

from __future__ import annotations

import numpy as np

from demo.province.codes import citizen_ids
from tests.acceptance.rows import FARM, MILL
from tests.db.departments.support import AT
from xinheng.areas.consent import actions, service
from xinheng.areas.consent.terms import Capacity, Claims, HolderFacts, Principal, Represented
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.models import User

__all__ = ["AT", "FARM", "MILL", "entered", "number", "principal", "user_of"]


def number(serial: int = 1) -> str:
    """The citizen id of a made-up person."""
    (made,) = citizen_ids(births=np.array([19900101]), serials=np.array([serial]))
    return str(made)


def entered(
    serial: int = 1, *organisations: str, capacity: Capacity = Capacity.LEGAL_REPRESENTATIVE, name: str = ""
) -> HolderFacts:
    """A person's login, as it is after the identity provider vouched for them."""
    claims = Claims(
        number=number(serial),
        name=name or f"示例{serial}",
        represents=tuple(Represented(uscc, capacity) for uscc in organisations),
    )
    return actions.enter(claims, actor="identity-provider", at=AT)


def user_of(holder: HolderFacts) -> User:
    """The user of a login."""
    user = departments.user(holder.username)
    assert user is not None
    return user


def principal(holder: HolderFacts, chosen: str | None = None, *, at: object = AT) -> Principal:
    """The principal that the login is, acting for what was chosen."""
    found = service.principal(user_of(holder), chosen, at=at)  # type: ignore[arg-type]
    assert found is not None
    return found

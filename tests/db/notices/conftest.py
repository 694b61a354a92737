"""Contacts in use, gateways that do as planned, and the worker's job without a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.db.notices import gateways
from tests.db.notices.support import AT
from xinheng.areas.notices import actions, jobs
from xinheng.areas.notices.models import Contact, Delivery
from xinheng.areas.notices.store import contacts
from xinheng.areas.notices.terms import Addressee, Channel, ContactFacts, DeliveryState


@pytest.fixture(autouse=True)
def _gateways(settings: Any) -> Iterator[None]:
    settings.MESSAGE_GATEWAY = gateways.PATH
    settings.SITE_URL = "https://credit.example.cn"
    gateways.plan.clear()
    gateways.taken.clear()
    yield
    gateways.plan.clear()
    gateways.taken.clear()


def code_of(contact: ContactFacts) -> str:
    """The code that was sent."""
    found = contacts.code_of(Contact.objects.get(pk=contact.id))
    assert found is not None
    return found


@pytest.fixture
def reach() -> Callable[..., ContactFacts]:
    """Gives an addressee a contact in use."""

    def make(to: Addressee, channel: Channel = Channel.MESSAGE, address: str = "13800000009") -> ContactFacts:
        waits = actions.set_contact(to, channel, address, actor="boss", at=AT)
        return actions.verify_contact(waits.id, code_of(waits), actor="boss", at=AT)

    return make


def work(delivery: int | None = None) -> DeliveryState:
    """What the worker does with the newest delivery."""
    number = delivery or Delivery.objects.latest("id").pk
    try:
        jobs.deliver(number)
    except jobs.ToBeTriedAgain:
        assert Delivery.objects.get(pk=number).state == "trying_again"
    return DeliveryState(Delivery.objects.get(pk=number).state)

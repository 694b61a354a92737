"""Pages are asked at a fixed moment, about records that came through the real intake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.cache import cache
from django.test import Client

from tests.acceptance.conftest import at, department, law, send
from tests.acceptance.rows import MILL, ORGAN, licence, penalty
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.plumbing import clock

__all__ = ["department", "law", "send"]

DAY = date(2026, 3, 9)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], datetime]:
    """Sets the clock of the pages to noon of a day; begins with `DAY`."""

    def set_to(day: date) -> datetime:
        cache.clear()
        monkeypatch.setattr(clock, "now", lambda: at(day, 12))
        return at(day, 12)

    set_to(DAY)
    return set_to


@pytest.fixture
def sender(department: Callable[..., DepartmentFacts]) -> DepartmentFacts:
    """The department that sent everything here."""
    return department("scjg", "market_regulation", uscc=ORGAN)


@pytest.fixture
def shown(sender: DepartmentFacts, send: Callable, noon: Callable) -> str:
    """A licence and a corrected penalty about one organisation; returns its code."""
    send(sender, "licence", [licence()], on=date(2026, 3, 5))
    send(sender, "penalty", [penalty()], on=date(2026, 3, 5))
    send(sender, "penalty", [penalty(CF_NR="罚款2000元，限期改正")], on=date(2026, 3, 6))
    return MILL


@pytest.fixture
def reader(client: Client) -> Client:
    """A client that says what it takes, as browsers do."""
    client.defaults["HTTP_ACCEPT"] = "text/html"
    client.defaults["HTTP_HOST"] = "localhost"
    return client

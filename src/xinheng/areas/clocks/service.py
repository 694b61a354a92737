"""What others ask: the clocks of a case, and how each day was reckoned."""

from __future__ import annotations

from xinheng.areas.clocks import store
from xinheng.areas.clocks.models import Reckoned
from xinheng.areas.clocks.terms import ClockFacts, ReckoningFacts


def clocks_about(about: tuple[str, str]) -> tuple[ClockFacts, ...]:
    """Every clock of a case, the oldest first."""
    return tuple(clock.as_facts for clock in store.about(about))


def reckonings(clock_id: int) -> tuple[ReckoningFacts, ...]:
    """Every day that was reckoned for a clock, the first first."""
    return tuple(row.as_facts for row in Reckoned.objects.filter(clock_id=clock_id).order_by("id"))

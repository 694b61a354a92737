"""The one place that reads the clock; only web, jobs and commands may call it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, aware, in Asia/Shanghai."""
    return datetime.now(SHANGHAI)


def today() -> date:
    """The civil day in Asia/Shanghai: terms begin and end at its 00:00."""
    return now().date()


def day_of(at: datetime) -> date:
    """The civil day in Asia/Shanghai of a given moment."""
    return at.astimezone(SHANGHAI).date()

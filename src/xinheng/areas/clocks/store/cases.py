"""The clocks of one case, and the days as they were reckoned."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from xinheng.areas.clocks.models import Clock, Reckoned
from xinheng.areas.clocks.terms import ClockState


def running(about: tuple[str, str], deadline: str | None = None) -> list[Clock]:
    """The running clocks of a case, or that of one deadline; locked for the caller's transaction."""
    rows = Clock.objects.select_for_update().filter(
        about_kind=about[0], about_id=about[1], state=ClockState.RUNNING.value
    )
    return list(rows if deadline is None else rows.filter(deadline=deadline))


def about(case: tuple[str, str]) -> list[Clock]:
    """Every clock of a case, the oldest first."""
    return list(Clock.objects.filter(about_kind=case[0], about_id=case[1]).order_by("id"))


def about_each(cases: Collection[tuple[str, str]]) -> list[Clock]:
    """The clocks of many cases, the oldest first."""
    by_kind: dict[str, list[str]] = {}
    for kind, number in cases:
        by_kind.setdefault(kind, []).append(number)
    asked = Q(pk__in=[])
    for kind, numbers in by_kind.items():
        asked |= Q(about_kind=kind, about_id__in=numbers)
    return list(Clock.objects.filter(asked).order_by("id"))


def keep_reckonings(clocks: Iterable[Clock], *, why: str, law: str, at: datetime) -> None:
    """Write down the days as they stand on the clocks now."""
    Reckoned.objects.bulk_create(
        Reckoned(
            clock=clock,
            due_on=clock.due_on,
            provisional=clock.provisional,
            rule=clock.rule,
            status=clock.status,
            why=why,
            law=law,
            at=at,
        )
        for clock in clocks
    )

"""Queries over clocks; every list and count is one statement that an index answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from xinheng.areas.clocks.models import Clock, Lapse, Reckoned
from xinheng.areas.clocks.terms import ClockState
from xinheng.kernel.lawbook import Lawbook, Ruled, meta

_DAY = timedelta(days=1)


def running(about: tuple[str, str], deadline: str | None = None) -> list[Clock]:
    """The running clocks of a case, or that of one deadline; locked for the caller's transaction."""
    rows = Clock.objects.select_for_update().filter(
        about_kind=about[0], about_id=about[1], state=ClockState.RUNNING.value
    )
    return list(rows if deadline is None else rows.filter(deadline=deadline))


def about(case: tuple[str, str]) -> list[Clock]:
    """Every clock of a case, the oldest first."""
    return list(Clock.objects.filter(about_kind=case[0], about_id=case[1]).order_by("id"))


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


def replace_lapses(lawbook: Lawbook) -> list[Lapse]:
    """Put the packs' lapse rules in the place of those that stood."""
    rows = list(_resolved(lawbook))
    Lapse.objects.all().delete()
    return Lapse.objects.bulk_create(rows)


def _resolved(lawbook: Lawbook) -> Iterator[Lapse]:
    """Each deadline's rules, one row for as long as one stands."""
    days = lawbook.days_of_change()
    open_: dict[str, Lapse] = {}
    for first, following in zip(days, [*days[1:], None], strict=True):
        last = following - _DAY if following else None
        found = {ruled.value.deadline: ruled for ruled in lawbook.as_of(first).lapses()}
        for deadline in [deadline for deadline, row in open_.items() if _ends(row, found.get(deadline))]:
            yield open_.pop(deadline)
        for deadline, ruled in found.items():
            open_.setdefault(deadline, _row(ruled, first)).last = last
    yield from open_.values()


def _ends(row: Lapse, ruled: Ruled[meta.Lapse] | None) -> bool:
    return ruled is None or _row(ruled, row.first).rule != row.rule


def _row(ruled: Ruled[meta.Lapse], first: date) -> Lapse:
    return Lapse(
        deadline=ruled.value.deadline,
        first=first,
        effect=ruled.value.effect.value,
        own_rule=ruled.value.own_rule,
        rule=f"{ruled.entry}@{ruled.version}",
        status=ruled.status.value,
    )

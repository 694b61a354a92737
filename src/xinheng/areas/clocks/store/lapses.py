"""The lapse rules of the packs, day by day, for the views that join them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from xinheng.areas.clocks.models import Lapse
from xinheng.kernel.lawbook import Lawbook, Ruled, meta

_DAY = timedelta(days=1)


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

"""The public figures of a month, made from counted steps. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xinheng.areas.rights.terms import BodyFigures, DaysToDecide
from xinheng.kernel.workdays import Calendar

_HALF, _NINE_TENTHS = 50, 90


@dataclass(frozen=True, slots=True)
class Counted:
    """So many steps of a name by a body in a month; `again` when they decide a second look at its refusal."""

    body: str
    step: str
    again: bool
    number: int


@dataclass(frozen=True, slots=True)
class Waited:
    """So many records of a body that were gone on a day, after the day from which they should have been."""

    body: str
    since: date
    gone: date
    number: int


def figures(
    counted: Iterable[Counted],
    waited: Iterable[Waited],
    decided: Mapping[str, DaysToDecide],
    *,
    calendar: Calendar,
) -> tuple[BodyFigures, ...]:
    """One line for each body of which anything is to be told, by its code; the centre has the code ""."""
    steps: dict[str, dict[tuple[str, bool], int]] = defaultdict(lambda: defaultdict(int))
    for each in counted:
        steps[each.body][each.step, each.again] += each.number
    days: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in waited:
        days[one.body].append((max(calendar.between(one.since, one.gone), 0), one.number))
    return tuple(
        _body(body, steps.get(body, {}), days.get(body, []), decided.get(body, DaysToDecide()))
        for body in sorted({*steps, *days, *decided})
    )


def total(
    lines: Iterable[BodyFigures], days: DaysToDecide, waited: Iterable[Waited], calendar: Calendar
) -> BodyFigures:
    """All bodies together; medians are made anew from the days, never from medians."""
    lines = tuple(lines)
    spread = [(max(calendar.between(each.since, each.gone), 0), each.number) for each in waited]
    names = ("received", "granted", "refused", "reversed", "upheld", "repaired", "withdrawn")
    sums = {name: sum(getattr(each, name) for each in lines) for name in names}
    return BodyFigures(
        body="",
        **sums,
        decided=days,
        gone_median=rank(spread, _HALF),
        gone_slowest=rank(spread, _NINE_TENTHS),
    )


def rank(days: Sequence[tuple[int, int]], percent: int) -> int | None:
    """The smallest number of days that so many in a hundred do not exceed (nearest rank); (days, how often) given."""
    wanted = (sum(number for _, number in days) * percent + 99) // 100
    seen = 0
    for each, number in sorted(days):
        seen += number
        if seen >= wanted:
            return each
    return None


def _body(
    body: str, steps: Mapping[tuple[str, bool], int], days: Sequence[tuple[int, int]], decided: DaysToDecide
) -> BodyFigures:
    def of(*names: str, again: bool = False) -> int:
        return sum(steps.get((name, again), 0) for name in names)

    return BodyFigures(
        body=body,
        received=of("transferred", "taken_in", "own_fault"),
        granted=of("granted"),
        refused=of("refused"),
        reversed=of("granted", again=True),
        upheld=of("upheld", again=True),
        repaired=of("repaired", "proven"),
        withdrawn=of("withdrawn"),
        decided=decided,
        gone_median=rank(days, _HALF),
        gone_slowest=rank(days, _NINE_TENTHS),
    )

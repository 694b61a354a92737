"""The words of the area: whom a clock binds, how it stands, how near its day is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from xinheng.kernel.lawbook.meta import Status
from xinheng.kernel.text import Text


class BoundKind(StrEnum):
    """Who has to act before a clock runs out."""

    DEPARTMENT = "department"
    CENTRE = "centre"
    AGENCY = "agency"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Bound:
    """Who is bound: a department's code, "" for the centre, an agency's or an organisation's USCC, a person's hash."""

    kind: BoundKind
    id: str = ""


CENTRE = Bound(BoundKind.CENTRE)


class ClockState(StrEnum):
    """How a clock stands: it runs, it was met in time or late, or its matter fell away."""

    RUNNING = "running"
    MET = "met"
    MET_LATE = "met_late"
    CANCELLED = "cancelled"


class DueState(StrEnum):
    """How near the day of a running clock is; `ended` of one that runs no more."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    DUE_SOON = "due_soon"
    DUE_LATER = "due_later"
    ENDED = "ended"


class Reckoning(StrEnum):
    """Why a day was reckoned: the clock began, or the law or the calendar changed."""

    STARTED = "started"
    RECOMPUTED = "recomputed"


BOUND_TITLES: Mapping[BoundKind, Text] = {
    BoundKind.DEPARTMENT: Text(zh="部门", en="Department"),
    BoundKind.CENTRE: Text(zh="信用中心", en="Credit centre"),
    BoundKind.AGENCY: Text(zh="信用服务机构", en="Credit service agency"),
    BoundKind.SUBJECT: Text(zh="信用主体", en="Subject"),
}
STATE_TITLES: Mapping[ClockState, Text] = {
    ClockState.RUNNING: Text(zh="进行中", en="Running"),
    ClockState.MET: Text(zh="按期完成", en="Met in time"),
    ClockState.MET_LATE: Text(zh="逾期完成", en="Met late"),
    ClockState.CANCELLED: Text(zh="已终止", en="Cancelled"),
}
DUE_TITLES: Mapping[DueState, Text] = {
    DueState.OVERDUE: Text(zh="已逾期", en="Overdue"),
    DueState.DUE_TODAY: Text(zh="今日到期", en="Due today"),
    DueState.DUE_SOON: Text(zh="五个工作日内到期", en="Due within five working days"),
    DueState.DUE_LATER: Text(zh="以后到期", en="Due later"),
    DueState.ENDED: Text(zh="已结束", en="Ended"),
}

PROVISIONAL_SAID = Text(
    zh="（期限日期暂定：该年放假安排公布后重新计算，以案件页面所示为准。）",
    en=" (The day is provisional: it is reckoned again when that year's holidays are announced; the page of the case "
    "shows it.)",
)
"""What is added where a provisional day is told once and for all, as in a notice."""


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """One clock.

    `deadline` is the lawpack's id, `about` the (kind, id) of the case, `event_on` the day it runs from, `due_on`
    the last day to act in time. `provisional`: a year without an announced calendar was counted, and the day
    will be reckoned again. `rule` is `<pack>/<entry>@<version>` and `status` how far that entry was law;
    `statutory` is False where the text names no number and the length is a service standard.
    """

    id: int
    deadline: str
    title: Text
    about: tuple[str, str]
    bound: Bound
    event_on: date
    due_on: date
    provisional: bool
    rule: str
    status: Status
    started_at: datetime
    stopped_at: datetime | None
    state: ClockState
    statutory: bool = True

    @property
    def running(self) -> bool:
        """True until it is met or cancelled."""
        return self.state is ClockState.RUNNING


@dataclass(frozen=True, slots=True)
class ReckoningFacts:
    """A day as it was reckoned at a moment; the newest counts."""

    due_on: date
    provisional: bool
    rule: str
    status: Status
    why: Reckoning
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A running clock on the board; `days` working days are left: 0 on the last day, negative when overdue."""

    clock: ClockFacts
    due: DueState
    days: int


@dataclass(frozen=True, slots=True)
class Board:
    """What is due on a day: how many in each state, and one page of those asked for, the earliest first.

    `soon` is the last day that counts as soon; `total` the number of clocks that `lines` is a page of.
    """

    today: date
    soon: date
    counts: Mapping[DueState, int]
    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How deadlines were kept: ended in a span of days, and overdue on the day asked.

    `bound` and `deadline` are None where the figures are not divided by them. `median` and `slowest_tenth` are
    working days from the event to the end (nearest rank, 50 % and 90 %), None where nothing ended.
    """

    bound: Bound | None
    deadline: str | None
    on_time: int
    late: int
    overdue: int
    median: int | None
    slowest_tenth: int | None

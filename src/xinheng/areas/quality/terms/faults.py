"""Late, wrong and concealed reports, and records that should be shown and are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from xinheng.areas.quality.terms.words import Fault
from xinheng.kernel.text import Text


@dataclass(frozen=True, slots=True)
class LateRecord:
    """A record that became known after its due day. `subject` is a USCC, empty where it is about a person."""

    id: int
    department: str
    item: str
    organ: str
    instrument: str
    subject: str
    region: str
    submission: int
    receipt_no: str
    decided_on: date
    due_day: date
    known_on: date
    provisional: bool
    working_days_late: int
    closed_reason: str

    @property
    def closed(self) -> bool:
        """Whether the department's explanation closed it."""
        return bool(self.closed_reason)


class Match(StrEnum):
    """What a source count says beside what was received."""

    MATCHED = "matched"
    IN_TIME_YET = "in_time_yet"
    CONCEALED = "concealed"
    SURPLUS = "surplus"
    EXPLAINED = "explained"


MATCH_TITLES: Mapping[Match, Text] = {
    Match.MATCHED: Text(zh="一致", en="Agrees"),
    Match.IN_TIME_YET: Text(zh="尚在时限内", en="Still in time"),
    Match.CONCEALED: Text(zh="少报（疑似瞒报）", en="Fewer than at the source"),
    Match.SURPLUS: Text(zh="多于源头数量", en="More than at the source"),
    Match.EXPLAINED: Text(zh="差异已说明", en="Difference explained"),
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """How many acts a department says it decided on of an item between two days (both included)."""

    department: str
    item: str
    first: date
    last: date
    count: int


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A source count beside what stands in the archive for decisions of the same days."""

    id: int
    line: SourceLine
    received: int
    due_day: date | None
    match: Match
    reported_at: datetime
    reason: str = ""

    @property
    def missing(self) -> int:
        """Acts of the source that were not received."""
        return max(0, self.line.count - self.received)


class Undisplayed(StrEnum):
    """Why a record that should be shown is not: none of these is a legal bar (PUB-03)."""

    NO_TERM = "no_term"
    REVIEW_PENDING = "review_pending"
    UNEXPLAINED = "unexplained"


UNDISPLAYED_TITLES: Mapping[Undisplayed, Text] = {
    Undisplayed.NO_TERM: Text(zh="事项没有公示规则", en="The item has no rule of display"),
    Undisplayed.REVIEW_PENDING: Text(zh="合法性审查超时未决", en="Legality review is overdue"),
    Undisplayed.UNEXPLAINED: Text(zh="原因不明", en="No reason found"),
}


@dataclass(frozen=True, slots=True)
class UndisplayedLine:
    """Records of one department and item that should be shown and are not, for one reason."""

    department: str
    item: str
    why: Undisplayed
    records: int
    since: date


@dataclass(frozen=True, slots=True)
class ProblemTally:
    """Problems of one kind of fault, by how they stand."""

    open: int = 0
    mended: int = 0
    closed: int = 0

    def __add__(self, other: ProblemTally) -> ProblemTally:
        """Sum, count by count."""
        return ProblemTally(self.open + other.open, self.mended + other.mended, self.closed + other.closed)

    @property
    def total(self) -> int:
        """All of them."""
        return self.open + self.mended + self.closed


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One department's problems by fault."""

    code: str
    title: Text
    by_fault: Mapping[Fault, ProblemTally]

    @property
    def all(self) -> ProblemTally:
        """Of every fault together."""
        return sum(self.by_fault.values(), ProblemTally())

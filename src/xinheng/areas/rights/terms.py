"""All kinds of case: their machines by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xinheng.areas.archive.terms import MarkFacts
from xinheng.areas.clocks.terms import ClockFacts
from xinheng.areas.rights.cases.terms import CaseFacts, CaseKind, EvidenceFacts, Machine, StepFacts
from xinheng.areas.rights.objection.terms import OBJECTION, ObjectionFacts
from xinheng.areas.rights.repair.terms import REPAIR, RepairFacts
from xinheng.areas.rights.withdrawal.terms import WITHDRAWAL, WithdrawnFacts
from xinheng.kernel.text import Text

MACHINES: Mapping[CaseKind, Machine] = {each.kind: each for each in (OBJECTION, REPAIR, WITHDRAWAL)}


VERBS: Mapping[str, Text] = {
    "annotated": Text(zh="报告已标注", en="Report the annotation"),
    "handed_on": Text(zh="转交信用中心", en="Hand on to the credit centre"),
    "own_fault": Text(zh="属归集原因，由中心办理", en="Our gathering is at fault: decide here"),
    "transferred": Text(zh="转交提供单位", en="Transfer to the provider"),
    "acknowledged": Text(zh="签收", en="Acknowledge"),
    "taken_over": Text(zh="提供单位逾期，由中心接办", en="The provider is overdue: take over"),
    "granted": Text(zh="异议成立", en="Grant"),
    "refused": Text(zh="不予支持", en="Refuse"),
    "second_look_asked": Text(zh="申请复核", en="Ask for a second look"),
    "upheld": Text(zh="维持", en="Uphold"),
    "given_up": Text(zh="撤回", en="Give up"),
    "evidence_added": Text(zh="补充材料", en="Add evidence"),
    "accepted": Text(zh="受理", en="Accept"),
    "not_accepted": Text(zh="不予受理", en="Do not accept"),
    "repaired": Text(zh="准予修复", en="Repair"),
    "sent_back": Text(zh="责成重新办理", en="Send back to be decided again"),
    "reinstated": Text(zh="告知有误，恢复记录", en="The notice was mistaken: reinstate"),
}
"""What the button of a step says, where a step itself is told as done."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list: the record it is about in words, and the next day by which something is due."""

    case: CaseFacts
    item_title: Text
    instrument: str
    subject_name: str
    due_on: date | None = None
    overdue: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of cases, the latest first; `total` counts them all."""

    lines: tuple[CaseLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CaseView:
    """All that is known of one case. `fallen` are the first of `records` records that a notice withdrew; `shown`:
    anybody can see the record now."""

    line: CaseLine
    steps: tuple[StepFacts, ...]
    evidence: tuple[EvidenceFacts, ...]
    clocks: tuple[ClockFacts, ...]
    marks: tuple[MarkFacts, ...]
    objection: ObjectionFacts | None = None
    repair: RepairFacts | None = None
    fallen: tuple[WithdrawnFacts, ...] = ()
    records: int = 1
    shown: bool = False


@dataclass(frozen=True, slots=True)
class DaysToDecide:
    """How the deadlines for deciding objections were kept: in time, late, overdue today; working days."""

    on_time: int = 0
    late: int = 0
    overdue: int = 0
    median: int | None = None
    slowest_tenth: int | None = None


@dataclass(frozen=True, slots=True)
class BodyFigures:
    """A month of one body: a department by its code, the centre as "".

    `received` objections that came to its desk; `reversed` and `upheld` are second looks at its refusals. Records that
    `repaired` and `withdrawn` took off display were gone after so many working days from the application, or from the
    act that revoked what they rest on: the median and what nine in ten did not exceed.
    """

    body: str
    received: int
    granted: int
    refused: int
    reversed: int
    upheld: int
    repaired: int
    withdrawn: int
    decided: DaysToDecide
    gone_median: int | None
    gone_slowest: int | None

    @property
    def relieved(self) -> int:
        """Objections that found for the objector, at once or after a second look."""
        return self.granted + self.reversed

    @property
    def relief(self) -> int | None:
        """Of a hundred objections that were decided so many found for the objector, rounded down; None for none."""
        decided = self.granted + self.refused
        return self.relieved * 100 // decided if decided else None


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """The public figures of the month that begins on `first`; `until` is its last day, or today while it lasts."""

    first: date
    until: date
    bodies: tuple[BodyFigures, ...]
    total: BodyFigures

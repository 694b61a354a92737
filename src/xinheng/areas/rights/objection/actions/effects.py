"""What the steps of an objection do to the record, to the clocks and to those who are told."""

from __future__ import annotations

from datetime import datetime

from xinheng.areas.archive import actions as archive
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.clocks import actions as clocks
from xinheng.areas.clocks.terms import CENTRE
from xinheng.areas.rights.cases.rules import basis
from xinheng.areas.rights.cases.terms import CaseFacts
from xinheng.kernel.lawbook import Citation, NotInCatalogue
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of

DECIDING = ("objection-decide-own", "objection-decide-provider", "objection-decide-agency")
"""The deadlines that a decision meets."""
ANNOTATED = Text(
    zh="异议标注：信用主体对本条记录提出异议，正在处理", en="Objected: the subject contests this record"
)
REMOVED = Text(zh="异议成立，已删除", en="Removed: an objection was granted")


def annotated(case: CaseFacts, *, actor: str, at: datetime) -> None:
    """The record bears the annotation from this moment: the platform's own deadline is met with its beginning."""
    day = day_of(at)
    clocks.start("objection-annotate", about=case.about, bound=CENTRE, event_on=day, actor=actor, at=at)
    archive.mark([record_of(case)], MarkKind.OBJECTED, case=case.about, words=ANNOTATED, actor=actor, at=at)
    clocks.stop(case.about, "objection-annotate", actor=actor, at=at)


def second_look_begins(case: CaseFacts, *, actor: str, at: datetime) -> None:
    """A pack may set a service standard for the second look; no text at hand does."""
    clocks.start(
        "objection-second-look", about=case.about, bound=CENTRE, event_on=day_of(at), actor=actor, at=at
    )


def removed(case: CaseFacts, *, actor: str, at: datetime) -> None:
    """The record is neither shown nor used from this moment, as if it had never been."""
    archive.mark([record_of(case)], MarkKind.REMOVED, case=case.about, words=REMOVED, actor=actor, at=at)


def over(case: CaseFacts, *, why: str, actor: str, at: datetime, cancel: bool = False) -> None:
    """Nothing is awaited any more: clocks are met (or cancelled, where nobody decided), the annotation ends."""
    for deadline in () if cancel else (*DECIDING, "objection-second-look"):
        clocks.stop(case.about, deadline, actor=actor, at=at)
    clocks.cancel(case.about, why=why, actor=actor, at=at)
    archive.end_marks(case=case.about, kinds=[MarkKind.OBJECTED], why=why, actor=actor, at=at)


def told(case: CaseFacts, *, actor: str, at: datetime) -> None:
    """The party is told with the decision itself: where a pack sets a time for it, it is met."""
    clocks.start("objection-tell", about=case.about, bound=CENTRE, event_on=day_of(at), actor=actor, at=at)
    clocks.stop(case.about, "objection-tell", actor=actor, at=at)


def record_of(case: CaseFacts) -> tuple[str, bytes]:
    """Item and key of the contested record."""
    return case.item, case.key or b""


def decision_basis(case: CaseFacts, at: datetime) -> tuple[Citation, ...]:
    """Where the law says who decides; where no such text has effect, the basis of the item itself."""
    law = catalogue.lawbook().as_of(day_of(at))
    found = basis(law, *DECIDING)
    if not found:
        try:
            found = law.item(case.item).citations
        except NotInCatalogue:
            found = ()
    return found

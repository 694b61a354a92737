"""May somebody object to a record, may the centre take a case over, and who looks at it again? Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xinheng.areas.rights.cases.rules import NOT_THEIRS, basis, concerns, lacks_power
from xinheng.areas.rights.cases.terms import Channel, Party, RecordFacts, Ruling
from xinheng.areas.rights.objection.terms import Ground, Lodging, ObjectionState
from xinheng.kernel.lawbook import LawOnDay
from xinheng.kernel.lawbook.decision import Decision, Reason
from xinheng.kernel.text import Text

POWER = "object"
"""The power of a mandate that objecting takes."""
_OPEN_TO_DISPUTE = frozenset({ObjectionState.GIVEN_UP})


@dataclass(frozen=True, slots=True)
class Earlier:
    """An objection that the same party lodged against the same record before."""

    number: str
    ground: Ground
    state: ObjectionState
    settled: bool
    content_hash: bytes


def admissible(
    asked: Lodging, *, record: RecordFacts, party: Party, earlier: Sequence[Earlier], law: LawOnDay
) -> Decision[Ruling]:
    """Whether the party may object to the record as it stands (draft, art. 34)."""
    against = tuple(_against(asked, record=record, party=party, earlier=earlier))
    return Decision(
        Ruling.REFUSED if against else Ruling.PERMITTED,
        against,
        basis(law, "objection-annotate", "objection-transfer"),
    )


def _against(
    asked: Lodging, *, record: RecordFacts, party: Party, earlier: Sequence[Earlier]
) -> Iterator[Reason]:
    if not concerns(record, party):
        yield NOT_THEIRS
    if reason := lacks_power(party, POWER):
        yield reason
    if record.withdrawn:
        yield Reason(
            "withdrawn",
            Text(
                zh="这条记录已经撤销，不再公示和使用。",
                en="The record was withdrawn: it is neither shown nor used.",
            ),
        )
    if not asked.says.strip():
        yield Reason("no_words", Text(zh="请写明哪里有误。", en="Say what is wrong."))
    if asked.channel is not Channel.PLATFORM and not asked.identity.strip():
        yield Reason(
            "no_identity",
            Text(
                zh="窗口代为提出的，须登记如何核验身份。", en="State how the objector's identity was checked."
            ),
        )
    if (same := in_the_way(asked.ground, content_hash=record.content_hash, earlier=earlier)) is not None:
        yield _told_before(same)


def in_the_way(ground: Ground, *, content_hash: bytes, earlier: Sequence[Earlier]) -> Earlier | None:
    """An objection that is still open, or one that decided the same ground about the same content."""
    for each in earlier:
        decided = each.state not in _OPEN_TO_DISPUTE
        if not each.settled or (decided and each.ground is ground and each.content_hash == content_hash):
            return each
    return None


def _told_before(same: Earlier) -> Reason:
    if not same.settled:
        return Reason(
            "open_before",
            Text(
                zh=f"对这条记录的异议 {same.number} 正在办理。",
                en=f"Objection {same.number} about this record is still open.",
            ),
        )
    return Reason(
        "decided_before",
        Text(
            zh=f"同一事由已有处理决定，见 {same.number}；记录此后没有变化。",
            en=f"This ground was decided, see {same.number}; the record has not changed since.",
        ),
    )


def may_take_over(*, due_on: date | None, day: date) -> Decision[Ruling]:
    """Whether the provider's time is over (`due_on` None: no deadline runs, so none lapses)."""
    if due_on is not None and due_on < day:
        return Decision(Ruling.PERMITTED)
    return Decision(
        Ruling.REFUSED,
        (
            Reason(
                "not_lapsed",
                Text(
                    zh="提供单位的办理期限尚未届满，信用中心不能接办。",
                    en="The provider's time is not over: the centre cannot take the case over.",
                ),
            ),
        ),
    )


def may_look_again(*, refused_by: str, actor: str) -> Decision[Ruling]:
    """Whether somebody may decide the second look: never who refused."""
    if refused_by != actor:
        return Decision(Ruling.PERMITTED)
    return Decision(
        Ruling.REFUSED,
        (
            Reason(
                "same_person",
                Text(
                    zh="复核不能由作出原决定的人员办理。",
                    en="Who refused does not decide the second look.",
                ),
            ),
        ),
    )

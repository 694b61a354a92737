"""May somebody ask for a record's repair? Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xinheng.areas.rights.cases.rules import NOT_THEIRS, concerns, lacks_power
from xinheng.areas.rights.cases.terms import By, Channel, Party, RecordFacts, Ruling
from xinheng.areas.rights.repair.terms import CONDITION_TITLES, Application, RepairState
from xinheng.kernel.lawbook import Citation, NotStarted, Ruled, repairable_from
from xinheng.kernel.lawbook.decision import Decision, Reason
from xinheng.kernel.lawbook.meta import Effect, RepairRule
from xinheng.kernel.text import Text

POWER = "repair"
"""The power of a mandate that asking for repair takes."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An application of the same party for the same record."""

    number: str
    state: RepairState
    settled: bool


def decider_of(rule: RepairRule) -> By:
    """In whose part the decision is taken."""
    return By(rule.decider.value)


def admissible(
    asked: Application, *, proofs: Collection[str], record: RecordFacts, party: Party, earlier: Sequence[Earlier],
    law: Ruled[RepairRule] | None, day: date,
) -> Decision[Ruling]:  # fmt: skip
    """Whether the party may ask for the record's repair on a day (draft, art. 35; plan, item 30).

    `proofs` are the ids of the asked-for documents that came with it; `law` is None where no rule has effect.
    """
    against = (
        *_against_record(record, party=party, earlier=earlier),
        *_against_rule(record, rule=None if law is None else law.value, day=day),
        *_against_claims(asked, proofs, rule=None if law is None else law.value),
    )
    citations: tuple[Citation, ...] = law.citations if law is not None else ()
    return Decision(Ruling.REFUSED if against else Ruling.PERMITTED, against, citations)


def _against_record(record: RecordFacts, *, party: Party, earlier: Sequence[Earlier]) -> Iterator[Reason]:
    if not concerns(record, party):
        yield NOT_THEIRS
    if reason := lacks_power(party, POWER):
        yield reason
    if record.effect != Effect.ADVERSE:
        yield Reason(
            "not_adverse",
            Text(zh="信用修复只适用于失信信息。", en="Only adverse records can be repaired."),
        )
    for each in earlier:
        if not each.settled:
            yield Reason(
                "open_before",
                Text(zh=f"修复申请 {each.number} 正在办理。", en=f"Application {each.number} is still open."),
            )


def _against_rule(record: RecordFacts, *, rule: RepairRule | None, day: date) -> Iterator[Reason]:
    if record.withdrawn or (not record.live and (rule is None or rule.within_term)):
        yield Reason(
            "over",
            Text(
                zh="这条记录已不再公示和使用，无须修复。",
                en="The record is not shown or used any more: nothing is left to repair.",
            ),
        )
    if rule is None:
        yield Reason(
            "no_rule",
            Text(
                zh=f"现行规则没有规定“{record.item_title.zh}”如何修复。",
                en=f"No rule in effect says how {record.item_title.en} is repaired.",
            ),
        )
        return
    if not rule.permitted:
        yield Reason(
            "never",
            Text(
                zh=f"依规定，这类记录不予修复。{rule.remedy.zh}",
                en=f"The law excludes records of this kind from repair. {rule.remedy.en}",
            ),
        )
    first = repairable_from(
        rule, decided_on=record.decided_on, ends_on=record.ends_on, known_on=record.known_on
    )
    if first is not None and (isinstance(first, NotStarted) or day < first):
        yield _too_early(first)


def _too_early(first: date | NotStarted) -> Reason:
    if isinstance(first, NotStarted):
        return Reason(
            "too_early",
            Text(
                zh="最短公示期尚未起算，现在不能申请。",
                en="The minimum time of display has not begun: repair cannot be asked for yet.",
            ),
        )
    return Reason(
        "too_early",
        Text(
            zh=f"未满最短公示期，自 {first.isoformat()} 起可以申请。",
            en=f"The minimum time of display is not over: apply from {first.isoformat()} on.",
        ),
    )


def _against_claims(
    asked: Application, proofs: Collection[str], *, rule: RepairRule | None
) -> Iterator[Reason]:
    if not asked.says.strip():
        yield Reason("no_words", Text(zh="请说明如何履行和纠正。", en="Say how amends were made."))
    if asked.channel is not Channel.PLATFORM and not asked.identity.strip():
        yield Reason(
            "no_identity",
            Text(
                zh="窗口代为提出的，须登记如何核验身份。",
                en="State how the applicant's identity was checked.",
            ),
        )
    if rule is None:
        return
    unmet = [CONDITION_TITLES[each] for each in rule.conditions if each not in asked.met]
    if unmet:
        yield Reason(
            "condition",
            Text(
                zh=f"未满足修复条件：{'；'.join(each.zh for each in unmet)}。",
                en=f"Conditions are not met: {'; '.join(each.en for each in unmet)}.",
            ),
        )
    missing = [each.title for each in rule.required_documents if each.id not in proofs]
    if missing:
        yield Reason(
            "no_proof",
            Text(
                zh=f"缺少材料：{'、'.join(each.zh for each in missing)}。",
                en=f"Documents are missing: {', '.join(each.en for each in missing)}.",
            ),
        )

"""May somebody ask for a record's repair, and does the provider's decision say what it must? Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xinheng.areas.rights.cases.rules import NOT_THEIRS, concerns, lacks_power
from xinheng.areas.rights.cases.terms import Party, RecordFacts, Ruling
from xinheng.areas.rights.repair.terms import RepairState
from xinheng.kernel.lawbook import Citation
from xinheng.kernel.lawbook.decision import Decision, Reason
from xinheng.kernel.text import Text

POWER = "repair"
"""The power of a mandate that asking for repair takes."""
_ADVERSE = "adverse"


@dataclass(frozen=True, slots=True)
class RepairLaw:
    """What the law asks of a repair of one record.

    `conditions`: code → words, all must be met. `earliest`: the first day on which repair may be asked for, None
    where no minimum time of display is set. `never`: the law forbids the repair of such records.
    """

    entry: str
    conditions: tuple[tuple[str, Text], ...]
    citations: tuple[Citation, ...]
    earliest: date | None = None
    never: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """An application of the same party for the same record."""

    number: str
    state: RepairState
    settled: bool


@dataclass(frozen=True, slots=True)
class Applying:
    """What an applicant claims: conditions met, in what words, with how many files as proof."""

    met: frozenset[str]
    says: str
    proofs: int


def admissible(
    asked: Applying, *, record: RecordFacts, party: Party, earlier: Sequence[Earlier], law: RepairLaw | None,
    day: date,
) -> Decision[Ruling]:  # fmt: skip
    """Whether the party may ask for the record's repair on a day (draft, art. 35; plan, item 30)."""
    against = (
        *_against_record(record, party=party, earlier=earlier),
        *_against_law(record, law=law, day=day),
        *_against_claims(asked, law),
    )
    return Decision(
        Ruling.REFUSED if against else Ruling.PERMITTED, against, law.citations if law is not None else ()
    )


def _against_record(record: RecordFacts, *, party: Party, earlier: Sequence[Earlier]) -> Iterator[Reason]:
    if not concerns(record, party):
        yield NOT_THEIRS
    if reason := lacks_power(party, POWER):
        yield reason
    if record.effect != _ADVERSE:
        yield Reason(
            "not_adverse",
            Text(zh="信用修复只适用于失信信息。", en="Only adverse records can be repaired."),
        )
    if not record.shown or record.withdrawn:
        yield Reason(
            "not_shown",
            Text(
                zh="这条记录已不再公示，无须修复。",
                en="The record is not on display: nothing is left to repair.",
            ),
        )
    for each in earlier:
        if not each.settled:
            yield Reason(
                "open_before",
                Text(zh=f"修复申请 {each.number} 正在办理。", en=f"Application {each.number} is still open."),
            )


def _against_law(record: RecordFacts, *, law: RepairLaw | None, day: date) -> Iterator[Reason]:
    if law is None:
        yield Reason(
            "no_rule",
            Text(
                zh=f"现行规则没有规定“{record.item_title.zh}”如何修复。",
                en=f"No rule in effect says how {record.item_title.en} is repaired.",
            ),
        )
        return
    if law.never:
        yield Reason(
            "never",
            Text(zh="依规定，这类记录不予修复。", en="The law excludes records of this kind from repair."),
        )
    if law.earliest is not None and day < law.earliest:
        yield Reason(
            "too_early",
            Text(
                zh=f"未满最短公示期，自 {law.earliest.isoformat()} 起可以申请。",
                en=f"The minimum time of display is not over: apply from {law.earliest.isoformat()} on.",
            ),
        )


def _against_claims(asked: Applying, law: RepairLaw | None) -> Iterator[Reason]:
    missing = [words for code, words in law.conditions if code not in asked.met] if law is not None else []
    if missing:
        yield Reason(
            "condition",
            Text(
                zh=f"未满足修复条件：{'；'.join(words.zh for words in missing)}。",
                en=f"Conditions are not met: {'; '.join(words.en for words in missing)}.",
            ),
        )
    if not asked.says.strip():
        yield Reason("no_words", Text(zh="请说明如何履行和纠正。", en="Say how amends were made."))
    if asked.proofs < 1:
        yield Reason("no_proof", Text(zh="请提交履行义务的证明材料。", en="Hand in proof of performance."))

"""May a catalogue version move on, and may a change of items reduce rights? Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xinheng.areas.catalogue.terms import CatalogueState, Move, VersionFacts
from xinheng.kernel.lawbook import Decision, Reason
from xinheng.kernel.lawbook.meta import CatalogueItem, Effect, OpinionKind
from xinheng.kernel.text import Text

ORDER = tuple(CatalogueState)


def may_move(facts: VersionFacts, to: CatalogueState) -> Decision[Move]:
    """Whether the version, with what is recorded of it, may go to that state (CAT-03, CAT-04, CAT-05)."""
    reasons = tuple(_against(facts, to))
    return Decision(Move.REFUSED if reasons else Move.PERMITTED, reasons)


def _against(facts: VersionFacts, to: CatalogueState) -> Iterator[Reason]:
    if ORDER.index(to) != ORDER.index(facts.state) + 1:
        yield Reason(
            "order",
            Text(
                zh="目录须依次编制、征求意见、批准、公布",
                en="Compiled, consulted on, approved, published: in order",
            ),
        )
    if not facts.reasons.strip():
        yield Reason("reasons", Text(zh="增减事项应当说明理由", en="Adding or removing items needs reasons"))
    if to is CatalogueState.CONSULTED and not facts.consultation.strip():
        yield Reason(
            "consultation", Text(zh="未记录向部门和社会公开征求意见", en="No public consultation is recorded")
        )
    if to is CatalogueState.APPROVED:
        yield from _against_approval(facts)


def _against_approval(facts: VersionFacts) -> Iterator[Reason]:
    if not facts.approval.strip():
        yield Reason("approval", Text(zh="未记录批准机关和文号", en="No approval is recorded"))
    if not facts.may_reduce_rights:
        return
    if not facts.assessment.strip():
        yield Reason(
            "assessment",
            Text(zh="可能减损权利或增加义务，须经评估", en="It may reduce rights: assess it first"),
        )
    heard = {opinion.kind for opinion in facts.opinions}
    if heard != set(OpinionKind):
        yield Reason(
            "opinions",
            Text(zh="须听取相关群体代表和专家的意见", en="Hear the affected groups and experts first"),
        )


def may_reduce_rights(
    before: Mapping[str, CatalogueItem], after: Mapping[str, CatalogueItem]
) -> tuple[str, ...]:
    """Items whose change may take rights or add duties: adverse ones, new or changed; new subjects of any."""
    found = []
    for item_id, item in sorted(after.items()):
        old = before.get(item_id)
        adverse = item.effect is Effect.ADVERSE and item != old
        wider = old is not None and bool(set(item.subjects) - set(old.subjects))
        if adverse or wider:
            found.append(item_id)
    return tuple(found)

"""An objection is granted or refused, by whoever has it; the centre, asked to look again, grants or upholds."""

from __future__ import annotations

from datetime import datetime

from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.notices.terms import NoticeKind
from xinheng.areas.rights.cases import actions as cases
from xinheng.areas.rights.cases import store as cases_store
from xinheng.areas.rights.cases.models import Case
from xinheng.areas.rights.cases.terms import FINAL_REMEDY, REMEDY, By, CaseFacts, Ruling, UnableToStep
from xinheng.areas.rights.objection import rules
from xinheng.areas.rights.objection.actions import effects
from xinheng.areas.rights.objection.terms import OBJECTION, ObjectionState, ObjectionStep, Remedy
from xinheng.kernel.lawbook.decision import Reason
from xinheng.kernel.text import Text

_NOT_CORRECTED = Reason(
    "not_corrected",
    Text(
        zh="记录内容自提出异议以来没有变化：请先更正记录，或者选择删除。",
        en="The record has not changed since the objection: correct it first, or remove it.",
    ),
)


@recorded("rights.objection_decided")
def grant(
    number: str, *, by: By, remedy: Remedy, reason: str, actor: str, at: datetime
) -> Recorded[CaseFacts]:
    """Find for the objector. `correct`: the record was corrected by its provider, through intake, since the objection
    was lodged; `remove`: it is neither shown nor used from this moment on.

    An agency decides about its own copy; the platform's record stays as it is.
    """
    case = cases_store.locked(number, OBJECTION)
    looked_again = case.state == ObjectionState.SECOND_LOOK
    if looked_again:
        _must_be_another(case, actor)
    told = {"remedy": remedy.value}
    if by is not By.AGENCY and remedy is Remedy.CORRECT:
        told |= _corrected(case, at=at)
    case = cases_store.take_step(
        case, OBJECTION, ObjectionStep.GRANTED, by=by, actor=actor, at=at, reason=reason, told=told
    )
    facts = cases_store.facts(case, OBJECTION)
    if by is not By.AGENCY and remedy is Remedy.REMOVE:
        effects.removed(facts, actor=actor, at=at)
    effects.over(facts, why="异议成立", actor=actor, at=at)
    says = {
        Remedy.CORRECT: Text(
            zh="异议成立，记录已更正。", en="Your objection was granted: the record is corrected."
        ),
        Remedy.REMOVE: Text(
            zh="异议成立，记录已停止公示和使用。",
            en="Your objection was granted: the record is neither shown nor used any more.",
        ),
    }[remedy]
    _tell(facts, says, reason=reason, looked_again=looked_again, actor=actor, at=at)
    return Recorded(
        facts, about=facts.about, payload={"outcome": "granted", "by": by.value, **told, "reason": reason}
    )


@recorded("rights.objection_decided")
def refuse(
    number: str, *, by: By, reason: str, source: str = "", actor: str, at: datetime
) -> Recorded[CaseFacts]:
    """Find against the objector, with reasons (OBJ-11). An agency also names the source of its information (OBJ-10)."""
    case = cases_store.locked(number, OBJECTION)
    if by is By.AGENCY and not source.strip():
        raise UnableToStep(
            Reason("no_source", Text(zh="应当写明信息来源。", en="State the source of the information."))
        )
    told = {"source": source.strip()} if source.strip() else {}
    case = cases_store.take_step(
        case, OBJECTION, ObjectionStep.REFUSED, by=by, actor=actor, at=at, reason=reason, told=told
    )
    facts = cases_store.facts(case, OBJECTION)
    effects.over(facts, why="异议不成立", actor=actor, at=at)
    says = Text(zh="异议不成立，记录不作更正。", en="Your objection was refused: the record stays as it is.")
    if source.strip():
        says = Text(zh=f"{says.zh}信息来源：{source.strip()}。", en=f"{says.en} Source: {source.strip()}.")
    _tell(facts, says, reason=reason, looked_again=False, actor=actor, at=at)
    return Recorded(
        facts, about=facts.about, payload={"outcome": "refused", "by": by.value, **told, "reason": reason}
    )


@recorded("rights.objection_decided")
def uphold(number: str, *, reason: str, actor: str, at: datetime) -> Recorded[CaseFacts]:
    """Looked at again, the refusal stands. By somebody else than who refused."""
    case = cases_store.locked(number, OBJECTION)
    _must_be_another(case, actor)
    case = cases_store.take_step(
        case, OBJECTION, ObjectionStep.UPHELD, by=By.CENTRE, actor=actor, at=at, reason=reason
    )
    facts = cases_store.facts(case, OBJECTION)
    effects.over(facts, why="复核维持", actor=actor, at=at)
    says = Text(zh="经复核，维持原处理结果。", en="Looked at again, the refusal is upheld.")
    _tell(facts, says, reason=reason, looked_again=True, actor=actor, at=at)
    return Recorded(facts, about=facts.about, payload={"outcome": "upheld", "reason": reason})


def _must_be_another(case: Case, actor: str) -> None:
    refused_by = cases_store.last_actor(case.pk, ObjectionStep.REFUSED)
    ruled = rules.may_look_again(refused_by=refused_by, actor=actor)
    if ruled.outcome is not Ruling.PERMITTED:
        raise UnableToStep(*ruled.reasons)


def _corrected(case: Case, *, at: datetime) -> dict[str, str]:
    """The version that corrects what was contested; UnableToStep where the record says what it said."""
    now = cases_store.record(case.item, bytes(case.key or b""), at=at)
    if now.content_hash == bytes(case.content_hash or b""):
        raise UnableToStep(_NOT_CORRECTED)
    return {"version": str(now.version)}


def _tell(case: CaseFacts, says: Text, *, reason: str, looked_again: bool, actor: str, at: datetime) -> None:
    kind = NoticeKind.OBJECTION_LOOKED_AT_AGAIN if looked_again else NoticeKind.OBJECTION_DECIDED
    text = cases.words(
        case, Text(zh="异议处理结果", en="Your objection was decided"), says,
        basis=effects.decision_basis(case, at), reasons=reason.strip(),
        remedy=FINAL_REMEDY if looked_again else REMEDY,
    )  # fmt: skip
    cases.tell(case, kind, text, actor=actor, at=at)
    effects.told(case, actor=actor, at=at)

"""Which step a case allows. Pure; the trigger `rights_step_allowed` is its twin in the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xinheng.areas.archive.terms import SubjectKind
from xinheng.areas.rights.cases.terms import By, Machine, Party, PartyKind, RecordFacts, Ruling
from xinheng.kernel.lawbook import Citation, LawOnDay, NotRuled
from xinheng.kernel.lawbook.decision import Decision, Reason
from xinheng.kernel.text import Text

NOT_THEIRS = Reason(
    "not_theirs",
    Text(
        zh="这条记录不是关于申请人的，也没有载明申请人。",
        en="The record is not about the applicant and does not name the applicant.",
    ),
)


def may_step(
    machine: Machine,
    step: str,
    *,
    by: By,
    state: str,
    last_at: datetime | None,
    at: datetime,
    reason: str = "",
) -> Decision[Ruling]:
    """Whether somebody may take a step from a state ("" before the first) at a moment, with a reason."""
    against = tuple(_against(machine, step, by=by, state=state, last_at=last_at, at=at, reason=reason))
    return Decision(Ruling.REFUSED if against else Ruling.PERMITTED, against)


def _against(
    machine: Machine, step: str, *, by: By, state: str, last_at: datetime | None, at: datetime, reason: str
) -> Iterator[Reason]:
    if machine.target(state, step, by) is None:
        here = machine.states[state] if state else Text(zh="尚未立案", en="not opened yet")
        yield Reason(
            "not_from_here",
            Text(
                zh=f"案件当前为“{here.zh}”，不能进行这一步。",
                en=f"The case is “{here.en}”: this step is not open.",
            ),
        )
    if last_at is not None and at < last_at:
        yield Reason(
            "before_the_last",
            Text(
                zh="时间早于上一步，请核对系统时钟。",
                en="The time is earlier than that of the last step: check the system's clock.",
            ),
        )
    if step in machine.reasoned and not reason.strip():
        yield Reason("no_reason", Text(zh="应当说明理由。", en="Reasons must be given."))


def concerns(record: RecordFacts, party: Party) -> bool:
    """Whether a record is about a party under any of its codes, or names the person."""
    if party.kind is PartyKind.ORGANISATION:
        return record.subject_kind is SubjectKind.ORGANISATION and record.subject in party.codes
    if party.kind is PartyKind.PERSON:
        about = record.subject_kind is SubjectKind.PERSON and record.subject in party.codes
        return about or bool(record.named & party.codes)
    return False


def lacks_power(party: Party, power: str) -> Reason | None:
    """Why somebody may not act in a party's name: no mandate, one that ended, or one that does not cover it."""
    if power in party.powers:
        return None
    return Reason(
        "no_power",
        Text(
            zh="未取得有效授权，不能代为办理此事项。",
            en="There is no mandate in force that covers this matter.",
        ),
    )


def basis(law: LawOnDay, *deadlines: str) -> tuple[Citation, ...]:
    """Where the law says what happens, in the words of the deadlines that have effect."""
    found: list[Citation] = []
    for deadline in deadlines:
        try:
            found += law.deadline(deadline).citations
        except NotRuled:
            continue
    return tuple(dict.fromkeys(found))


def mermaid(machine: Machine) -> str:
    """The states as a Mermaid diagram, English words; steps that change nothing are left out."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{title.zh}<br/>{title.en}" as {state}' for state, title in machine.states.items()]
    for each in machine.transitions:
        if each.source != each.target:
            label = f"{machine.steps[each.step].zh} · {each.by.value}"
            lines.append(f"    {each.source or '[*]'} --> {each.target}: {label}")
    left = {each.source for each in machine.transitions if each.source != each.target}
    lines += [
        f"    {state} --> [*]" for state in machine.states if state in machine.settled and state not in left
    ]
    return "\n".join(lines)

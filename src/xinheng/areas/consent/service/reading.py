"""The one way to what is not public: as oneself, by written authorisation, for a published matter – or not at all.

Each of the three writes its line into the access log before it returns, refusals too (DIS-15, CON-11, PER-12). What is
read is handed in by the caller, as a function of what is permitted: an area above holds the records.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NoReturn, TypeVar

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.consent import actions, rules, store
from xinheng.areas.consent.terms import (
    CAPACITY_TITLES,
    AuthorisationFacts,
    AuthorisedAsk,
    Capacity,
    CodeFacts,
    MatterAsk,
    PartyKind,
    Permitted,
    Power,
    Principal,
    ReadingRefused,
    Standing,
    UnableToAct,
)
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.service import Purpose
from xinheng.areas.departments.terms import DepartmentFacts, Permission
from xinheng.areas.ledger.actions import one_entry_each
from xinheng.kernel.lawbook import NotRuled
from xinheng.kernel.lawbook.meta import QueryMatter, Reader
from xinheng.kernel.lawbook.ruling import Citation, Ruled
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of

T = TypeVar("T")
Read = Callable[[Permitted], Sequence[T]]
"""What the caller reads, of what is permitted and nothing else."""

_OWN = Text(zh="查询自身信息", en="Reading one's own information")
_RULE_ONE = "R1"
"""The basis of reading one's own where no text in effect says so: the platform's founding rule."""
_NONE, _UNKNOWN = "无依据", "未公布的事项 "
_NO_GROUND = Text(
    zh="本节点现行规则没有允许凭授权查询的依据。",
    en="No rule in effect on this node permits reading by authorisation.",
)
_NO_AUTHORISATION = Text(
    zh="没有可供贵单位使用的授权，或查询码、被查主体有误。",
    en="There is no authorisation that you may use, or the code or the subject is wrong.",
)
_NOT_NOW = Text(zh="授权已撤销或不在有效期内。", en="The authorisation was revoked or does not hold now.")
_NEEDS_CODE = Text(zh="该授权须凭一次性查询码使用。", en="This authorisation takes a one-time code.")
_CODE_OVER = Text(zh="查询码已使用或已过期。", en="The code was used, or is over.")
_NO_MATTER = Text(
    zh="该事项不在贵单位已公布的查询事项之内，已拒绝并登记。",
    en="This is none of your published matters: refused, and registered.",
)
_NO_PERSONS = Text(
    zh="该事项不得查询自然人，已拒绝并登记。",
    en="This matter does not reach persons: refused, and registered.",
)
_NO_PROCEEDING = Text(zh="请写明本单位办件编号。", en="Name your own proceeding.")
_NO_DEPARTMENT = Text(zh="您的账号不属于任何单位。", en="Your account belongs to no organ.")


def read_own(user: object, principal: Principal, read: Read[T], *, what: str, at: datetime) -> tuple[T, ...]:
    """Everything about oneself, or about whom one acts for, without a cap. Raises `ReadingRefused`.

    `what` says in a few words what is looked at.
    """
    ground = catalogue.lawbook().as_of(day_of(at)).ground(Reader.SUBJECT)
    own = principal.capacity is Capacity.SELF
    purpose = Purpose(
        subject_kind=principal.acts_for_kind.value,
        subject=principal.acts_for,
        matter=f"{_OWN.zh}（{CAPACITY_TITLES[principal.capacity].zh}）",
        legal_basis=_RULE_ONE if ground is None else basis_words(ground.citations),
        permission=Permission.MINE_USE,
        what=what,
        acts_for="" if own else ":".join(principal.party),
        via=("", "") if principal.mandate is None else ("mandate", str(principal.mandate)),
    )
    if not rules.may(principal, Power.READ):
        _refuse(user, purpose, Text(zh="您没有查看权限。", en="You may not read."), at=at)
    permitted = Permitted(principal.acts_for_kind, principal.acts_for, None)
    return _logged(user, purpose, lambda: read(permitted), at=at)


def read_authorised(user: object, asked: AuthorisedAsk, read: Read[T], *, at: datetime) -> tuple[T, ...]:
    """What a subject let the reader's organ read, now. The code is used up by it, and the subject is told.

    Raises `ReadingRefused` and `departments.service.AccessRefused`. Must not run inside a transaction.
    """
    known, code = _authorisation(asked)
    purpose = _by_authorisation(asked, known, at=at)
    reader = _department(user)
    fault = _fault(asked, known, code, reader=reader, at=at)
    if fault is not None or known is None:
        _refuse(user, purpose, fault or _NO_AUTHORISATION, at=at)

    def reading() -> Sequence[T]:
        with one_entry_each():
            held = store.authorisation_locked(known.number)
            if held is None or rules.authorisation_standing(held, day=day_of(at)) is not Standing.STANDING:
                raise ReadingRefused(_NOT_NOW)
            answer = read(Permitted(held.grantor_kind, held.grantor, held.items))
            if code is not None:
                actions.use_code(code.id, number=held.number, actor=_name(user), at=at)
            actions.tell_access(held, actor=_name(user), at=at)
            return answer

    try:
        return _logged(user, purpose, reading, at=at)
    except (ReadingRefused, UnableToAct) as refused:
        _refuse(user, purpose, refused.text, at=at)


def read_for_matter(user: object, asked: MatterAsk, read: Read[T], *, at: datetime) -> tuple[T, ...]:
    """What an organ may read for one of its published matters (draft, art. 16). Raises as `read_authorised`."""
    reader = _department(user)
    ruled = _matter(asked.matter, day_of(at))
    purpose = Purpose(
        subject_kind=asked.subject_kind.value,
        subject=asked.subject,
        matter=f"{_UNKNOWN + asked.matter if ruled is None else ruled.title.zh}：{asked.proceeding}"[:100],
        legal_basis=_NONE if ruled is None else basis_words(ruled.citations),
        permission=Permission.READING_MATTER,
        via=("matter", asked.matter[:60]),
    )
    if fault := _matter_fault(asked, ruled, reader):
        _refuse(user, purpose, fault, at=at)
    items = ruled.value.items if ruled is not None and ruled.value.items else None
    permitted = Permitted(asked.subject_kind, asked.subject, items)
    return _logged(user, purpose, lambda: read(permitted), at=at)


def basis_words(citations: tuple[Citation, ...]) -> str:
    """Titles and articles in one line, as the access log keeps them."""
    named = dict.fromkeys(f"《{one.title.zh}》{_article(one.article)}" for one in citations)
    return "、".join(named)[:500]


def _article(anchor: str) -> str:
    if anchor.startswith("item-"):
        return f"第{anchor.removeprefix('item-')}项"
    return f"第{anchor}条" if anchor.isdigit() else anchor


def _authorisation(asked: AuthorisedAsk) -> tuple[AuthorisationFacts | None, CodeFacts | None]:
    """What the code or the number names; a number does not stand in for a code."""
    if asked.code:
        both = store.code(asked.code)
        return (None, None) if both is None else (both[1], both[0])
    return store.authorisation(asked.number), None


def _by_authorisation(asked: AuthorisedAsk, known: AuthorisationFacts | None, *, at: datetime) -> Purpose:
    ground = catalogue.lawbook().as_of(day_of(at)).ground(Reader.AUTHORISED)
    ours = known is not None and (known.grantor_kind, known.grantor) == (asked.subject_kind, asked.subject)
    return Purpose(
        subject_kind=asked.subject_kind.value,
        subject=asked.subject,
        matter=known.purpose[:100] if known is not None and ours else "凭授权查询",
        legal_basis=_NONE if ground is None else basis_words(ground.citations),
        permission=Permission.READING_AUTHORISED,
        via=("authorisation", known.number if known is not None and ours else ""),
    )


def _fault(
    asked: AuthorisedAsk,
    known: AuthorisationFacts | None,
    code: CodeFacts | None,
    *,
    reader: DepartmentFacts | None,
    at: datetime,
) -> Text | None:
    """Why nothing may be read. Whatever is somebody else's is not told apart from what there is not."""
    if catalogue.lawbook().as_of(day_of(at)).ground(Reader.AUTHORISED) is None:
        return _NO_GROUND
    if reader is None:
        return _NO_DEPARTMENT
    if known is None or known.grantee != reader.code:
        return _NO_AUTHORISATION
    if (known.grantor_kind, known.grantor) != (asked.subject_kind, asked.subject):
        return _NO_AUTHORISATION
    if rules.authorisation_standing(known, day=day_of(at)) is not Standing.STANDING:
        return _NOT_NOW
    if known.by_code and code is None:
        return _NEEDS_CODE
    if code is not None and (code.used_at is not None or code.expires_at <= at):
        return _CODE_OVER
    return None


def _matter(matter: str, day: date) -> Ruled[QueryMatter] | None:
    try:
        return catalogue.lawbook().as_of(day).matter(matter)
    except NotRuled:
        return None


def _matter_fault(
    asked: MatterAsk, ruled: Ruled[QueryMatter] | None, reader: DepartmentFacts | None
) -> Text | None:
    if reader is None:
        return _NO_DEPARTMENT
    if ruled is None or not ruled.value.open_to(reader.kind):
        return _NO_MATTER
    if asked.subject_kind is PartyKind.PERSON and not ruled.value.about_persons:
        return _NO_PERSONS
    return None if asked.proceeding.strip() else _NO_PROCEEDING


def _logged(
    user: object, purpose: Purpose, read: Callable[[], Sequence[T]], *, at: datetime
) -> tuple[T, ...]:
    """Read, write the line, give the answer; how much was there stands in the line."""

    def reading() -> tuple[T, ...] | None:
        return tuple(read()) or None

    def told(answer: tuple[T, ...]) -> str:
        return f"共 {len(answer)} 条"

    return departments.read_logged(user, purpose, reading, at=at, found=told) or ()


def _refuse(user: object, purpose: Purpose, why: Text, *, at: datetime) -> NoReturn:
    """Register the attempt; nothing is read."""
    departments.log_refusal(user, purpose, why=why.zh, at=at)
    raise ReadingRefused(why)


def _department(user: object) -> DepartmentFacts | None:
    return departments.department_of(user)


def _name(user: object) -> str:
    return departments.name_of(user)

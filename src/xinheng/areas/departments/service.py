"""Questions about who may act, and the one door to data of which every access is logged."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from xinheng.areas.departments import rules, store
from xinheng.areas.departments.models import Token, User
from xinheng.areas.departments.terms import (
    AccessFacts,
    AccessResult,
    DepartmentFacts,
    Permission,
    Reach,
    Role,
    TokenFacts,
    UserFacts,
)

T = TypeVar("T")


class AccessRefused(PermissionError):
    """The user may not read this for this matter; the attempt is in the access log."""


class NoBasisGiven(ValueError):
    """An access to a person's data must state its matter and legal basis (draft regulation, art. 16)."""


def may(user: object, permission: str, *, department: DepartmentFacts | str | None = None) -> bool:
    """Whether the user may act on the matter, for one department's data when it is named. Denies by default.

    `user` is whatever the request carries: an anonymous one may nothing. An unknown permission, or an
    unknown department, is refused.
    """
    if not isinstance(user, User) or permission not in {known.value for known in Permission}:
        return False
    facts = store.department(department) if isinstance(department, str) else department
    if department is not None and facts is None:
        return False
    return rules.allowed(user.standing, Permission(permission), facts)


def departments_for(user: object, permission: str) -> tuple[DepartmentFacts, ...]:
    """The departments whose data the user may act on for this matter; () when there are none."""
    return tuple(facts for facts in departments() if may(user, permission, department=facts))


def sees_every_department(user: object, permission: str) -> bool:
    """Whether the permission reaches the whole node, so that no filter by department is needed."""
    return may(user, permission) and isinstance(user, User) and rules.REACH[Role(user.role)] is Reach.NODE


def permissions_of(role: Role) -> frozenset[Permission]:
    """Everything a role may act on."""
    return rules.PERMISSIONS[role]


def needs_second_factor(user: object) -> bool:
    """Whether this user's login is complete only with TOTP or a recovery code."""
    return isinstance(user, User) and rules.needs_second_factor(Role(user.role))


def may_log_in(user: object) -> bool:
    """Whether the user may use the pages at all; systems use tokens."""
    return isinstance(user, User) and user.standing.active and rules.may_log_in(Role(user.role))


def has_password(user: object) -> bool:
    """Whether the user logs in with a password of this node."""
    return isinstance(user, User) and rules.has_password(Role(user.role))


def subject(user: object) -> UserFacts | None:
    """The user, when it is an active subject from outside the staff; None for everybody else."""
    if not isinstance(user, User) or Role(user.role) is not Role.SUBJECT or not user.standing.active:
        return None
    return user.as_facts


def user_of_token(secret: str, *, at: datetime) -> User | None:
    """The active user whom a token authenticates, narrowed to its scopes; None when it does not hold."""
    token = store.live_token(secret, at=at)
    if token is None:
        return None
    user = token.user
    user.token_scopes = frozenset(token.scopes)
    return user if user.standing.active else None


def department(code: str) -> DepartmentFacts | None:
    """The department of that code, inactive ones too."""
    return store.department(code)


def departments() -> tuple[DepartmentFacts, ...]:
    """Every department by code, inactive ones too."""
    return store.departments()


def users() -> tuple[UserFacts, ...]:
    """Everybody of the staff and every system, by name. Subjects are listed nowhere: they are found by nobody."""
    return tuple(user.as_facts for user in store.staff())


def user(username: str) -> User | None:
    """The user of that name."""
    return User.objects.select_related("department").filter(username=username).first()


def department_of(user: object) -> DepartmentFacts | None:
    """The active department that the user acts for; None when there is none."""
    standing = user.standing if isinstance(user, User) else None
    return standing.department if standing is not None and standing.active else None


def name_of(user: object) -> str:
    """How the ledger names whoever a request carries."""
    return user.username if isinstance(user, User) else "anonymous"


def names_of(usernames: Collection[str]) -> dict[str, str]:
    """By user name the name of each user that there is."""
    return {row.username: row.get_full_name() for row in User.objects.filter(username__in=list(usernames))}


def tokens(username: str | None = None) -> tuple[TokenFacts, ...]:
    """The tokens of one user or of all, the latest first."""
    rows = Token.objects.select_related("user")
    return tuple(row.as_facts for row in (rows if username is None else rows.filter(user__username=username)))


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why data about a subject are read: the matter, its legal basis, and the permission that it needs.

    `subject` is a USCC, or the keyed hash of a person. `what`, `acts_for` and `via` as in `AccessFacts`.
    """

    subject_kind: str
    subject: str
    matter: str
    legal_basis: str
    permission: Permission
    what: str = ""
    acts_for: str = ""
    via: tuple[str, str] = ("", "")


def read_logged(
    user: object,
    purpose: Purpose,
    read: Callable[[], T | None],
    *,
    at: datetime,
    found: Callable[[T], str] | None = None,
) -> T | None:
    """Read data of which every access is registered (DIS-15): the log has the line before the answer leaves.

    `found` says in a few words how much was there ("2 records"). Refusals and searches without result are logged too.
    Raises `AccessRefused`, `NoBasisGiven`. Must not run inside a transaction that may still be rolled back: the log
    would lose the line.
    """
    if not purpose.matter.strip() or not purpose.legal_basis.strip():
        raise NoBasisGiven(purpose.matter)
    if not may(user, purpose.permission):
        _log(user, purpose, AccessResult.REFUSED, at=at)
        raise AccessRefused(purpose.matter)
    answer = read()
    result = AccessResult.NOTHING_FOUND if answer is None else AccessResult.GRANTED
    told = "" if answer is None or found is None else found(answer)
    _log(user, purpose, result, at=at, told=told)
    return answer


def log_refusal(user: object, purpose: Purpose, *, why: str, at: datetime) -> None:
    """Register an attempt that an area above refused: outside the matters, without an authorisation that holds."""
    _log(user, purpose, AccessResult.REFUSED, at=at, told=why)


def _log(user: object, purpose: Purpose, result: AccessResult, *, at: datetime, told: str = "") -> None:
    known = user if isinstance(user, User) else None
    with transaction.atomic(durable=True):
        store.log_access(
            AccessFacts(
                at=at,
                actor="anonymous" if known is None else known.username,
                role="" if known is None else known.role,
                department="" if known is None else known.department_id or "",
                subject_kind=purpose.subject_kind,
                subject=purpose.subject,
                matter=purpose.matter,
                legal_basis=purpose.legal_basis,
                result=result,
                acts_for=purpose.acts_for,
                what="；".join(filter(None, (purpose.what, told)))[:300],
                via=purpose.via,
            )
        )


def accesses(
    *,
    subject: str | None = None,
    actor: str | None = None,
    via: tuple[str, str] | None = None,
    but_by: Role | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[AccessFacts, ...]:
    """Lines of the access log, the latest first: about one subject, by one actor, by one authorisation or matter.

    `but_by` leaves out the readings of one role: subjects' own.
    """
    return store.accesses(
        subject=subject,
        actor=actor,
        via=via,
        but_by=None if but_by is None else but_by.value,
        limit=limit,
        offset=offset,
    )

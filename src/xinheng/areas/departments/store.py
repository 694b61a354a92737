"""Reading and writing the tables of the area."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from xinheng.areas.departments.models import Access, Department, Token, User
from xinheng.areas.departments.terms import OUTSIDE, AccessFacts, AccessResult, DepartmentFacts

TOKEN_MARK = "xh"  # noqa: S105 (what every token begins with, no secret)
_USE_NOTED_EVERY = timedelta(minutes=1)


def department(code: str) -> DepartmentFacts | None:
    """The department of that code, inactive ones too."""
    found = Department.objects.filter(code=code).first()
    return None if found is None else found.as_facts


def departments() -> tuple[DepartmentFacts, ...]:
    """Every department by code."""
    return tuple(row.as_facts for row in Department.objects.all())


def digest_of(secret: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).digest()


def live_token(secret: str, *, at: datetime) -> Token | None:
    """The token with this secret, unless unknown, revoked or past its end. Notes its use each minute."""
    prefix = secret.split("_")[1] if secret.startswith(f"{TOKEN_MARK}_") and secret.count("_") >= 2 else ""
    token = Token.objects.select_related("user__department").filter(prefix=prefix).first()
    if token is None or not hmac.compare_digest(bytes(token.digest), digest_of(secret)):
        return None
    if token.revoked_at is not None or (token.expires_at is not None and token.expires_at <= at):
        return None
    if token.last_used_at is None or at - token.last_used_at >= _USE_NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=at)
    return token


def log_access(line: AccessFacts) -> None:
    """Add a line to the access log."""
    Access.objects.create(
        at=line.at,
        actor=line.actor,
        role=line.role,
        department=line.department,
        subject_kind=line.subject_kind,
        subject=line.subject,
        matter=line.matter,
        legal_basis=line.legal_basis,
        result=line.result.value,
        acts_for=line.acts_for,
        what=line.what,
        via_kind=line.via[0],
        via_id=line.via[1],
    )


def accesses(
    *,
    subject: str | None,
    actor: str | None,
    via: tuple[str, str] | None,
    but_by: str | None,
    limit: int,
    offset: int,
) -> tuple[AccessFacts, ...]:
    """Lines of the access log, the latest first."""
    rows = Access.objects.all()
    if subject is not None:
        rows = rows.filter(subject=subject)
    if actor is not None:
        rows = rows.filter(actor=actor)
    if via is not None:
        rows = rows.filter(via_kind=via[0], via_id=via[1])
    if but_by is not None:
        rows = rows.exclude(role=but_by)
    return tuple(_line(row) for row in rows[offset : offset + limit])


def _line(row: Access) -> AccessFacts:
    return AccessFacts(
        at=row.at,
        actor=row.actor,
        role=row.role,
        department=row.department,
        subject_kind=row.subject_kind,
        subject=row.subject,
        matter=row.matter,
        legal_basis=row.legal_basis,
        result=AccessResult(row.result),
        acts_for=row.acts_for,
        what=row.what,
        via=(row.via_kind, row.via_id),
    )


def staff() -> tuple[User, ...]:
    """Every user but subjects, with the department, by name."""
    outside = [role.value for role in OUTSIDE]
    return tuple(User.objects.select_related("department").exclude(role__in=outside))

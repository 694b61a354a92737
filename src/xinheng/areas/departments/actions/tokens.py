"""API tokens: shown once, kept as a hash, narrowed to scopes, revocable."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from xinheng.areas.departments import store
from xinheng.areas.departments.models import Token, User
from xinheng.areas.departments.rules import PERMISSIONS
from xinheng.areas.departments.terms import OUTSIDE, IssuedToken, Permission, Role, TokenFacts
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json

_PREFIX_BYTES = 4
_SECRET_BYTES = 32


class UnableToIssueToken(ValueError):
    """`text` says why, to the person who asked."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


@recorded("departments.token_issued")
def issue_token(
    username: str,
    *,
    label: str,
    scopes: Collection[Permission],
    expires_at: datetime | None = None,
    actor: str,
    at: datetime,
) -> Recorded[IssuedToken]:
    """Issue a token for a user, narrowed to permissions that the user's role has.

    Form: `xh_<8 hexadecimal digits>_<43 characters>`; the middle part is the prefix that lists show.
    """
    user = User.objects.select_related("department").filter(username=username, is_active=True).first()
    if user is None:
        raise UnableToIssueToken(Text(zh=f"没有在用的用户“{username}”。", en=f"No active user {username}."))
    if Role(user.role) in OUTSIDE:
        raise UnableToIssueToken(
            Text(zh="信用主体用户不签发令牌。", en="Tokens are for systems and staff, not for subjects.")
        )
    if not scopes or not set(scopes) <= PERMISSIONS[Role(user.role)]:
        raise UnableToIssueToken(
            Text(
                zh="令牌权限须是该用户角色权限的一部分，且不能为空。",
                en="A token's scopes are some of the permissions of the user's role.",
            )
        )
    prefix = secrets.token_hex(_PREFIX_BYTES)
    secret = f"{store.TOKEN_MARK}_{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    row = Token.objects.create(
        user=user,
        label=label,
        prefix=prefix,
        digest=store.digest_of(secret),
        scopes=sorted(scope.value for scope in scopes),
        issued_at=at,
        issued_by=actor,
        expires_at=expires_at,
    )
    payload: dict[str, Json] = {
        "username": username,
        "prefix": prefix,
        "label": label,
        "scopes": list(row.scopes),
    }
    return Recorded(IssuedToken(secret, row.as_facts), about=("token", prefix), payload=payload)


@recorded("departments.token_revoked")
def revoke_token(prefix: str, *, reason: str, actor: str, at: datetime) -> Recorded[TokenFacts]:
    """End a token at once; revoking it again changes nothing but says so in the ledger."""
    row = Token.objects.select_for_update().filter(prefix=prefix).first()
    if row is None:
        raise UnableToIssueToken(Text(zh=f"没有令牌“{prefix}”。", en=f"There is no token {prefix}."))
    row.revoked_at = row.revoked_at or at
    row.save(update_fields=["revoked_at"])
    return Recorded(row.as_facts, about=("token", prefix), payload={"prefix": prefix, "reason": reason})

"""Who may call an operation of the API: each names a permission, or says that anybody may.

`settings.XINHENG_TOKEN_CHECK` is the dotted path of `user_of_token(secret, *, at) -> user | None`; who holds which
permission is asked of `settings.XINHENG_PERMISSION_CHECK`, as for pages.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.addresses import client_address
from xinheng.plumbing.http.permissions import PUBLIC, may
from xinheng.plumbing.http.problems import Problem
from xinheng.plumbing.http.rate_limit import seconds_to_wait

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_TOO_OFTEN = Text(
    zh="请稍候再试，等待秒数见 Retry-After。", en="Please wait as long as Retry-After says, in seconds."
)
_NO_TOKEN = Text(
    zh="请在 Authorization 头中提供有效的接口令牌：Bearer <令牌>。",
    en="Send a valid token in the Authorization header: Bearer <token>.",
)
_NOT_PERMITTED = Text(
    zh="您的账号或令牌没有此项权限。如确因工作需要，请联系平台管理单位。",
    en="Your account or token lacks this permission. Ask the operator if you need it.",
)
_NO_CSRF = Text(
    zh="以登录会话调用时，请在 X-CSRFToken 头中提供防伪令牌。",
    en="With a login session, send the anti-forgery token in the X-CSRFToken header.",
)


class Open:
    """Anybody may call the operation; `rate` is the kind of its limit in `settings.RATE_LIMITS`."""

    permission = PUBLIC

    def __init__(self, *, rate: str = "api") -> None:
        self.rate = rate

    def __call__(self, request: HttpRequest) -> str:
        """Count the request; a public answer is the same for everybody, so nobody is looked up."""
        within_rate(self.rate, client_address(request))
        return PUBLIC


class Bearer(AuthBase):
    """Only a token, or a login session, that holds the permission may call the operation."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "接口令牌 · an API token, issued by the credit centre"

    def __init__(self, permission: str, *, rate: str = "api") -> None:
        super().__init__()
        self.permission = permission
        self.rate = rate

    def __call__(self, request: HttpRequest) -> Any:
        """The user; `Problem` 401, 403 or 429 when there is none that may."""
        user = _user(request)
        if user is None:
            within_rate("denied", client_address(request))
            raise Problem(401, _NO_TOKEN, headers={"WWW-Authenticate": 'Bearer realm="xinheng"'})
        within_rate(self.rate, f"user:{user.pk}")
        if not may(user, self.permission):
            raise Problem(403, _NOT_PERMITTED)
        return user


def open_to_all(*, rate: str = "api") -> Open:
    """For an operation's `auth`: public."""
    return Open(rate=rate)


def needs(permission: str, *, rate: str = "api") -> Bearer:
    """For an operation's `auth`: the permission that it takes."""
    return Bearer(permission, rate=rate)


def within_rate(kind: str, who: str) -> None:
    """Count one request; `Problem` 429 with `Retry-After` when there were too many."""
    if wait := seconds_to_wait(kind, who, at=clock.now().timestamp()):
        raise Problem(429, _TOO_OFTEN, headers={"Retry-After": str(wait)})


def _user(request: HttpRequest) -> Any:
    """Whom the token names; without a token, who is logged in."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme:
        user = _token_user(secret.strip(), at=clock.now()) if scheme.lower() == "bearer" else None
        if user is not None:
            # what reads the body, and what writes the headers, asks the request who it is
            request.user = request._cached_user = user  # type: ignore[attr-defined]
        return user
    if not request.user.is_authenticated:
        return None
    if request.method not in _SAFE and check_csrf(request) is not None:
        raise Problem(403, _NO_CSRF)
    return request.user


def _token_user(secret: str, *, at: datetime) -> Any:
    check: Callable[..., Any] = import_string(settings.XINHENG_TOKEN_CHECK)
    return check(secret, at=at) if secret.isascii() and secret.isprintable() else None

"""Whom a login is of: the person with that citizen id, never an e-mail address, a name, or a role that was claimed."""

from __future__ import annotations

from typing import Any

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.consent import actions as consent
from xinheng.areas.departments import service as departments
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.web.identity.provider import PROVIDER

log = structlog.get_logger("xinheng.identity")

FAILED = Text(
    zh="统一身份认证没有完成，请重新登录。如仍不行，请联系平台管理单位。",
    en="The identity provider did not complete the login. Please try again, or tell the operator.",
)
_OTHER_PERSON = Text(
    zh="该账号此前属于另一人，已拒绝登录。请联系统一身份认证的管理单位。",
    en="This account belonged to another person before, so the login is refused. Please tell the identity provider.",
)
_STOPPED = Text(
    zh="该账号已停用。如有疑问，请联系平台管理单位。", en="This account is stopped. Please ask the operator."
)


class SubjectsOnlyAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """The way in for subjects; no staff account can be reached by it, or tied to it."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """The one provider of the settings; one that somebody wrote into the database is none."""
        return [app for app in super().list_apps(request, provider, client_id) if app.pk is None]

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        """Nothing is taken over from claims."""
        return sociallogin.user

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Never."""
        return False

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: `pre_social_login` has found or opened the account before this is asked."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find or open the subject's login by the citizen id, and go on as that user or not at all."""
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(refused(request, FAILED, why="process"))
        known = sociallogin.user if sociallogin.account.pk else None
        try:
            held = consent.enter(sociallogin.claims, actor="identity-provider", at=clock.now())
        except consent.UnableToEnter as wrong:
            raise ImmediateHttpResponse(refused(request, wrong.text, why="number")) from wrong
        user = departments.user(held.username)
        if departments.subject(user) is None:
            raise ImmediateHttpResponse(refused(request, _STOPPED, why="stopped"))
        if known is not None and known != user:
            raise ImmediateHttpResponse(refused(request, _OTHER_PERSON, why="other person"))
        if known is None:
            sociallogin.connect(request, user)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None,
        extra_context: Any = None,
    ) -> None:  # fmt: skip
        """One page for everything that goes wrong; the log says what, the page does not."""
        why = str(exception) if exception else str(error or "state")
        raise ImmediateHttpResponse(refused(request, FAILED, why=why))


def refused(request: HttpRequest, text: Text, *, why: str) -> HttpResponse:
    """Nobody was logged in."""
    log.warning("login refused", provider=PROVIDER, why=why[:200])
    return render(request, "mine/refused.html", {"says": text}, status=403)

"""How allauth behaves here: accounts are opened by an administrator, and their secrets are kept encrypted."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url

from xinheng.areas.departments import actions
from xinheng.areas.departments import service as departments
from xinheng.plumbing import clock
from xinheng.plumbing.crypto.keyring import Purpose, key_ring
from xinheng.plumbing.crypto.values import seal, unseal
from xinheng.plumbing.http.addresses import client_address
from xinheng.web.accounts.second_factor import is_forced

_BELONGS_TO = "authenticator"


class StaffOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Login without sign-up, for people whose account and department are in use."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: departments and roles are given on a page of the credit centre."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that attempts are counted by; nothing the client wrote is believed."""
        return client_address(request)

    def pre_login(self, request: HttpRequest, user: Any, **told: Any) -> HttpResponseBase | None:
        """A system has no login, and a department that stopped has no users."""
        if not departments.may_log_in(user):
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **told)  # type: ignore[no-any-return]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Subjects arrive at their own pages, staff at their desk."""
        return resolve_url("mine:home") if departments.subject(request.user) else resolve_url("desk:home")

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever entered the password a moment ago need not enter it again to set up the second factor."""
        since = clock.now().timestamp() - app_settings.REAUTHENTICATION_TIMEOUT
        entered = get_authentication_records(self.request, self.request.user)
        return not any(one["at"] >= since for one in entered)

    def set_password(self, user: Any, password: str) -> None:
        """A holder's own change of password is a change of state like the administrator's: it is recorded."""
        actions.set_password(user.username, password=password, actor=user.username, at=clock.now())
        user.refresh_from_db(fields=["password"])


class SealedSecretsAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Authenticators' secrets are encrypted under a key of the node: the database alone opens no account."""

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        sealed = seal(text.encode(), ring=key_ring(), purpose=Purpose.LOGIN_SECRET, belongs_to=_BELONGS_TO)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret as the authenticator knows it."""
        sealed = base64.b64decode(encrypted_text)
        return unseal(sealed, ring=key_ring(), purpose=Purpose.LOGIN_SECRET, belongs_to=_BELONGS_TO).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whoever must have a second factor can't take it off; a lost one is reset by an administrator."""
        return not is_forced(authenticator.user)

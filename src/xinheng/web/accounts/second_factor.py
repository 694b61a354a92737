"""Nobody of the staff does anything before the second factor is set up; the demo only offers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from xinheng.areas.departments import service as departments

GetResponse = Callable[[HttpRequest], HttpResponseBase]

ENROL: Final = "mfa_activate_totp"
ALLOWED_WITHOUT: Final = frozenset(
    {
        ENROL, "mfa_view_recovery_codes", "mfa_download_recovery_codes", "account_login", "account_logout",
        "account_reauthenticate", "account_inactive", "set_language", "healthz", "readyz", "metrics",
    }
)  # fmt: skip
"""Routes that a user without the second factor may use: setting it up, and leaving."""


STAFF_PAGES: Final = ("account_", "mfa_")
LEAVING: Final = frozenset({"account_login", "account_logout", "account_inactive"})
"""Of the pages of staff accounts, those that a subject, who has no password here, comes by."""


def is_forced(user: object) -> bool:
    """Whether this user's account is worth nothing without the second factor."""
    return departments.needs_second_factor(user) and not settings.XINHENG.demo


def has_second_factor(user: object) -> bool:
    """Whether a login of this user asks for a one-time code."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP]))


class SecondFactorMiddleware:
    """Sends a logged-in user who still lacks the second factor to the page that sets it up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Public pages stay open: there the user is nobody in particular."""
        route = request.resolver_match.view_name if request.resolver_match else ""
        if route.startswith(STAFF_PAGES) and route not in LEAVING and departments.subject(request.user):
            raise PermissionDenied("an account of this kind has no password and no second factor here")
        if getattr(view, "permission", None) == "public" or not request.user.is_authenticated:
            return None
        if route in ALLOWED_WITHOUT or not is_forced(request.user) or has_second_factor(request.user):
            return None
        return redirect(ENROL)

"""allauth's two entrance pages with our own `site` in their templates: theirs is another thing of that name."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView

from xinheng.plumbing.http.permissions import public_page


class Login(LoginView):  # type: ignore[misc]  # allauth has no types
    """User name and password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Without allauth's `site`."""
        return _without_site(super().get_context_data(**kwargs))


class SecondStep(AuthenticateView):  # type: ignore[misc]  # allauth has no types
    """The one-time code, or a recovery code."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Without allauth's `site`."""
        return _without_site(super().get_context_data(**kwargs))


def _without_site(context: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in context.items() if name != "site"}


login = public_page(Login.as_view())
second_step = public_page(SecondStep.as_view())

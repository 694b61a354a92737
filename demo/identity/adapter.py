"""What the stand-in vouches for."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.conf import settings
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up: its people are those of the demo."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class StandIn(DefaultOIDCAdapter):  # type: ignore[misc]  # allauth has no types
    """Name, citizen id and organisations of invented people."""

    def get_claims(self, purpose: str, user: Any, client: Any, scopes: Any, **told: Any) -> dict[str, Any]:
        """The same in the ID token and in userinfo."""
        person = settings.PEOPLE.get(user.get_username(), {})
        return {
            "sub": self.get_user_sub(client, user),
            "name": person.get("name", ""),
            "citizen_id": person.get("number", ""),
            "organisations": person.get("organisations", []),
        }

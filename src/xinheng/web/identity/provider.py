"""The identity provider as the login package knows it: its addresses, one login's nonce, what is kept of an account."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from xinheng.plumbing.crypto.keyed_hash import keyed_hash
from xinheng.plumbing.crypto.keyring import key_ring
from xinheng.plumbing.identity import IdentitySettings
from xinheng.web.identity.claims import UnusableClaims, read_claims
from xinheng.web.identity.tokens import UnbelievableToken, believed

PROVIDER = "identity"


def identity() -> IdentitySettings:
    """The node's identity provider."""
    found: IdentitySettings | None = settings.IDENTITY
    if found is None:
        raise OAuth2Error("this node has no identity provider")
    return found


class IdentityAdapter(OAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """Talks to the provider: discovery, code for token, keys, userinfo."""

    provider_id = PROVIDER

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.state: dict[str, Any] = {}
        self._told: dict[str, Any] = {}

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself; one that calls itself otherwise than we do is another one."""
        if not self._told:
            issuer = identity().issuer
            self._told = self._fetched(f"{issuer}/.well-known/openid-configuration")
            if str(self._told.get("issuer", "")).rstrip("/") != issuer:
                raise OAuth2Error("the discovery document names another issuer")
        return self._told

    @property
    def authorize_url(self) -> str:
        """Where the browser is sent."""
        return str(self.openid_config["authorization_endpoint"])

    @property
    def access_token_url(self) -> str:
        """Where the code is handed in."""
        return str(self.openid_config["token_endpoint"])

    @property
    def basic_auth(self) -> bool:
        """How this client shows its secret; in the body where the provider permits it."""
        ways = self.openid_config.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return "client_secret_post" not in ways

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Where the provider sends the browser back."""
        return str(build_absolute_uri(request, reverse("identity:callback")))

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """The claims of a token that is believed, and of userinfo about the same person."""
        try:
            told = believed(
                str(kwargs["response"].get("id_token", "")),
                keys=self._fetched(self.openid_config["jwks_uri"]),
                issuer=str(self.openid_config["issuer"]),
                client_id=app.client_id,
                nonce=str(self.state.get("nonce", "")),
            )
        except UnbelievableToken as wrong:
            raise OAuth2Error(f"ID token: {wrong}") from wrong
        if "userinfo_endpoint" in self.openid_config:
            more = self._fetched(self.openid_config["userinfo_endpoint"], bearer=token.token)
            if more.get("sub") != told["sub"]:
                raise OAuth2Error("userinfo is about somebody else")
            told = more | told
        try:
            claims = read_claims(told, identity())
        except UnusableClaims as wrong:
            raise OAuth2Error(f"claim: {wrong}") from wrong
        login = self.get_provider().sociallogin_from_response(request, {"sub": str(told["sub"])})
        login.claims = claims
        return login

    def _fetched(self, url: str, *, bearer: str = "") -> dict[str, Any]:
        """A JSON object of the provider's; nothing is asked of an address without TLS, but on this machine."""
        if not identity().permits(url):
            raise OAuth2Error("an address of the provider is not https")
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        with get_adapter().get_requests_session() as session:
            answer = session.get(url, headers=headers, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        if not isinstance(found, dict):
            raise OAuth2Error("the provider's answer is no object")
        return found


class IdentityProvider(OAuth2Provider):  # type: ignore[misc]  # allauth has no types
    """Of an account it keeps a keyed hash of the provider's name for it, and no claim."""

    id = PROVIDER
    name = "OpenID Connect"
    account_class = ProviderAccount
    oauth2_adapter_class = IdentityAdapter
    pkce_enabled_default = True

    def get_callback_url(self) -> str:
        """Where the provider sends the browser back."""
        return reverse("identity:callback")

    def get_scope(self) -> list[str]:
        """What is asked for."""
        return list(identity().scope)

    def begin(self, request: HttpRequest, *, next_url: str | None) -> Any:
        """Send the browser to the provider, with a state, a PKCE challenge and a nonce of this login's own."""
        nonce = secrets.token_urlsafe(24)
        return self.redirect(
            request, process="login", next_url=next_url, auth_params={"nonce": nonce}, nonce=nonce
        )

    def extract_uid(self, data: dict[str, str]) -> str:
        """The account, without its name at the provider, which may be a citizen id."""
        return keyed_hash(f"{identity().issuer} {data['sub']}", ring=key_ring())

    def extract_extra_data(self, data: dict[str, str]) -> dict[str, str]:
        """Nothing: claims are not kept."""
        return {}

    def extract_common_fields(self, data: dict[str, str]) -> dict[str, str]:
        """Nothing: the user is made by the area that owns it."""
        return {}


provider_classes = [IdentityProvider]

"""The identity provider of people outside the staff; without one they have no login."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from xinheng.plumbing.node import NodeSettings, UnsafeSettings

_SHORTEST_SECRET: Final = 16
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class IdentitySettings:
    """`issuer` without a slash at its end; `origins` where forms may lead to on the way to a login."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    origins: tuple[str, ...]
    scope: tuple[str, ...]
    number_claim: str
    organisations_claim: str
    demo: bool

    def permits(self, url: str) -> bool:
        """Whether an address of the provider may be asked: by TLS; in the demo also without, on this machine."""
        parts = urlsplit(url)
        return parts.scheme == "https" or (
            self.demo and parts.scheme == "http" and parts.hostname in _LOOPBACK
        )

    @property
    def as_providers(self) -> dict[str, Any]:
        """allauth's SOCIALACCOUNT_PROVIDERS."""
        app = {
            "provider_id": "identity",
            "name": "identity",
            "client_id": self.client_id,
            "secret": self.secret,
        }
        return {"identity": {"APPS": [app | {"settings": {}}]}}


def read_identity(node: NodeSettings) -> IdentitySettings | None:
    """The provider that `XINHENG_OIDC_*` names; a secret that is none, or an address without TLS, refuses to start."""
    issuer = os.environ.get("XINHENG_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    found = IdentitySettings(
        issuer=issuer,
        client_id=os.environ.get("XINHENG_OIDC_CLIENT_ID", "xinheng"),
        secret=os.environ.get("XINHENG_OIDC_CLIENT_SECRET", ""),
        origins=_origins(issuer),
        scope=tuple(os.environ.get("XINHENG_OIDC_SCOPE", "openid profile").split()),
        number_claim=os.environ.get("XINHENG_OIDC_NUMBER_CLAIM", "citizen_id"),
        organisations_claim=os.environ.get("XINHENG_OIDC_ORGANISATIONS_CLAIM", "organisations"),
        demo=node.demo,
    )
    if not found.permits(issuer):
        raise UnsafeSettings("XINHENG_OIDC_ISSUER must begin with https://")
    if len(found.secret) < _SHORTEST_SECRET or found.secret.lower().startswith(
        ("change", "secret", "default", "example")
    ):
        raise UnsafeSettings(
            "XINHENG_OIDC_CLIENT_SECRET: use the secret that the identity provider gave this node"
        )
    return found


def _origins(issuer: str) -> tuple[str, ...]:
    given = os.environ.get("XINHENG_OIDC_ORIGINS")
    if given is not None:
        return tuple(origin for origin in given.split(",") if origin)
    parts = urlsplit(issuer)
    return (f"{parts.scheme}://{parts.netloc}",)

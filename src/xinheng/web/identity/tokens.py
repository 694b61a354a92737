"""The ID token is believed when its signature, issuer, audience, time and nonce are right (OpenID Connect Core, 3.1.3.7)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any, Final

import jwt

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a public key alone: `none` and HMAC are not among them, whatever the token's header says."""
_MUST_SAY: Final = ["iss", "sub", "aud", "exp", "iat"]
_LEEWAY: Final = 30
"""Seconds by which the two clocks may differ."""


class UnbelievableToken(ValueError):
    """The token is not believed; the message says which check failed."""


def believed(
    token: str, *, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """The claims of an ID token. `keys` is the provider's JWKS; `nonce` what this login sent. Raises `UnbelievableToken`."""
    try:
        told: dict[str, Any] = jwt.decode(
            token,
            key=_key(token, keys),
            algorithms=list(ALGORITHMS),
            audience=client_id,
            issuer=issuer,
            leeway=_LEEWAY,
            options={"require": _MUST_SAY},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as wrong:
        raise UnbelievableToken(type(wrong).__name__) from wrong
    if isinstance(told["aud"], list) and len(told["aud"]) > 1 and told.get("azp") != client_id:
        raise UnbelievableToken("azp")
    if not nonce or not hmac.compare_digest(str(told.get("nonce", "")).encode(), nonce.encode()):
        raise UnbelievableToken("nonce")
    return told


def _key(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    """The key that the header names; where it names none, the only one there is."""
    named = jwt.get_unverified_header(token).get("kid")
    found = [key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if named in (None, key.key_id)]
    if len(found) != 1:
        raise UnbelievableToken("kid")
    return found[0]

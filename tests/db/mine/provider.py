"""An identity provider in one object: signs with a key of its own, and can be told to lie."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from jwt.algorithms import RSAAlgorithm

from xinheng.plumbing.identity import IdentitySettings

ISSUER = "https://id.example.test"
SECRET = "a-secret-of-the-node-alone"
SETTINGS = IdentitySettings(
    issuer=ISSUER, client_id="xinheng", secret=SECRET, origins=(ISSUER,), scope=("openid", "profile"),
    number_claim="citizen_id", organisations_claim="organisations", demo=False,
)  # fmt: skip
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Answer:
    """What `requests` gives back."""

    def __init__(self, body: Any, status: int = 200) -> None:
        self.status_code, self._body = status, body
        self.headers = {"content-type": "application/json"}
        self.text = json.dumps(body)
        self.content = self.text.encode()

    def json(self) -> Any:
        """The body."""
        return self._body

    def raise_for_status(self) -> None:
        """Nothing: these answers are good."""


class Provider:
    """`claims` is who logs in; `lies` replace parts of the ID token, `userinfo` those of userinfo."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.lies: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.config: dict[str, Any] = {}
        self.key, self.algorithm, self.header = KEY, "RS256", {"kid": "1"}
        self.asked: dict[str, list[str]] = {}
        self.handed_in: dict[str, Any] = {}

    def __enter__(self) -> Provider:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def get(self, url: str, **more: Any) -> Answer:
        """Discovery, keys, userinfo."""
        if url.endswith("/.well-known/openid-configuration"):
            return Answer(
                {
                    "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/authorize", "token_endpoint": f"{ISSUER}/token",
                    "jwks_uri": f"{ISSUER}/jwks", "userinfo_endpoint": f"{ISSUER}/userinfo",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                } | self.config
            )  # fmt: skip
        if url.endswith("/jwks"):
            public = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
            return Answer({"keys": [public | {"kid": "1", "alg": "RS256", "use": "sig"}]})
        return Answer(self.claims | self.userinfo)

    def request(self, method: str, url: str, *, data: dict[str, Any], **more: Any) -> Answer:
        """A code for tokens."""
        self.handed_in = data
        return Answer({"access_token": "x", "token_type": "Bearer", "id_token": self.id_token()})

    def id_token(self) -> str:
        """Signed, for the login that was asked for last."""
        now = int(time.time())
        told = {
            "iss": ISSUER, "aud": "xinheng", "iat": now, "exp": now + 300, "nonce": self.asked["nonce"][0],
        } | self.claims | self.lies  # fmt: skip
        told = {name: value for name, value in told.items() if value is not None}
        return jwt.encode(told, self.key, algorithm=self.algorithm, headers=self.header)

    def log_in(self, client: Client, *, next_url: str = "", state: str | None = None) -> Any:
        """Go there and come back; gives the answer of the callback."""
        sent = client.post("/mine/login/begin/", {"next": next_url})
        assert sent.status_code == 302, sent.content.decode()
        self.asked = parse_qs(urlsplit(sent["Location"]).query)
        back = self.asked["state"][0] if state is None else state
        return client.get("/mine/login/callback/", {"code": "abc", "state": back})

"""Every key of a node comes from its one master secret, by HKDF-SHA256 (RFC 5869) with the key's purpose.

Whoever keeps the master secret (`XINHENG_MASTER_KEY`) and the database can restore the node; nobody with
the database alone can read a file or a citizen id.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_SHORTEST_MASTER = 32


class Purpose(StrEnum):
    """What a sub-key is for; a key for one purpose says nothing about any other."""

    FILE_WRAPPING = "file-wrapping"
    FILE_HASH = "file-hash"
    PERSON_HASH = "person-hash"
    PERSON_VALUE = "person-value"
    READING_CODE = "reading-code"
    CONTENT_PEPPER = "content-pepper"
    LOGIN_SECRET = "login-secret"  # noqa: S105 - what a key is for, no secret
    CONTACT = "contact"
    SIGN_ED25519 = "sign-ed25519"
    SIGN_SM2 = "sign-sm2"


class Suite(StrEnum):
    """Which ciphers new data are written with; both can always be read."""

    INTERNATIONAL = "aes-256-gcm"
    NATIONAL = "sm4-gcm"


class WeakMaster(ValueError):
    """The master secret is shorter than 32 characters."""


class KeyRing:
    """Derives the sub-keys of a master secret; `suite` is what new data are encrypted with."""

    def __init__(self, master: str, *, suite: Suite = Suite.INTERNATIONAL) -> None:
        if len(master) < _SHORTEST_MASTER:
            raise WeakMaster(f"a master secret has at least {_SHORTEST_MASTER} characters")
        self._master = master.encode()
        self._derived: dict[tuple[Purpose, int], bytes] = {}
        self.suite = suite

    def subkey(self, purpose: Purpose, size: int = 32) -> bytes:
        """The key for one purpose, `size` bytes."""
        found = self._derived.get((purpose, size))
        if found is None:
            info = f"xinheng/{purpose}/{size}".encode()
            found = HKDF(algorithm=hashes.SHA256(), length=size, salt=None, info=info).derive(self._master)
            self._derived[purpose, size] = found
        return found

    def __repr__(self) -> str:
        """No secret in a log."""
        return f"KeyRing(suite={self.suite.value})"


@lru_cache(maxsize=4)
def _ring(master: str, signature: str) -> KeyRing:
    return KeyRing(master, suite=Suite.NATIONAL if signature == "sm2" else Suite.INTERNATIONAL)


def key_ring() -> KeyRing:
    """The node's key ring; a node that signs with SM2 encrypts with SM4."""
    return _ring(settings.XINHENG.master_key, settings.XINHENG.signature)

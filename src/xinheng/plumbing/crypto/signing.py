"""The node's signing keys: they sign checkpoints, and never leave this object."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from xinheng.kernel.tlog import sm2
from xinheng.kernel.tlog.keys import SignatureKind, VerifierKey
from xinheng.kernel.tlog.note import Signer
from xinheng.plumbing.crypto.keyring import KeyRing, Purpose, key_ring


@dataclass(frozen=True, slots=True)
class Ed25519Signer:
    """Signs with Ed25519 (RFC 8032)."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    @property
    def key(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, SignatureKind.ED25519, self.private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self.private.sign(message)


@dataclass(frozen=True, slots=True)
class Sm2Signer:
    """Signs with SM2 and SM3 (GB/T 32918.2)."""

    name: str
    private: int = field(repr=False)

    @property
    def key(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, SignatureKind.SM2, sm2.public_of(self.private))

    def sign(self, message: bytes) -> bytes:
        """DER, about 70 bytes."""
        return sm2.sign(private=self.private, message=message)


def signer_of(ring: KeyRing, *, name: str, kind: SignatureKind) -> Signer:
    """The signer that a key ring gives for a name; the same ring and name always give the same key."""
    if kind is SignatureKind.ED25519:
        return Ed25519Signer(name, Ed25519PrivateKey.from_private_bytes(ring.subkey(Purpose.SIGN_ED25519)))
    # 16 bytes more than the order has make the remainder as good as uniform (FIPS 186-5, A.2.1)
    drawn = int.from_bytes(ring.subkey(Purpose.SIGN_SM2, 48), "big")
    return Sm2Signer(name, drawn % (sm2.ORDER - 2) + 1)


def node_signer() -> Signer:
    """The signer that the node's settings choose, under the node's name."""
    node = settings.XINHENG
    return signer_of(key_ring(), name=node.node_name, kind=SignatureKind(node.signature))

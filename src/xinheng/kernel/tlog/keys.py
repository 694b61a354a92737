"""Public keys that verify a signed note.

Two kinds of signature:

* `ed25519` – C2SP signature type 0x01, RFC 8032; public key 32 bytes.
* `sm2` – SM2 with SM3 (GB/T 32918.2, user id "1234567812345678" as GM/T 0009 says), DER signature, public
  key as an uncompressed point of 65 bytes. C2SP has assigned it no type: it is 0xff followed by the
  algorithm's object identifier 1.2.156.10197.1.501 and a colon.

Key id = first 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key); text form `name+id in hex+base64(type ‖
public key)`. Source: C2SP signed-note.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from xinheng.kernel.tlog import sm2

KEY_ID_SIZE = 4


class SignatureKind(StrEnum):
    """How a note is signed."""

    ED25519 = "ed25519"
    SM2 = "sm2"


_TYPES = {SignatureKind.ED25519: b"\x01", SignatureKind.SM2: b"\xff1.2.156.10197.1.501:"}
_PUBLIC_SIZES = {SignatureKind.ED25519: 32, SignatureKind.SM2: 65}


class MalformedKey(ValueError):
    """A verifier key's text or its parts do not fit together."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A named public key."""

    name: str
    kind: SignatureKind
    public: bytes

    def __post_init__(self) -> None:
        """Refuse a name that a note cannot hold and a public key of the wrong length."""
        if not self.name or "+" in self.name or self.name.split() != [self.name]:
            raise MalformedKey(f"a key's name is one word without a plus sign, not {self.name!r}")
        if len(self.public) != _PUBLIC_SIZES[self.kind]:
            raise MalformedKey(f"a public key of {self.kind} has {_PUBLIC_SIZES[self.kind]} bytes")

    @property
    def key_id(self) -> bytes:
        """The 4 bytes that stand before each signature of this key."""
        return sha256(self.name.encode() + b"\n" + _TYPES[self.kind] + self.public).digest()[:KEY_ID_SIZE]

    def text(self) -> str:
        """The key as it is handed on."""
        encoded = base64.b64encode(_TYPES[self.kind] + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether the signature is this key's over the message."""
        if self.kind is SignatureKind.SM2:
            return sm2.verify(public=self.public, message=message, signature=signature)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def parse_key(text: str) -> VerifierKey:
    """A verifier key from its text.

    >>> parse_key("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8").kind.value
    'ed25519'
    """
    try:
        name, key_id, encoded = text.strip().split("+", 2)
        body = base64.b64decode(encoded, validate=True)
        wanted = bytes.fromhex(key_id)
    except (ValueError, binascii.Error) as error:
        raise MalformedKey("a verifier key reads name+hex+base64") from error
    for kind, prefix in _TYPES.items():
        if body.startswith(prefix):
            key = VerifierKey(name, kind, body[len(prefix) :])
            if key.key_id != wanted:
                raise MalformedKey("the key id does not belong to this name and public key")
            return key
    raise MalformedKey("the key's signature type is unknown")

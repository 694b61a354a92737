"""SM2 signatures with SM3 (GB/T 32918.2): the one module that knows the library.

The library uses the user id "1234567812345678" of GM/T 0009-2012 section 10; signatures are DER.
"""

from __future__ import annotations

from tongsuopy.crypto import hashes
from tongsuopy.crypto.asymciphers import ec
from tongsuopy.crypto.exceptions import InternalError, InvalidSignature
from tongsuopy.crypto.serialization import Encoding, PublicFormat

# order of the curve's base point, GB/T 32918.5
ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123


def verify(*, public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the DER signature is that of the uncompressed public point over the message."""
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SM2(), public)
        key.verify(signature, message, ec.ECDSA(hashes.SM3()))
    except (InvalidSignature, InternalError, ValueError):
        return False
    return True


def sign(*, private: int, message: bytes) -> bytes:
    """DER signature; `private` is a number from 1 to ORDER - 2."""
    key = ec.derive_private_key(private, ec.SM2())
    signature: bytes = key.sign(message, ec.ECDSA(hashes.SM3()))
    return signature


def public_of(private: int) -> bytes:
    """The uncompressed public point, 65 bytes."""
    key = ec.derive_private_key(private, ec.SM2()).public_key()
    point: bytes = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return point

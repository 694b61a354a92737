"""Hashes of leaves and nodes.

Source: RFC 6962 section 2.1 (leaf prefix 0x00, node prefix 0x01, SHA-256). A leaf is salted: its hash
covers 16 random bytes before the content, so that whoever sees the hash in somebody else's proof cannot
guess the content.
"""

from __future__ import annotations

from hashlib import sha256

HASH_SIZE = 32
SALT_SIZE = 16
EMPTY_ROOT = sha256(b"").digest()


class MalformedHash(ValueError):
    """A hash is not 32 bytes long, or a buffer of hashes is no multiple of 32."""


def leaf_hash(content: bytes, *, salt: bytes = b"") -> bytes:
    """SHA-256(0x00 ‖ salt ‖ content): 32 bytes. Without a salt it is the leaf hash of RFC 6962.

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return sha256(b"\x00" + salt + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right): 32 bytes."""
    return sha256(b"\x01" + left + right).digest()


def split_hashes(buffer: bytes) -> list[bytes]:
    """The 32-byte hashes of a concatenated buffer."""
    if len(buffer) % HASH_SIZE:
        raise MalformedHash(f"{len(buffer)} bytes are no whole number of {HASH_SIZE}-byte hashes")
    return [buffer[start : start + HASH_SIZE] for start in range(0, len(buffer), HASH_SIZE)]

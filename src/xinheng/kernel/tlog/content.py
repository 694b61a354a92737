"""How a record's content is hashed in two parts: what is shown proves itself, what is not stays unknown.

    shown   = SHA-256(canonical JSON of the fields that anybody may be shown)
    salt    = HMAC-SHA256(pepper, natural key ‖ shown)
    H       = SHA-256(salt ‖ canonical JSON of the withheld fields; `{}` where there are none)
    content = SHA-256(shown ‖ H)

A public proof carries the shown fields and H: `content` can be made again from both. The pepper never leaves
the node, so that nobody can try names until H fits; the salt is another one for every content, so that equal
withheld fields of two records do not look equal, and that it can be told of one without telling of any other.
H is salted where nothing is withheld too: a field that the law hides later cannot be guessed from `content`.
The pepper has 64 bytes of ASCII, the natural key 16, every hash and salt 32.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from xinheng.kernel.tlog.canonical import Json, canonical
from xinheng.kernel.tlog.hashing import HASH_SIZE, MalformedHash

Fields = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Opened:
    """The withheld fields with their salt: for who may read them."""

    withheld: Fields
    salt: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """A record's content as a proof carries it: the shown fields, and the hash that stands for the others."""

    data: Fields
    withheld_hash: bytes
    opened: Opened | None = None

    def fits(self, content_hash: bytes) -> bool:
        """True when the parts are those of the hash; raises `NotCanonical` where one has no canonical form."""
        held = self.opened
        if held is not None and withheld_hash(held.withheld, salt=held.salt) != self.withheld_hash:
            return False
        return hash_of(self.data, withheld_hash=self.withheld_hash) == content_hash


def content_of(data: Fields, withheld: Fields, *, key: bytes, pepper: bytes) -> Content:
    """The content of the record with that natural key; only the node can make it, of its own pepper.

    The withheld fields are in it, opened: take `closed` of it for the public.
    """
    salt = hmac.digest(pepper, key + shown_hash(data), "sha256")
    return Content(data, withheld_hash(withheld, salt=salt), Opened(withheld, salt))


def closed(content: Content) -> Content:
    """The same content without the withheld fields and their salt."""
    return Content(content.data, content.withheld_hash)


def hash_of(data: Fields, *, withheld_hash: bytes) -> bytes:
    """The content hash that stands in the row, from what a public proof carries."""
    if len(withheld_hash) != HASH_SIZE:
        raise MalformedHash(f"a hash has {HASH_SIZE} bytes")
    return sha256(shown_hash(data) + withheld_hash).digest()


def shown_hash(data: Fields) -> bytes:
    """Hash of the shown fields."""
    return sha256(canonical(data)).digest()


def withheld_hash(withheld: Fields, *, salt: bytes) -> bytes:
    """Hash of the withheld fields behind their salt."""
    if len(salt) != HASH_SIZE:
        raise MalformedHash(f"a salt has {HASH_SIZE} bytes")
    return sha256(salt + canonical(withheld)).digest()

"""Hashes that only the holder of the key can make: equal values are found, none can be guessed from its hash.

Citizen ids are few enough to try them all; a plain hash of one would be no secret. HMAC-SHA256 (RFC 2104)
under a sub-key, cut to 128 bits and written `h:` + 32 hexadecimal digits.
"""

from __future__ import annotations

import hmac

import polars as pl

from xinheng.plumbing.crypto.keyring import KeyRing, Purpose

PREFIX = "h:"


def keyed_hash(value: str, *, ring: KeyRing, purpose: Purpose = Purpose.PERSON_HASH) -> str:
    """`h:` and 32 hexadecimal digits; the value must be in its compact form already."""
    return PREFIX + hmac.digest(ring.subkey(purpose), value.encode(), "sha256")[:16].hex()


def keyed_hash_column(
    values: pl.Series, *, ring: KeyRing, purpose: Purpose = Purpose.PERSON_HASH
) -> pl.Series:
    """The columnar twin: String in, String out, null stays null; every distinct value is hashed once."""
    distinct = values.drop_nulls().unique()
    hashes = [keyed_hash(value, ring=ring, purpose=purpose) for value in distinct]
    return values.replace_strict(
        distinct, pl.Series(hashes, dtype=pl.String), default=None, return_dtype=pl.String
    )

"""How one row of a batch becomes a leaf.

Content of the leaf, 53 bytes: row number (4, big-endian) ‖ change (1: N new, C corrected, W withdrawn,
M marked) ‖ natural key of the record (16) ‖ hash of its content (see `content`), or of what the mark says (32).
Salt of the leaf: the row number as a 16-byte block, encrypted with AES-256 under the batch's secret – a
different unpredictable value for each row that can be made again from the secret alone (a block cipher in
counter use, 40 times faster than an HMAC a row).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

import numpy as np
import polars as pl
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from numpy.typing import NDArray

from xinheng.kernel.tlog.hashing import HASH_SIZE, SALT_SIZE, leaf_hash

KEY_SIZE = 16
SECRET_SIZE = 32
_CONTENT_SIZE = 4 + 1 + KEY_SIZE + HASH_SIZE
_BLOCK = 65_536

Numbers = NDArray[np.integer[Any]]
Octets = NDArray[np.uint8]


class Change(StrEnum):
    """What a row did to its record."""

    NEW = "new"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    MARKED = "marked"


_LETTERS = {Change.NEW: b"N", Change.CORRECTED: b"C", Change.WITHDRAWN: b"W", Change.MARKED: b"M"}


class UnevenColumns(ValueError):
    """The columns of the rows are not of one length."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as its leaf sees it: `key` 16 bytes, `content_hash` 32 bytes."""

    row_no: int
    change: Change
    key: bytes
    content_hash: bytes

    def content(self) -> bytes:
        """The 53 bytes that the leaf hash covers."""
        if len(self.key) != KEY_SIZE or len(self.content_hash) != HASH_SIZE:
            raise UnevenColumns("a key has 16 bytes and a content hash 32")
        return self.row_no.to_bytes(4, "big") + _LETTERS[self.change] + self.key + self.content_hash


def row_salts(secret: bytes, row_numbers: Sequence[int] | Numbers) -> bytes:
    """The 16-byte salts of rows, concatenated; `secret` has 32 bytes."""
    blocks = np.zeros((len(row_numbers), 4), dtype=">u4")
    blocks[:, 3] = row_numbers
    # distinct one-block messages: ECB is the bare block cipher, and nothing is kept secret by it
    cipher = Cipher(algorithms.AES(secret), modes.ECB())  # noqa: S305
    return cipher.encryptor().update(blocks.tobytes())


def row_leaf(row: Row, *, secret: bytes) -> bytes:
    """Leaf hash of one row."""
    return leaf_hash(row.content(), salt=row_salts(secret, [row.row_no]))


def row_leaves(
    *, row_numbers: Numbers, changes: bytes, keys: bytes, content_hashes: bytes, secret: bytes
) -> bytes:
    """Leaf hashes of many rows, concatenated: the columnar twin of `row_leaf`.

    A row has 1 byte of `changes` (see `change_letters`), 16 of `keys`, 32 of `content_hashes`.
    """
    count = len(row_numbers)
    if len(changes) != count or len(keys) != count * KEY_SIZE or len(content_hashes) != count * HASH_SIZE:
        raise UnevenColumns(
            f"{count} rows need as many changes, {KEY_SIZE}-byte keys and {HASH_SIZE}-byte hashes"
        )
    letters = np.frombuffer(changes, dtype=np.uint8)
    key_bytes = np.frombuffer(keys, dtype=np.uint8).reshape(count, KEY_SIZE)
    hash_bytes = np.frombuffer(content_hashes, dtype=np.uint8).reshape(count, HASH_SIZE)
    found = []
    for start in range(0, count, _BLOCK):
        part = slice(start, start + _BLOCK)
        found.append(_leaves(row_numbers[part], letters[part], key_bytes[part], hash_bytes[part], secret))
    return b"".join(found)


def change_letters(changes: pl.Series) -> bytes:
    """A column of `Change` terms as one letter a row; another term raises InvalidOperationError."""
    codes = {str(change): letter[0] for change, letter in _LETTERS.items()}
    return changes.replace_strict(codes, return_dtype=pl.UInt8).to_numpy().tobytes()


def _leaves(row_numbers: Numbers, letters: Octets, keys: Octets, hashes: Octets, secret: bytes) -> bytes:
    """Leaf hashes of one block: every leaf's bytes stand in one buffer, hashed slice by slice."""
    count, width = len(row_numbers), 1 + SALT_SIZE + _CONTENT_SIZE
    lines = np.zeros((count, width), dtype=np.uint8)
    salts = np.frombuffer(row_salts(secret, row_numbers), dtype=np.uint8)
    lines[:, 1:17] = salts.reshape(count, SALT_SIZE)
    lines[:, 17:21] = row_numbers.astype(">u4").view(np.uint8).reshape(count, 4)
    lines[:, 21] = letters
    lines[:, 22:38] = keys
    lines[:, 38:70] = hashes
    buffer = lines.tobytes()
    return b"".join([sha256(buffer[at : at + width]).digest() for at in range(0, count * width, width)])

"""Many rows under one root: the tree of one submission.

Rows are too many to keep each node. Kept are the roots of the chunks of 256 leaves (level 8; the last chunk
may be shorter). One row's proof then needs the leaf hashes of its own chunk and that stored row of roots:
for 5 million rows 8 KiB and 611 KiB. The root is that of RFC 6962 over all leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from xinheng.kernel.tlog.hashing import EMPTY_ROOT, HASH_SIZE, MalformedHash, split_hashes
from xinheng.kernel.tlog.tree import MemoryTree, OutsideTree, inclusion_proof

CHUNK = 256
_CHUNK_BYTES = CHUNK * HASH_SIZE
_BLOCK_BYTES = 1024 * _CHUNK_BYTES
_PAIR = 1 + 2 * HASH_SIZE


@dataclass(frozen=True, slots=True)
class BatchRoot:
    """The root over `size` leaves and the concatenated roots of its chunks."""

    size: int
    root: bytes
    subtrees: bytes


class BatchTree:
    """Takes leaf hashes piece by piece in bounded memory; `finish` gives the root."""

    def __init__(self) -> None:
        self._size = 0
        self._rest = b""
        self._roots: list[bytes] = []

    def add(self, leaf_hashes: bytes) -> None:
        """Add concatenated 32-byte leaf hashes, in order."""
        if len(leaf_hashes) % HASH_SIZE:
            raise MalformedHash(f"{len(leaf_hashes)} bytes are no whole number of {HASH_SIZE}-byte hashes")
        self._size += len(leaf_hashes) // HASH_SIZE
        buffer = self._rest + leaf_hashes
        whole = len(buffer) - len(buffer) % _CHUNK_BYTES
        for start in range(0, whole, _BLOCK_BYTES):
            self._roots.append(_chunk_roots(buffer[start : min(start + _BLOCK_BYTES, whole)]))
        self._rest = buffer[whole:]

    def finish(self) -> BatchRoot:
        """The root of all leaves added."""
        last = _reduce(self._rest) if self._rest else b""
        subtrees = b"".join([*self._roots, last])
        return BatchRoot(self._size, _reduce(subtrees) if subtrees else EMPTY_ROOT, subtrees)


def batch_root(leaf_hashes: bytes) -> BatchRoot:
    """Root and chunk roots over concatenated 32-byte leaf hashes."""
    tree = BatchTree()
    tree.add(leaf_hashes)
    return tree.finish()


def chunk_of(index: int, size: int) -> range:
    """The leaves whose hashes a proof of leaf `index` needs."""
    if not 0 <= index < size:
        raise OutsideTree(f"row {index} is not in a batch of {size}")
    start = index - index % CHUNK
    return range(start, min(start + CHUNK, size))


def batch_proof(index: int, *, size: int, chunk: bytes, subtrees: bytes) -> tuple[bytes, ...]:
    """Inclusion proof of one row; `chunk` holds the leaf hashes of `chunk_of(index, size)`, concatenated."""
    leaves = chunk_of(index, size)
    if len(chunk) != len(leaves) * HASH_SIZE or len(subtrees) != -(-size // CHUNK) * HASH_SIZE:
        raise MalformedHash("the leaf hashes or the chunk roots are not those of this batch")
    lower, upper = MemoryTree(split_hashes(chunk)), MemoryTree(split_hashes(subtrees))
    inside = inclusion_proof(index - leaves.start, len(lower), lower.read)
    return inside + inclusion_proof(index // CHUNK, len(upper), upper.read)


def _chunk_roots(whole_chunks: bytes) -> bytes:
    """Roots of complete chunks, concatenated; all chunks rise level by level together."""
    for _ in range(CHUNK.bit_length() - 1):
        whole_chunks = _pairs(whole_chunks)
    return whole_chunks


def _reduce(level: bytes) -> bytes:
    """Root over hashes of one level; an odd last one rises as it is (RFC 6962's tree, built bottom-up)."""
    while len(level) > HASH_SIZE:
        odd = len(level) % (2 * HASH_SIZE)
        even = len(level) - odd
        level = _pairs(level[:even]) + level[even:]
    return level


def _pairs(level: bytes) -> bytes:
    """Hash neighbours of an even number of hashes; one buffer with all prefixes saves half the time."""
    count = len(level) // (2 * HASH_SIZE)
    prefixed = np.empty((count, _PAIR), dtype=np.uint8)
    prefixed[:, 0] = 1
    prefixed[:, 1:] = np.frombuffer(level, dtype=np.uint8).reshape(count, 2 * HASH_SIZE)
    buffer = prefixed.tobytes()
    return b"".join([sha256(buffer[at : at + _PAIR]).digest() for at in range(0, count * _PAIR, _PAIR)])

"""Which nodes make a root or a proof, and their hashes.

A tree of `size` leaves is read through its *complete* subtrees only: node (level, position) covers the leaves
`position * 2**level` up to `(position + 1) * 2**level`. A complete subtree never changes again, so it can be
stored once; every root and proof of any size is made of O(log n) of them. Sources: RFC 6962 sections 2.1.1
and 2.1.2, RFC 9162 sections 2.1.3 and 2.1.4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from xinheng.kernel.tlog.hashing import EMPTY_ROOT, node_hash


class Node(NamedTuple):
    """Place of a complete subtree: `level` 0 is a leaf."""

    level: int
    position: int


class OutsideTree(ValueError):
    """A leaf or a size lies outside the tree."""


ReadNodes = Callable[[Sequence[Node]], Mapping[Node, bytes]]
Parts = tuple[tuple[Node, ...], ...]


def cover(begin: int, end: int) -> tuple[Node, ...]:
    """Complete subtrees, left to right, that cover the leaves begin ≤ i < end.

    `begin` must be a multiple of the smallest power of two that is ≥ end - begin, as every subtree's first
    leaf is.

    >>> cover(0, 7)
    (Node(level=2, position=0), Node(level=1, position=2), Node(level=0, position=6))
    """
    found = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        found.append(Node(level, begin >> level))
        begin += 1 << level
    return tuple(found)


def inclusion_parts(index: int, size: int) -> Parts:
    """For each hash of an inclusion proof, lowest first, the subtrees that make it."""
    if not 0 <= index < size:
        raise OutsideTree(f"leaf {index} is not in a tree of {size}")
    return tuple(reversed([cover(*sibling) for sibling in _siblings(index, 0, size)]))


def _siblings(index: int, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges beside the way from the root to a leaf, root first."""
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            yield middle, end
            end = middle
        else:
            yield begin, middle
            begin = middle


def consistency_parts(first: int, second: int) -> Parts:
    """For each hash of a consistency proof between two sizes, lowest first, the subtrees that make it."""
    if not 0 < first <= second:
        raise OutsideTree(f"no consistency proof leads from size {first} to size {second}")
    ranges: list[tuple[int, int]] = []
    begin, end, known = 0, second, True
    while first != end:
        middle = begin + _split(end - begin)
        if first <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin, known = middle, False
    if not known:
        ranges.append((begin, end))
    return tuple(cover(*each) for each in reversed(ranges))


def _split(width: int) -> int:
    """The largest power of two below width (RFC 6962: k)."""
    return 1 << ((width - 1).bit_length() - 1)


def fold(hashes: Iterable[bytes]) -> bytes:
    """Root over complete subtrees given left to right, each smaller than the one before."""
    stack = list(hashes)
    if not stack:
        return EMPTY_ROOT
    root = stack.pop()
    while stack:
        root = node_hash(stack.pop(), root)
    return root


def read_parts(parts: Parts, read: ReadNodes) -> tuple[bytes, ...]:
    """The hashes of a proof; `read` is asked once for all the nodes."""
    nodes = read([node for part in parts for node in part])
    return tuple(fold(nodes[node] for node in part) for part in parts)


def root_of(size: int, read: ReadNodes) -> bytes:
    """Root of the first `size` leaves."""
    return read_parts((cover(0, size),), read)[0]


def inclusion_proof(index: int, size: int, read: ReadNodes) -> tuple[bytes, ...]:
    """RFC 9162 section 2.1.3: hashes from the leaf's sibling up to the root's child."""
    return read_parts(inclusion_parts(index, size), read)


def consistency_proof(first: int, second: int, read: ReadNodes) -> tuple[bytes, ...]:
    """RFC 9162 section 2.1.4: the tree of size `first` is the beginning of that of size `second`."""
    return read_parts(consistency_parts(first, second), read)


class Growing:
    """A tree to which leaves are added; it holds one hash a level and never forgets the order."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """Go on from `size` leaves, whose complete subtrees (see `cover`) have the hashes `peaks`."""
        if len(peaks) != size.bit_count():
            raise OutsideTree(
                f"a tree of {size} leaves has {size.bit_count()} complete subtrees, not {len(peaks)}"
            )
        self.size = size
        self._peaks = list(peaks)

    def add(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Add a leaf hash; returns the complete subtrees above level 0 that it finished, lowest first."""
        finished = []
        index, level, current = self.size, 0, leaf
        while index & 1:
            current = node_hash(self._peaks.pop(), current)
            index, level = index >> 1, level + 1
            finished.append((Node(level, index), current))
        self._peaks.append(current)
        self.size += 1
        return finished

    def root(self) -> bytes:
        """Root of all leaves so far."""
        return fold(self._peaks)


class MemoryTree:
    """All nodes of a tree in memory, for small trees and tests."""

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        self._growing = Growing()
        self._nodes: dict[Node, bytes] = {}
        for leaf in leaf_hashes:
            self._nodes[Node(0, self._growing.size)] = leaf
            self._nodes.update(self._growing.add(leaf))

    def __len__(self) -> int:
        return self._growing.size

    def read(self, nodes: Sequence[Node]) -> Mapping[Node, bytes]:
        """Hashes of complete subtrees."""
        return {node: self._nodes[node] for node in nodes}

    def root(self, size: int | None = None) -> bytes:
        """Root of the first `size` leaves, or of all."""
        return root_of(len(self) if size is None else size, self.read)

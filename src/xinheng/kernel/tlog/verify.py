"""The two checks that need no trust: a leaf is in a tree; a tree only grew.

Sources: RFC 9162 sections 2.1.3.2 and 2.1.4.2. Both return a bool and never raise on a hostile proof.
"""

from __future__ import annotations

from collections.abc import Sequence

from xinheng.kernel.tlog.hashing import HASH_SIZE, node_hash


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the leaf hash stands at `index` in the tree of `size` leaves with that root."""
    if not 0 <= index < size or not _hashes(proof):
        return False
    here, last, current = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            current = node_hash(sibling, current)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and current == root


def verify_consistency(
    *, first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the tree of size `first` is the beginning of the tree of size `second`; sizes start at 1."""
    if not 0 < first <= second or not _hashes(proof):
        return False
    if first == second:
        return not proof and first_root == second_root
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        return False
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _hashes(proof: Sequence[bytes]) -> bool:
    return all(len(each) == HASH_SIZE for each in proof)

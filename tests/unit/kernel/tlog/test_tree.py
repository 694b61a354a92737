"""Roots and proofs against the published Certificate Transparency vectors and the RFC's own definitions."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.kernel.tlog import reference
from xinheng.kernel.tlog.hashing import EMPTY_ROOT, MalformedHash, leaf_hash, node_hash, split_hashes
from xinheng.kernel.tlog.tree import (
    Growing,
    MemoryTree,
    OutsideTree,
    consistency_proof,
    cover,
    inclusion_proof,
)
from xinheng.kernel.tlog.verify import verify_consistency, verify_inclusion

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A96 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
A5F = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
A6B = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
ABC = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
ACA = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
AEB = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSION = [
    (0, 1, []),
    (0, 8, [A96, A5F, A6B]),
    (5, 8, [ABC, ACA, ROOTS[4]]),
    (2, 3, [ROOTS[2]]),
    (1, 5, [ROOTS[1], A5F, ABC]),
]
CONSISTENCY = [
    (1, 1, []),
    (1, 8, [A96, A5F, A6B]),
    (6, 8, [AEB, ACA, ROOTS[4]]),
    (2, 5, [A5F, ABC]),
]


def ct_tree() -> MemoryTree:
    return MemoryTree(leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES)


def random_leaves(count: int) -> list[bytes]:
    return [os.urandom(32) for _ in range(count)]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert ct_tree().root(size).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "expected"), INCLUSION)
def test_inclusion_proofs_are_those_of_certificate_transparency(
    index: int, size: int, expected: list[str]
) -> None:
    tree = ct_tree()
    proof = inclusion_proof(index, size, tree.read)
    assert [each.hex() for each in proof] == expected
    leaf = leaf_hash(bytes.fromhex(LEAVES[index]))
    assert verify_inclusion(leaf=leaf, index=index, size=size, proof=proof, root=bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("first", "second", "expected"), CONSISTENCY)
def test_consistency_proofs_are_those_of_certificate_transparency(
    first: int, second: int, expected: list[str]
) -> None:
    proof = consistency_proof(first, second, ct_tree().read)
    assert [each.hex() for each in proof] == expected
    old, new = bytes.fromhex(ROOTS[first]), bytes.fromhex(ROOTS[second])
    assert verify_consistency(first=first, first_root=old, second=second, second_root=new, proof=proof)


def test_every_proof_up_to_40_leaves_is_the_rfcs_and_verifies() -> None:
    leaves = random_leaves(40)
    tree = MemoryTree(leaves)
    for size in range(1, 41):
        root = reference.mth(leaves[:size])
        assert tree.root(size) == root
        for index in range(size):
            proof = inclusion_proof(index, size, tree.read)
            assert list(proof) == reference.path(index, leaves[:size])
            assert verify_inclusion(leaf=leaves[index], index=index, size=size, proof=proof, root=root)
        for first in range(1, size + 1):
            steps = consistency_proof(first, size, tree.read)
            assert list(steps) == reference.subproof(first, leaves[:size], True)
            old = reference.mth(leaves[:first])
            assert verify_consistency(first=first, first_root=old, second=size, second_root=root, proof=steps)


@given(size=st.integers(1, 300), data=st.data())
def test_a_changed_inclusion_proof_never_verifies(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(bytes([n % 256, n // 256])) for n in range(size)]
    index = data.draw(st.integers(0, size - 1))
    tree = MemoryTree(leaves)
    proof = list(inclusion_proof(index, size, tree.read))
    root = tree.root()
    assert verify_inclusion(leaf=leaves[index], index=index, size=size, proof=proof, root=root)
    other = data.draw(st.integers(0, size - 1).filter(lambda n: n != index)) if size > 1 else 1
    assert not verify_inclusion(leaf=leaves[index], index=other, size=size, proof=proof, root=root)
    assert not verify_inclusion(leaf=bytes(32), index=index, size=size, proof=proof, root=root)
    assert not verify_inclusion(
        leaf=leaves[index], index=index, size=size, proof=[*proof, bytes(32)], root=root
    )
    if proof:
        place = data.draw(st.integers(0, len(proof) - 1))
        bent = [*proof[:place], bytes(32), *proof[place + 1 :]]
        assert not verify_inclusion(leaf=leaves[index], index=index, size=size, proof=bent, root=root)
        assert not verify_inclusion(leaf=leaves[index], index=index, size=size, proof=proof[:-1], root=root)


@given(second=st.integers(2, 300), data=st.data())
def test_a_rewritten_history_never_verifies(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, second - 1))
    changed = data.draw(st.integers(0, first - 1))
    leaves = [leaf_hash(bytes([n % 256, n // 256])) for n in range(second)]
    rewritten = [*leaves[:changed], bytes(32), *leaves[changed + 1 :]]
    honest, forged = MemoryTree(leaves), MemoryTree(rewritten)
    proof = consistency_proof(first, second, honest.read)
    old, new = honest.root(first), honest.root()
    assert verify_consistency(first=first, first_root=old, second=second, second_root=new, proof=proof)
    for steps in (proof, consistency_proof(first, second, forged.read)):
        assert not verify_consistency(
            first=first, first_root=old, second=second, second_root=forged.root(), proof=steps
        )


def test_hostile_proofs_are_refused_without_an_error() -> None:
    root = bytes.fromhex(ROOTS[8])
    assert not verify_inclusion(leaf=bytes(32), index=8, size=8, proof=[], root=root)
    assert not verify_inclusion(leaf=bytes(32), index=-1, size=8, proof=[], root=root)
    assert not verify_inclusion(leaf=bytes(32), index=0, size=8, proof=[b"short"], root=root)
    assert not verify_consistency(first=0, first_root=EMPTY_ROOT, second=8, second_root=root, proof=[])
    assert not verify_consistency(first=9, first_root=root, second=8, second_root=root, proof=[])
    assert not verify_consistency(first=3, first_root=root, second=8, second_root=root, proof=[])
    assert not verify_consistency(first=8, first_root=root, second=8, second_root=root, proof=[root])
    assert not verify_consistency(first=8, first_root=EMPTY_ROOT, second=8, second_root=root, proof=[])


def test_a_growing_tree_goes_on_from_its_peaks() -> None:
    leaves = random_leaves(23)
    tree = MemoryTree(leaves)
    peaks = [tree.read([node])[node] for node in cover(0, 11)]
    growing = Growing(11, peaks)
    finished = [node for leaf in leaves[11:] for node, _ in growing.add(leaf)]
    assert growing.root() == reference.mth(leaves)
    assert growing.size == 23
    # each complete subtree above the leaves is finished exactly once
    assert finished == [
        (1, 5),
        (2, 2),
        (1, 6),
        (1, 7),
        (2, 3),
        (3, 1),
        (4, 0),
        (1, 8),
        (1, 9),
        (2, 4),
        (1, 10),
    ]


def test_what_lies_outside_the_tree_is_refused() -> None:
    with pytest.raises(OutsideTree, match="leaf 3 is not in a tree of 3"):
        inclusion_proof(3, 3, ct_tree().read)
    with pytest.raises(OutsideTree, match="no consistency proof leads from size 0 to size 3"):
        consistency_proof(0, 3, ct_tree().read)
    with pytest.raises(OutsideTree, match="a tree of 3 leaves has 2 complete subtrees, not 1"):
        Growing(3, [bytes(32)])
    with pytest.raises(MalformedHash, match="33 bytes"):
        split_hashes(bytes(33))


def test_a_salt_changes_the_leaf_and_leaves_differ_from_nodes() -> None:
    assert leaf_hash(b"x", salt=bytes(16)) != leaf_hash(b"x", salt=b"\x01" + bytes(15))
    assert leaf_hash(bytes(32) + bytes(32)) != node_hash(bytes(32), bytes(32))

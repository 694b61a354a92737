"""A submission's rows under one root, and a single row's proof."""

import os
import struct
from hashlib import sha256

import numpy as np
import polars as pl
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.kernel.tlog import reference
from xinheng.kernel.tlog.batch import BatchTree, batch_proof, batch_root, chunk_of
from xinheng.kernel.tlog.hashing import EMPTY_ROOT, MalformedHash
from xinheng.kernel.tlog.rows import (
    Change,
    Row,
    UnevenColumns,
    change_letters,
    row_leaf,
    row_leaves,
    row_salts,
)
from xinheng.kernel.tlog.tree import OutsideTree
from xinheng.kernel.tlog.verify import verify_inclusion

SIZES = [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 768, 1000, 4096, 5000]


def hashes(count: int) -> list[bytes]:
    return [sha256(struct.pack(">I", n)).digest() for n in range(count)]


@pytest.mark.parametrize("size", SIZES)
def test_the_batch_root_is_the_rfcs(size: int) -> None:
    leaves = hashes(size)
    found = batch_root(b"".join(leaves))
    assert found.size == size
    assert found.root == reference.mth(leaves)
    assert len(found.subtrees) == 32 * -(-size // 256)


def test_an_empty_batch_has_the_empty_root() -> None:
    assert batch_root(b"").root == EMPTY_ROOT


@given(st.lists(st.integers(0, 700), max_size=6))
def test_pieces_of_any_size_give_the_same_root(pieces: list[int]) -> None:
    leaves = b"".join(hashes(sum(pieces)))
    tree, start = BatchTree(), 0
    for piece in pieces:
        tree.add(leaves[start * 32 : (start + piece) * 32])
        start += piece
    assert tree.finish() == batch_root(leaves)


@pytest.mark.parametrize("size", [1, 255, 256, 257, 600, 5000])
@pytest.mark.requirement("SEC-07")
def test_one_rows_proof_needs_its_chunk_and_the_chunk_roots_only(size: int) -> None:
    leaves = hashes(size)
    kept = batch_root(b"".join(leaves))
    for index in {0, size // 2, size - 1}:
        needed = chunk_of(index, size)
        assert len(needed) <= 256
        chunk = b"".join(leaves[needed.start : needed.stop])
        proof = batch_proof(index, size=size, chunk=chunk, subtrees=kept.subtrees)
        assert list(proof) == reference.path(index, leaves)
        assert verify_inclusion(leaf=leaves[index], index=index, size=size, proof=proof, root=kept.root)
        assert not verify_inclusion(
            leaf=hashes(size + 1)[-1], index=index, size=size, proof=proof, root=kept.root
        )


def test_a_proof_from_the_wrong_hashes_is_refused() -> None:
    kept = batch_root(b"".join(hashes(300)))
    with pytest.raises(MalformedHash, match="not those of this batch"):
        batch_proof(299, size=300, chunk=bytes(32 * 256), subtrees=kept.subtrees)
    with pytest.raises(OutsideTree, match="row 300 is not in a batch of 300"):
        chunk_of(300, 300)
    with pytest.raises(MalformedHash, match="31 bytes"):
        BatchTree().add(bytes(31))


def test_a_leaf_is_made_as_its_description_says() -> None:
    secret, key, content = bytes(range(32)), b"k" * 16, b"c" * 32
    block = (7).to_bytes(16, "big")
    salt = Cipher(algorithms.AES(secret), modes.ECB()).encryptor().update(block)
    expected = sha256(b"\x00" + salt + b"\x00\x00\x00\x07" + b"W" + key + content).digest()
    row = Row(row_no=7, change=Change.WITHDRAWN, key=key, content_hash=content)
    assert row_salts(secret, [7]) == salt
    assert row_leaf(row, secret=secret) == expected


@given(st.lists(st.tuples(st.integers(1, 2**32 - 1), st.sampled_from(Change)), max_size=40))
def test_columnar_leaves_are_the_scalar_ones(rows: list[tuple[int, Change]]) -> None:
    secret = os.urandom(32)
    made = [Row(n, change, os.urandom(16), os.urandom(32)) for n, change in rows]
    leaves = row_leaves(
        row_numbers=np.array([row.row_no for row in made], dtype=np.uint32),
        changes=change_letters(pl.Series([str(row.change) for row in made], dtype=pl.String)),
        keys=b"".join(row.key for row in made),
        content_hashes=b"".join(row.content_hash for row in made),
        secret=secret,
    )
    assert leaves == b"".join(row_leaf(row, secret=secret) for row in made)


def test_more_rows_than_one_block_stay_in_order() -> None:
    count = 65_536 + 3
    secret = bytes(32)
    leaves = row_leaves(
        row_numbers=np.arange(count),
        changes=b"N" * count,
        keys=bytes(16 * count),
        content_hashes=bytes(32 * count),
        secret=secret,
    )
    last = Row(count - 1, Change.NEW, bytes(16), bytes(32))
    assert len(leaves) == 32 * count
    assert leaves[-32:] == row_leaf(last, secret=secret)


def test_uneven_columns_and_unknown_changes_are_refused() -> None:
    with pytest.raises(UnevenColumns, match="2 rows"):
        row_leaves(
            row_numbers=np.arange(2), changes=b"N", keys=bytes(32), content_hashes=bytes(64), secret=bytes(32)
        )
    with pytest.raises(UnevenColumns, match="16 bytes"):
        Row(1, Change.NEW, b"", bytes(32)).content()
    with pytest.raises(pl.exceptions.InvalidOperationError):
        change_letters(pl.Series(["gone"]))

"""Files encrypted in chunks."""

import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinheng.plumbing.crypto import stream
from xinheng.plumbing.crypto.ciphers import Undecipherable
from xinheng.plumbing.crypto.keyring import Suite
from xinheng.plumbing.crypto.stream import CHUNK_SIZE, EncryptingWriter, decrypting, new_key

HEADER, TAG = 16, 16


def encrypt(plain: bytes, *, key: bytes, suite: Suite = Suite.INTERNATIONAL, piece: int = 100_000) -> bytes:
    target = io.BytesIO()
    writer = EncryptingWriter(target, key=key, suite=suite)
    for start in range(0, len(plain), piece):
        writer.write(plain[start : start + piece])
    writer.finish()
    return target.getvalue()


@pytest.mark.parametrize("suite", Suite)
@pytest.mark.parametrize("size", [0, 1, CHUNK_SIZE - 1, CHUNK_SIZE, CHUNK_SIZE + 1, 3 * CHUNK_SIZE, 700_001])
def test_what_goes_in_comes_out(suite: Suite, size: int) -> None:
    plain, key = os.urandom(size), new_key(suite)
    sealed = encrypt(plain, key=key, suite=suite)
    chunks = max(1, -(-size // CHUNK_SIZE))
    assert len(sealed) == HEADER + size + chunks * TAG
    assert decrypting(io.BytesIO(sealed), key=key).read() == plain


@settings(max_examples=40)
@given(pieces=st.lists(st.binary(max_size=9), max_size=8), reads=st.integers(1, 12))
def test_pieces_and_reads_of_any_size(pieces: list[bytes], reads: int) -> None:
    plain, key = b"".join(pieces), new_key(Suite.INTERNATIONAL)
    source = decrypting(io.BytesIO(encrypt(plain, key=key, piece=max(1, len(plain) // 2))), key=key)
    found = []
    while piece := source.read(reads):
        found.append(piece)
    assert b"".join(found) == plain


@pytest.mark.parametrize(
    "damage",
    [
        lambda sealed: sealed[:-1],
        lambda sealed: sealed + b"x",
        lambda sealed: sealed[: HEADER + CHUNK_SIZE + TAG],
        lambda sealed: sealed[:HEADER],
        lambda sealed: sealed[: HEADER - 1],
        lambda sealed: b"",
        lambda sealed: b"ZIP" + sealed[3:],
        lambda sealed: sealed[:5] + b"\x7f" + sealed[6:],
        lambda sealed: sealed[:12] + b"\x00\x00" + sealed[14:],
        lambda sealed: sealed[:4] + b"S" + sealed[5:],
        lambda sealed: sealed[:-20] + bytes([sealed[-20] ^ 1]) + sealed[-19:],
        # two chunks in each other's place
        lambda sealed: (
            sealed[:HEADER]
            + sealed[HEADER + CHUNK_SIZE + TAG : HEADER + 2 * (CHUNK_SIZE + TAG)]
            + sealed[HEADER : HEADER + CHUNK_SIZE + TAG]
            + sealed[HEADER + 2 * (CHUNK_SIZE + TAG) :]
        ),
        # the first chunk taken out
        lambda sealed: sealed[:HEADER] + sealed[HEADER + CHUNK_SIZE + TAG :],
    ],
)
@pytest.mark.requirement("SEC-07")
def test_a_damaged_file_is_noticed(damage: object) -> None:
    key = new_key(Suite.INTERNATIONAL)
    sealed = encrypt(os.urandom(2 * CHUNK_SIZE + 100), key=key)
    assert callable(damage)
    with pytest.raises(Undecipherable):
        decrypting(io.BytesIO(damage(sealed)), key=key).read()


def test_a_wrong_key_opens_nothing() -> None:
    sealed = encrypt(b"plain", key=new_key(Suite.INTERNATIONAL))
    with pytest.raises(Undecipherable):
        decrypting(io.BytesIO(sealed), key=new_key(Suite.INTERNATIONAL)).read()


def test_a_raw_source_may_give_few_bytes_at_a_time() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 1, 1000))

    plain, key = os.urandom(CHUNK_SIZE + 5), new_key(Suite.NATIONAL)
    source = Slow(encrypt(plain, key=key, suite=Suite.NATIONAL))
    assert decrypting(source, key=key).read() == plain
    assert stream.CHUNK_SIZE == 256 * 1024

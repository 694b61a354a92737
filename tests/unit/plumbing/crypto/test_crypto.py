"""Keys, small values, keyed hashes, signers."""

import hmac

import polars as pl
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from xinheng.kernel.tlog.keys import SignatureKind
from xinheng.kernel.tlog.note import open_note, sign_note
from xinheng.plumbing.crypto.ciphers import Undecipherable
from xinheng.plumbing.crypto.keyed_hash import keyed_hash, keyed_hash_column
from xinheng.plumbing.crypto.keyring import KeyRing, Purpose, Suite, WeakMaster
from xinheng.plumbing.crypto.signing import signer_of
from xinheng.plumbing.crypto.values import seal, unseal

MASTER = "a master secret for tests, long enough"
RING = KeyRing(MASTER)
NATIONAL = KeyRing(MASTER, suite=Suite.NATIONAL)


def test_subkeys_are_hkdf_of_the_master_and_differ_by_purpose() -> None:
    expected = HKDF(hashes.SHA256(), 32, None, b"xinheng/file-hash/32").derive(MASTER.encode())
    assert RING.subkey(Purpose.FILE_HASH) == expected
    assert len({RING.subkey(purpose) for purpose in Purpose}) == len(Purpose)
    assert KeyRing(MASTER + "!").subkey(Purpose.FILE_HASH) != expected


def test_a_short_master_is_refused_and_none_is_printed() -> None:
    with pytest.raises(WeakMaster, match="32 characters"):
        KeyRing("x" * 31)
    assert repr(RING) == "KeyRing(suite=aes-256-gcm)"


@pytest.mark.parametrize("ring", [RING, NATIONAL])
@pytest.mark.requirement("SEC-05")
def test_a_sealed_value_opens_only_where_it_belongs(ring: KeyRing) -> None:
    sealed = seal(b"52010219900101001X", ring=ring, purpose=Purpose.PERSON_VALUE, belongs_to="h:1")
    assert b"5201" not in sealed
    assert sealed != seal(b"52010219900101001X", ring=ring, purpose=Purpose.PERSON_VALUE, belongs_to="h:1")
    for reader in (RING, NATIONAL):
        opened = unseal(sealed, ring=reader, purpose=Purpose.PERSON_VALUE, belongs_to="h:1")
        assert opened == b"52010219900101001X"
    with pytest.raises(Undecipherable):
        unseal(sealed, ring=ring, purpose=Purpose.PERSON_VALUE, belongs_to="h:2")
    with pytest.raises(Undecipherable):
        unseal(sealed, ring=ring, purpose=Purpose.FILE_WRAPPING, belongs_to="h:1")
    with pytest.raises(Undecipherable):
        unseal(sealed[:-1], ring=ring, purpose=Purpose.PERSON_VALUE, belongs_to="h:1")
    with pytest.raises(Undecipherable):
        unseal(b"", ring=ring, purpose=Purpose.PERSON_VALUE, belongs_to="h:1")
    other = KeyRing("another master secret for the tests", suite=ring.suite)
    with pytest.raises(Undecipherable):
        unseal(sealed, ring=other, purpose=Purpose.PERSON_VALUE, belongs_to="h:1")


@pytest.mark.requirement("SEC-06")
def test_a_keyed_hash_is_a_cut_hmac() -> None:
    found = keyed_hash("52010219900101001X", ring=RING)
    whole = hmac.new(RING.subkey(Purpose.PERSON_HASH), b"52010219900101001X", "sha256").hexdigest()
    assert found == "h:" + whole[:32]
    assert found != keyed_hash("52010219900101001X", ring=KeyRing(MASTER + "!"))


@given(st.lists(st.none() | st.text(max_size=5), max_size=30))
def test_the_columnar_hash_is_the_scalar_one(values: list[str | None]) -> None:
    column = keyed_hash_column(pl.Series("id", values, dtype=pl.String), ring=RING)
    assert column.name == "id"
    assert column.dtype == pl.String
    assert column.to_list() == [None if each is None else keyed_hash(each, ring=RING) for each in values]


@pytest.mark.parametrize("kind", SignatureKind)
def test_a_signer_is_the_same_each_time_and_its_notes_open(kind: SignatureKind) -> None:
    signer = signer_of(RING, name="node.example/log", kind=kind)
    again = signer_of(KeyRing(MASTER), name="node.example/log", kind=kind)
    assert signer.key == again.key
    assert signer.key.kind is kind
    assert open_note(sign_note("text\n", [signer]), [again.key]) == "text\n"
    assert signer.key != signer_of(KeyRing(MASTER + "!"), name="node.example/log", kind=kind).key
    assert "private" not in repr(signer)

"""Signed notes and checkpoints, against the notes that Go's library documents and an SM2 oracle of our own."""

import base64
import os
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.unit.kernel.tlog import sm2_oracle
from xinheng.kernel.tlog import sm2
from xinheng.kernel.tlog.checkpoint import Checkpoint, MalformedCheckpoint, open_checkpoint, parse_checkpoint
from xinheng.kernel.tlog.keys import MalformedKey, SignatureKind, VerifierKey, parse_key
from xinheng.kernel.tlog.note import (
    ForgedNote,
    MalformedNote,
    UntrustedNote,
    open_note,
    parse_note,
    sign_note,
)

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


@dataclass(frozen=True)
class Ed25519:
    """A signer for tests."""

    name: str
    private: Ed25519PrivateKey

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(self.name, SignatureKind.ED25519, self.private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


@dataclass(frozen=True)
class Sm2:
    """An SM2 signer for tests."""

    name: str
    private: int

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(self.name, SignatureKind.SM2, sm2.public_of(self.private))

    def sign(self, message: bytes) -> bytes:
        return sm2.sign(private=self.private, message=message)


ALICE = Ed25519("node.example/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
BOB = Sm2("witness.example/w1", 0x123456789ABCDEF)
POINT = Checkpoint("node.example/log", 8, bytes(range(32)))


def test_a_published_note_opens_with_its_published_key() -> None:
    key = parse_key(PETER)
    assert key.text() == PETER
    assert open_note(PETERS_NOTE, [key]).endswith("what your problem is.\n")


def test_a_changed_published_note_is_forged() -> None:
    with pytest.raises(ForgedNote, match="PeterNeumann"):
        open_note(PETERS_NOTE.replace("cryptography", "Cryptography"), [parse_key(PETER)])


@pytest.mark.requirement("SEC-07")
def test_a_checkpoint_is_signed_and_opened_in_both_ways() -> None:
    note = POINT.sign([ALICE, BOB])
    assert note.startswith(
        "node.example/log\n8\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n— node.example/log "
    )
    assert open_checkpoint(note, [ALICE.key]) == POINT
    assert open_checkpoint(note, [BOB.key]) == POINT
    assert open_checkpoint(note, [parse_key(ALICE.key.text()), parse_key(BOB.key.text())]) == POINT


@pytest.mark.parametrize("signer", [ALICE, BOB])
def test_a_changed_byte_anywhere_is_refused(signer: Ed25519 | Sm2) -> None:
    note = POINT.sign([signer])
    with pytest.raises(ForgedNote):
        open_note(note.replace("\n8\n", "\n9\n"), [signer.key])
    head, _, encoded = note.rstrip("\n").rpartition(" ")
    packed = bytearray(base64.b64decode(encoded))
    packed[-1] ^= 1
    bent = f"{head} {base64.b64encode(bytes(packed)).decode()}\n"
    with pytest.raises(ForgedNote):
        open_note(bent, [signer.key])


def test_a_note_of_strangers_is_untrusted() -> None:
    stranger = Ed25519(ALICE.name, Ed25519PrivateKey.from_private_bytes(os.urandom(32)))
    with pytest.raises(UntrustedNote):
        open_note(POINT.sign([stranger]), [ALICE.key, BOB.key])
    assert open_checkpoint(POINT.sign([stranger, BOB]), [ALICE.key, BOB.key]) == POINT


@pytest.mark.parametrize(
    "note",
    [
        "",
        "no signatures\n",
        "text\n\n",
        "text\n\n— name\n",
        "text\n\n- name AAAAAAA=\n",
        "text\n\n— name AAAA\n",
        "text\n\n— name A*AAAAAA\n",
        "te\txt\n\n— name AAAAAAA=\n",
        "text\n\n— name AAAAAAA=",
        "text\n\n" + "— name AAAAAAA=\n" * 101,
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(MalformedNote):
        parse_note(note)


def test_a_text_without_an_end_is_not_signed() -> None:
    with pytest.raises(MalformedNote):
        sign_note("no newline", [ALICE])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n8\n",
        "\n8\nAAAA\n",
        "origin\n08\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "origin\n-8\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "origin\n８\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "origin\n8\nAAAA\n",
        "origin\n8\n***\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(MalformedCheckpoint):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    "text",
    [
        "name",
        "name+zz+AAAA",
        "name+00000000+***",
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("+AR", "+BR"),
        "Peter+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc",
        "a b+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(MalformedKey):
        parse_key(text)


def test_the_key_of_an_sm2_signature_names_its_algorithm() -> None:
    body = base64.b64decode(BOB.key.text().split("+", 2)[2])
    assert body.startswith(b"\xff1.2.156.10197.1.501:\x04")
    assert len(BOB.key.public) == 65


def test_sm2_signatures_are_those_of_the_national_standard() -> None:
    message = "鹤壁".encode()
    public = sm2.public_of(BOB.private)
    assert sm2_oracle.public_of(BOB.private) == public
    signature = sm2.sign(private=BOB.private, message=message)
    assert sm2_oracle.verify(public, message, signature, user_id=b"1234567812345678")
    assert not sm2_oracle.verify(public, message + b"!", signature, user_id=b"1234567812345678")
    assert not sm2.verify(public=public, message=message, signature=b"no signature")
    assert not sm2.verify(public=b"\x04" + bytes(64), message=message, signature=signature)

"""Signed notes: a text that ends in a newline, a blank line, one line for each signature.

Source: C2SP signed-note. A signature line reads `— name base64(key id ‖ signature)`.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from xinheng.kernel.tlog.keys import KEY_ID_SIZE, VerifierKey

_DASH = "— "
_MOST_SIGNATURES = 100


class Signer(Protocol):
    """Whoever can sign: the private key stays with it."""

    @property
    def key(self) -> VerifierKey:
        """The public half."""

    def sign(self, message: bytes) -> bytes:
        """A signature over the message."""


class MalformedNote(ValueError):
    """The text is no signed note."""


class UntrustedNote(ValueError):
    """No signature of a known key stands below the note."""


class ForgedNote(ValueError):
    """A known key's signature does not fit the note."""


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note as read, not yet verified; `text` includes its last newline."""

    text: str
    signatures: tuple[NoteSignature, ...]


def sign_note(text: str, signers: Sequence[Signer]) -> str:
    """The signed note over a text that ends in a newline."""
    _check_text(text)
    lines = []
    for signer in signers:
        packed = signer.key.key_id + signer.sign(text.encode())
        lines.append(f"{_DASH}{signer.key.name} {base64.b64encode(packed).decode()}\n")
    return text + "\n" + "".join(lines)


def parse_note(note: str) -> Note:
    """Read a signed note; its text must be ignored until `open_note` has verified it."""
    text, separator, rest = note.rpartition("\n\n")
    lines = rest.split("\n")
    if not separator or lines.pop() != "" or not 0 < len(lines) <= _MOST_SIGNATURES:
        raise MalformedNote("a signed note is a text, an empty line and 1 to 100 signature lines")
    text += "\n"
    _check_text(text)
    return Note(text, tuple(_signature(line) for line in lines))


def open_note(note: str, keys: Sequence[VerifierKey]) -> str:
    """The text of a note that one of the keys signed; every signature of a known key must be right."""
    parsed = parse_note(note)
    known = {(key.name, key.key_id): key for key in keys}
    trusted = False
    for each in parsed.signatures:
        key = known.get((each.name, each.key_id))
        if key is None:
            continue
        if not key.verify(parsed.text.encode(), each.signature):
            raise ForgedNote(f"the signature of {each.name} does not fit the text")
        trusted = True
    if not trusted:
        raise UntrustedNote("none of the given keys signed this note")
    return parsed.text


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(letter < " " and letter != "\n" for letter in text):
        raise MalformedNote("a note's text ends in a newline and holds no control characters")


def _signature(line: str) -> NoteSignature:
    """One signature line."""
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not name or not space:
        raise MalformedNote("a signature line reads: dash, name, base64")
    try:
        packed = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise MalformedNote("a signature is no base64") from error
    if len(packed) <= KEY_ID_SIZE:
        raise MalformedNote("a signature is too short")
    return NoteSignature(name, packed[:KEY_ID_SIZE], packed[KEY_ID_SIZE:])

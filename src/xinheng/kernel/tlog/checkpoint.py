"""A checkpoint: what the log's keeper commits itself to – origin, number of entries, root.

Source: C2SP tlog-checkpoint. The text is three lines: origin, size in decimal, root in base64.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from xinheng.kernel.tlog.hashing import HASH_SIZE
from xinheng.kernel.tlog.keys import VerifierKey
from xinheng.kernel.tlog.note import Signer, open_note, sign_note


class MalformedCheckpoint(ValueError):
    """The note's text is no checkpoint."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Root (32 bytes) of the first `size` entries of the log called `origin`."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The note text."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def sign(self, signers: Sequence[Signer]) -> str:
        """The signed note."""
        return sign_note(self.text(), signers)


def parse_checkpoint(text: str) -> Checkpoint:
    """A checkpoint from its note text; further lines are allowed and have no meaning here.

    >>> parse_checkpoint("a.example/log\\n7\\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\\n").size
    7
    """
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0]:
        raise MalformedCheckpoint("a checkpoint has an origin, a size and a root")
    origin, size, encoded = lines[:3]
    if not (size.isascii() and size.isdigit()) or str(int(size)) != size:
        raise MalformedCheckpoint(f"the size {size!r} is no plain decimal number")
    try:
        root = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedCheckpoint("the root is no base64") from error
    if len(root) != HASH_SIZE:
        raise MalformedCheckpoint("the root is no hash of 32 bytes")
    return Checkpoint(origin, int(size), root)


def open_checkpoint(note: str, keys: Sequence[VerifierKey]) -> Checkpoint:
    """The checkpoint of a signed note, verified; raises what `open_note` and `parse_checkpoint` raise."""
    return parse_checkpoint(open_note(note, keys))

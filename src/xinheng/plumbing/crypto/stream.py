"""A file encrypted in chunks: gigabytes pass through a small memory; a cut or reordered file is noticed.

Form: header `XHE1` ‖ suite (A or S) ‖ chunk size (4 bytes, big-endian) ‖ nonce prefix (7 bytes), then the
chunks, each with its 16-byte tag. Nonce of a chunk: prefix ‖ chunk number (4 bytes) ‖ 1 for the last chunk,
else 0 – the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015). The header is bound to every
chunk. Each file has a key of its own.
"""

from __future__ import annotations

import io
import secrets
from typing import IO

from xinheng.plumbing.crypto.ciphers import (
    KEY_SIZES,
    MARKS,
    SUITES,
    TAG_SIZE,
    Undecipherable,
    decrypt,
    encrypt,
)
from xinheng.plumbing.crypto.keyring import Suite

_MAGIC = b"XHE1"
_PREFIX_SIZE = 7
_HEADER_SIZE = len(_MAGIC) + 1 + 4 + _PREFIX_SIZE
CHUNK_SIZE = 256 * 1024
_LARGEST_CHUNK = 16 * 1024 * 1024


def new_key(suite: Suite) -> bytes:
    """A fresh data key."""
    return secrets.token_bytes(KEY_SIZES[suite])


class EncryptingWriter:
    """Encrypts what is written into `target`; `finish` writes the last chunk and must be called."""

    def __init__(self, target: IO[bytes], *, key: bytes, suite: Suite) -> None:
        prefix = secrets.token_bytes(_PREFIX_SIZE)
        self._header = _MAGIC + MARKS[suite] + CHUNK_SIZE.to_bytes(4, "big") + prefix
        self._target, self._key, self._suite, self._prefix = target, key, suite, prefix
        self._number = 0
        self._held = bytearray()
        target.write(self._header)

    def write(self, plain: bytes) -> None:
        """Add plaintext."""
        self._held += plain
        # one chunk is always kept back: only `finish` knows which is the last
        while len(self._held) > CHUNK_SIZE:
            self._chunk(bytes(self._held[:CHUNK_SIZE]), last=False)
            del self._held[:CHUNK_SIZE]

    def finish(self) -> None:
        """Write what is held back as the last chunk."""
        self._chunk(bytes(self._held), last=True)
        self._held.clear()

    def _chunk(self, plain: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last=last)
        sealed = encrypt(self._suite, key=self._key, nonce=nonce, plain=plain, bound=self._header)
        self._target.write(sealed)
        self._number += 1


class DecryptingReader(io.RawIOBase):
    """Reads the plaintext of a file that `EncryptingWriter` wrote; closes `source` when it is closed.

    Every chunk is verified before a byte of it is given out; a changed, cut or lengthened file raises
    Undecipherable.
    """

    def __init__(self, source: IO[bytes], *, key: bytes) -> None:
        super().__init__()
        header = source.read(_HEADER_SIZE)
        suite = SUITES.get(header[4:5])
        size = int.from_bytes(header[5:9], "big")
        well_formed = len(header) == _HEADER_SIZE and header.startswith(_MAGIC)
        if not well_formed or suite is None or not 0 < size <= _LARGEST_CHUNK:
            raise Undecipherable("no encrypted file")
        self._source, self._key, self._suite, self._header = source, key, suite, header
        self._size = size + TAG_SIZE
        self._number = 0
        self._plain = memoryview(b"")
        self._next = _read_full(source, self._size)
        self._done = False

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer from the current chunk; 0 at the end of the file."""
        if not self._plain and not self._done:
            self._advance()
        count = min(len(buffer), len(self._plain))
        buffer[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count

    def close(self) -> None:
        """Close the source too."""
        if not self.closed:
            self._source.close()
        super().close()

    def _advance(self) -> None:
        """Decrypt the next chunk; it is the last one when nothing follows it."""
        current, self._next = self._next, _read_full(self._source, self._size)
        self._done = not self._next
        nonce = _nonce(self._header[-_PREFIX_SIZE:], self._number, last=self._done)
        plain = decrypt(self._suite, key=self._key, nonce=nonce, sealed=current, bound=self._header)
        self._plain = memoryview(plain)
        self._number += 1


def decrypting(source: IO[bytes], *, key: bytes) -> io.BufferedReader:
    """A buffered reader of the plaintext."""
    return io.BufferedReader(DecryptingReader(source, key=key), CHUNK_SIZE)


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


def _read_full(source: IO[bytes], size: int) -> bytes:
    """As many bytes as there are, up to `size`; a raw source may give fewer at a time."""
    pieces = []
    while size:
        piece = source.read(size)
        if not piece:
            break
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)

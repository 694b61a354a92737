"""The encrypted file store on top of Django's storages: a disk by default, an object store in production.

A file is written beside its place, made durable (fsync) and then renamed into it: at no moment does a
half-written file carry a final name. What a killed process left is removed by the next one.
"""

from __future__ import annotations

import hmac
import io
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from xinheng.plumbing.crypto.keyring import KeyRing, Purpose, key_ring
from xinheng.plumbing.crypto.stream import EncryptingWriter, decrypting, new_key
from xinheng.plumbing.crypto.values import seal, unseal
from xinheng.plumbing.files.workspace import workspace

_PIECE = 1024 * 1024


class FileTooLarge(ValueError):
    """The stream is longer than allowed; nothing was kept."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the file is longer than {limit} bytes")
        self.limit = limit


class UnableToStore(OSError):
    """The storage is full or failed; nothing was kept."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What must be remembered of a file: without `wrapped_key` it can never be read again.

    `size` is that of the plaintext in bytes; `keyed_hash` 64 hexadecimal digits, the same for the same
    content.
    """

    name: str
    size: int
    keyed_hash: str
    wrapped_key: bytes


class FileStore:
    """Keeps files encrypted in a storage.

    `incoming` is a local folder, on the storage's own disk where it is one, for what is being written
    (encrypted); `private` one outside the storage for plaintext copies while they are used.
    """

    def __init__(self, *, storage: Storage, ring: KeyRing, incoming: Path, private: Path) -> None:
        self._storage, self._ring, self._incoming, self._private = storage, ring, incoming, private

    def store(self, stream: IO[bytes], *, purpose: str, limit: int | None = None) -> StoredFile:
        """Keep what the stream gives; `purpose` (one word) is its folder, `limit` counts bytes."""
        name = f"{purpose}/{secrets.token_hex(16)}"
        key = new_key(self._ring.suite)
        try:
            with workspace(self._incoming) as folder:
                size, digest = self._encrypt(stream, folder / "file", key=key, limit=limit)
                self._place(folder / "file", name)
        except OSError as error:
            raise UnableToStore(f"unable to store a file of {purpose}: {error}") from error
        wrapped = seal(key, ring=self._ring, purpose=Purpose.FILE_WRAPPING, belongs_to=name)
        return StoredFile(name=name, size=size, keyed_hash=digest, wrapped_key=wrapped)

    def open(self, stored: StoredFile) -> io.BufferedReader:
        """The plaintext as a stream; close it. A changed file raises Undecipherable while it is read."""
        key = unseal(
            stored.wrapped_key, ring=self._ring, purpose=Purpose.FILE_WRAPPING, belongs_to=stored.name
        )
        return decrypting(self._storage.open(stored.name, "rb"), key=key)

    @contextmanager
    def materialise(self, stored: StoredFile, *, suffix: str = "") -> Iterator[Path]:
        """The plaintext as a private file (folder 0700, file 0600) that is gone afterwards."""
        with workspace(self._private) as folder:
            path = folder / f"file{suffix}"
            with self.open(stored) as source, _private(path) as target:
                while piece := source.read(_PIECE):
                    target.write(piece)
            yield path

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """A private folder for half-done work, gone afterwards, however this process ends."""
        with workspace(self._private) as folder:
            yield folder

    def delete(self, stored: StoredFile) -> None:
        """Remove a file; one that is gone already is no error."""
        self._storage.delete(stored.name)

    def exists(self, stored: StoredFile) -> bool:
        """Whether the file is in the storage."""
        return self._storage.exists(stored.name)

    def names(self, purpose: str) -> list[str]:
        """Names of all files kept for a purpose: whoever remembers files finds those nobody remembers."""
        try:
            _folders, files = self._storage.listdir(purpose)
        except FileNotFoundError:
            return []
        return sorted(f"{purpose}/{name}" for name in files)

    def written_at(self, name: str) -> datetime:
        """When a file was written, by the storage's own clock."""
        return self._storage.get_modified_time(name)

    def sealed(self, name: str) -> IO[bytes]:
        """A kept file as it lies there, encrypted; FileNotFoundError when it is gone. Close it."""
        return self._storage.open(name, "rb")

    def keep_sealed(self, name: str, stream: IO[bytes]) -> None:
        """Put an encrypted file back under its name, durable, whole or not at all."""
        with workspace(self._incoming) as folder:
            with _private(folder / "file") as target:
                while piece := stream.read(_PIECE):
                    target.write(piece)
                target.flush()
                os.fsync(target.fileno())
            self._storage.delete(name)
            self._place(folder / "file", name)

    def delete_unremembered(self, name: str) -> None:
        """Remove a file by the name that `names` gave: its key was never kept, nobody can read it."""
        self._storage.delete(name)

    def _encrypt(self, stream: IO[bytes], path: Path, *, key: bytes, limit: int | None) -> tuple[int, str]:
        """Encrypt the stream into a durable file; returns the plaintext's size and keyed hash."""
        digest = hmac.new(self._ring.subkey(Purpose.FILE_HASH), digestmod="sha256")
        size = 0
        with _private(path) as target:
            writer = EncryptingWriter(target, key=key, suite=self._ring.suite)
            while piece := stream.read(_PIECE):
                size += len(piece)
                if limit is not None and size > limit:
                    raise FileTooLarge(limit)
                digest.update(piece)
                writer.write(piece)
            writer.finish()
            target.flush()
            os.fsync(target.fileno())
        return size, digest.hexdigest()

    def _place(self, path: Path, name: str) -> None:
        """Give the finished file its name, all at once."""
        if not isinstance(self._storage, FileSystemStorage):
            with path.open("rb") as source:
                self._storage.save(name, File(source))
            return
        place = Path(self._storage.path(name))
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.rename(place)
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def file_store() -> FileStore:
    """The node's file store: Django's default storage with the node's keys."""
    storage = storages["default"]
    private = settings.XINHENG.state / "work"
    incoming = private
    if isinstance(storage, FileSystemStorage):
        incoming = Path(storage.location) / ".incoming"
    return FileStore(storage=storage, ring=key_ring(), incoming=incoming, private=private)


def _private(path: Path) -> IO[bytes]:
    """A new file that only this user may read."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")

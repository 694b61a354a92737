"""The encrypted file store: whole files or none."""

import errno
import io
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, InMemoryStorage

from xinheng.plumbing.crypto.ciphers import Undecipherable
from xinheng.plumbing.crypto.keyring import KeyRing, Suite
from xinheng.plumbing.files import FileStore, FileTooLarge, StoredFile, UnableToStore, store
from xinheng.plumbing.files.workspace import workspace

MASTER = "a master secret for tests, long enough"


def disk_store(root: Path, suite: Suite = Suite.INTERNATIONAL) -> FileStore:
    return FileStore(
        storage=FileSystemStorage(location=root / "files"),
        ring=KeyRing(MASTER, suite=suite),
        incoming=root / "files" / ".incoming",
        private=root / "work",
    )


def everything(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize("suite", Suite)
def test_a_file_is_kept_encrypted_and_read_again(tmp_path: Path, suite: Suite) -> None:
    plain = b"credit" * 200_000
    files = disk_store(tmp_path, suite)
    stored = files.store(io.BytesIO(plain), purpose="submissions")
    assert stored.size == len(plain)
    assert stored.name.startswith("submissions/")
    on_disk = (tmp_path / "files" / stored.name).read_bytes()
    assert b"creditcredit" not in on_disk
    with files.open(stored) as source:
        assert source.read() == plain
    assert files.exists(stored)
    assert files.names("submissions") == [stored.name]
    assert everything(tmp_path) == [tmp_path / "files" / stored.name]


def test_the_same_content_has_one_hash_and_two_keys(tmp_path: Path) -> None:
    files = disk_store(tmp_path)
    one = files.store(io.BytesIO(b"same"), purpose="submissions")
    two = files.store(io.BytesIO(b"same"), purpose="submissions")
    assert one.keyed_hash == two.keyed_hash
    assert len(one.keyed_hash) == 64
    assert one.wrapped_key != two.wrapped_key
    assert (tmp_path / "files" / one.name).read_bytes() != (tmp_path / "files" / two.name).read_bytes()


def test_a_key_opens_its_own_file_only(tmp_path: Path) -> None:
    files = disk_store(tmp_path)
    one = files.store(io.BytesIO(b"one"), purpose="a")
    two = files.store(io.BytesIO(b"two"), purpose="a")
    with pytest.raises(Undecipherable):
        files.open(StoredFile(one.name, one.size, one.keyed_hash, two.wrapped_key))


def test_a_longer_file_than_allowed_leaves_nothing(tmp_path: Path) -> None:
    files = disk_store(tmp_path)
    assert files.store(io.BytesIO(bytes(1000)), purpose="a", limit=1000).size == 1000
    with pytest.raises(FileTooLarge, match="longer than 1000 bytes") as caught:
        files.store(io.BytesIO(bytes(1001)), purpose="b", limit=1000)
    assert caught.value.limit == 1000
    assert files.names("b") == []
    assert len(everything(tmp_path)) == 1


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    files = disk_store(tmp_path)
    monkeypatch.setattr(store.os, "fsync", full)
    with pytest.raises(UnableToStore, match="No space left"):
        files.store(io.BytesIO(b"x"), purpose="a")
    assert everything(tmp_path) == []


def test_a_cut_stream_leaves_nothing(tmp_path: Path) -> None:
    class Cut(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ConnectionResetError("the sender went away")

    with pytest.raises(UnableToStore, match="went away"):
        disk_store(tmp_path).store(Cut(), purpose="a")
    assert everything(tmp_path) == []


def test_a_materialised_file_is_private_and_gone_afterwards(tmp_path: Path) -> None:
    files = disk_store(tmp_path)
    stored = files.store(io.BytesIO(b"plain"), purpose="a")
    with files.materialise(stored, suffix=".csv") as path:
        assert path.read_bytes() == b"plain"
        assert path.suffix == ".csv"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert not path.is_relative_to(tmp_path / "files")
    assert not path.parent.exists()
    with pytest.raises(RuntimeError, match="inside"), files.materialise(stored) as path:
        raise RuntimeError("inside")
    assert not path.parent.exists()


def test_a_deleted_file_is_gone_and_may_be_deleted_again(tmp_path: Path) -> None:
    files = disk_store(tmp_path)
    stored = files.store(io.BytesIO(b"plain"), purpose="a")
    files.delete(stored)
    files.delete(stored)
    assert not files.exists(stored)
    with pytest.raises(FileNotFoundError):
        files.open(stored)


def test_another_storage_than_a_disk_works_too(tmp_path: Path) -> None:
    files = FileStore(
        storage=InMemoryStorage(), ring=KeyRing(MASTER), incoming=tmp_path / "w", private=tmp_path / "w"
    )
    stored = files.store(io.BytesIO(b"plain"), purpose="a")
    with files.open(stored) as source:
        assert source.read() == b"plain"
    files.delete_unremembered(files.names("a")[0])
    assert files.names("a") == []
    assert files.names("never") == []


KILLED = """
import io, os, signal, sys
from pathlib import Path
sys.path[:0] = {path!r}
from tests.unit.plumbing.files.test_store import disk_store

class Stream(io.BytesIO):
    def read(self, size=-1):
        piece = super().read(size)
        if not piece:
            os.kill(os.getpid(), signal.SIGKILL)
        return piece

disk_store(Path({root!r})).store(Stream(bytes(3_000_000)), purpose="a")
"""


@pytest.mark.faults
def test_a_killed_process_leaves_nothing_half_kept(tmp_path: Path) -> None:
    program = KILLED.format(path=sys.path, root=str(tmp_path))
    done = subprocess.run([sys.executable, "-c", program], check=False, env=dict(os.environ))
    assert done.returncode == -signal.SIGKILL
    files = disk_store(tmp_path)
    assert files.names("a") == []
    assert len(everything(tmp_path)) == 1, "the half-written file, still in the incoming folder"
    files.store(io.BytesIO(b"next"), purpose="b")
    assert [path.parent.name for path in everything(tmp_path)] == ["b"]


def test_a_workspace_in_use_is_not_swept(tmp_path: Path) -> None:
    with workspace(tmp_path) as held:
        (held / "mine").touch()
        with workspace(tmp_path) as other:
            assert other != held
        assert (held / "mine").exists()
    assert list(tmp_path.iterdir()) == []


def test_the_node_store_comes_from_the_settings(tmp_path: Path, settings: Any) -> None:
    files = store.file_store()
    stored = files.store(io.BytesIO(b"plain"), purpose="test-settings")
    assert (settings.XINHENG.file_root / stored.name).exists()
    with files.materialise(stored) as path:
        assert path.is_relative_to(settings.XINHENG.state)
    files.delete(stored)

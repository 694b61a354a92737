"""A disk runs full: a clear error, nothing half-kept, and success once there is room."""

from __future__ import annotations

import io
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.acceptance.conftest import as_csv
from tests.acceptance.rows import penalty
from tests.db.web.conftest import account, desk, market, officer, upload
from tests.faults.conftest import PATIENCE, ended
from tests.faults.platform import must_be_clean, must_verify, rows, submission
from xinheng.areas.archive import actions as archive
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.intake import actions
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.terms import Channel
from xinheng.plumbing.clock import now

__all__ = ["account", "desk", "market", "officer"]

ROWS = 600


def content(count: int = ROWS) -> bytes:
    """A file of some 300 kB whose text does not compress, with a finding in every second row."""
    return as_csv(
        penalty(
            CF_WSH=f"黔示罚〔2026〕{number}号",
            CF_SY=os.urandom(100).hex(),
            CF_YJ=("", "《产品质量法》")[number % 2],
        )
        for number in range(count)
    )


def receive(sender: DepartmentFacts, given: bytes) -> Submission:
    """The file under its number."""
    sending = actions.Sending(department=sender, item="penalty", file_name="file.csv", channel=Channel.API)
    return actions.receive(io.BytesIO(given), sending, actor="test", at=now())


@contextmanager
def mounted(folder: Path, *, options: str) -> Iterator[None]:
    """A small disk of its own at the folder."""
    if shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("only root can make a small disk")
    folder.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, text=True
    )
    if made.returncode != 0:
        pytest.skip(f"no small disk can be made here: {made.stderr.strip()}")
    try:
        yield
    finally:
        unmount(folder)


def unmount(folder: Path) -> None:
    """Away with a small disk; a process that ends may hold it busy for a moment."""
    end = time.monotonic() + PATIENCE
    while (done := subprocess.run(["umount", folder], capture_output=True, text=True)).returncode != 0:
        assert time.monotonic() < end, done.stderr
        time.sleep(0.2)


@contextmanager
def nearly_full(folder: Path, *, left: int) -> Iterator[None]:
    """The disk at the folder has only so many bytes left, until the context ends."""
    free = shutil.disk_usage(folder).free
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free - left)
    try:
        yield
    finally:
        ballast.unlink()


def must_be_deposited(sent: Submission, folder: Path) -> None:
    """There is room again: the submission goes on and ends well."""
    done = actions.process(sent.pk, at=now())
    told = submission(done)
    assert (told["state"], told["counts"]["new"], told["counts"]["rejected"]) == (
        "deposited",
        ROWS // 2,
        ROWS // 2,
    )
    assert told["log"] == {"intake.received": 1, "archive.deposited": 1}
    must_be_clean()
    must_verify(folder)


@pytest.mark.requirement("COL-13")
def test_no_room_for_the_file(place: Path, sender: DepartmentFacts) -> None:
    given = content()
    with mounted(place / "files", options="size=4m"):
        with nearly_full(place / "files", left=128 * 1024), pytest.raises(actions.UnableToReceive) as refused:
            receive(sender, given)
        assert refused.value.status == 507
        assert refused.value.text.zh.startswith("存储空间已满，文件没有收下。")
        assert refused.value.text.en.startswith(
            "The platform's storage is full and the file was not taken in."
        )
        assert Submission.objects.count() == 0
        must_be_clean()
        must_be_deposited(receive(sender, given), place / "export")


@pytest.mark.parametrize("left", [64 * 1024, 480 * 1024], ids=["the copy in the clear", "the checked rows"])
def test_no_room_for_the_work(left: int, place: Path, sender: DepartmentFacts) -> None:
    sent = receive(sender, content())
    with mounted(place / "state" / "work", options="size=16m"):
        with nearly_full(place / "state" / "work", left=left):
            must_wait(sent)
        must_be_deposited(sent, place / "export")


def test_no_room_for_the_findings(place: Path, sender: DepartmentFacts) -> None:
    with mounted(place / "files", options="size=4m"):
        sent = receive(sender, content())
        with nearly_full(place / "files", left=0):
            must_wait(sent)
        must_be_deposited(sent, place / "export")


def must_wait(sent: Submission) -> None:
    """Nothing is deposited; whoever asks is told that the file is kept and goes on later."""
    with pytest.raises(actions.NoRoom) as full:
        actions.process(sent.pk, at=now())
    assert full.value.status == 507
    assert full.value.text.zh == (
        f"存储空间已满，报送 {sent.receipt_no} 尚未入库。文件已妥善保存，腾出空间后会继续处理，无须重新报送。"
    )
    assert f"submission {sent.receipt_no} is not deposited yet" in full.value.text.en
    assert submission(sent)["state"] in {"checking", "depositing"}
    assert rows("SELECT count(*) FROM archive_version") == [(0,)]
    assert rows("SELECT count(*) FROM intake_problemrow") == [(0,)]
    must_be_clean()


@pytest.fixture
def small_tablespace(place: Path, transactional_db: None) -> Iterator[Path]:
    """New tables of the test's database lie on a disk of 192 KiB."""
    if os.environ.get("XINHENG_TEST_SERVER") != "embedded":
        pytest.skip("DATABASE_URL names a server whose disks are not ours to fill")
    owner = Path(rows("SHOW data_directory")[0][0]).stat()
    name = connection.settings_dict["NAME"]
    with (
        tempfile.TemporaryDirectory(prefix="xinheng-small-disk-") as made,
        mounted(Path(made), options=f"size=192k,uid={owner.st_uid},gid={owner.st_gid},mode=0700"),
    ):
        folder = Path(made)
        execute(f"CREATE TABLESPACE small_disk LOCATION '{folder}'")
        execute(f"ALTER DATABASE {name} SET default_tablespace = small_disk")
        connection.close()
        try:
            yield folder
        finally:
            execute(f"ALTER DATABASE {name} RESET default_tablespace")
            connection.close()
            execute("ALTER TABLE ALL IN TABLESPACE small_disk SET TABLESPACE pg_default")
            execute("ALTER INDEX ALL IN TABLESPACE small_disk SET TABLESPACE pg_default")
            execute("DROP TABLESPACE small_disk")


def execute(statement: str) -> None:
    """A statement by itself."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("shelf_from", [1_000_000, 100], ids=["everyday rows", "a shelf of its own"])
def test_no_room_in_the_database(
    shelf_from: int,
    place: Path,
    sender: DepartmentFacts,
    small_tablespace: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "SHELF_FROM", shelf_from)
    sent = receive(sender, content())
    must_wait(sent)
    subprocess.run(["mount", "-o", "remount,size=16m", small_tablespace], check=True)
    must_be_deposited(sent, place / "export")


def test_a_command_that_may_write_no_more(
    place: Path, sender: DepartmentFacts, command: Callable[..., Any]
) -> None:
    """The same for anybody, root or not: the process has a limit on the size of files."""
    file = place / "file.csv"
    file.write_bytes(content())

    def no_large_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100 * 1024, 100 * 1024))

    words = ("intake", file, "--item", "penalty", "--department", "scjg", "--lang")
    for language, said in (
        ("zh", "存储空间已满，文件没有收下"),
        ("en", "storage is full and the file was not taken"),
    ):
        found = ended(command(*words, language, preexec_fn=no_large_files))
        assert found.code == 3, found.faults
        assert said in found.faults.replace("\n", " ")
    assert Submission.objects.count() == 0
    must_be_clean()
    assert ended(command(*words, "zh")).code == 0
    must_be_clean()


def test_the_page_says_so(place: Path, officer: Client) -> None:
    with mounted(place / "files", options="size=4m"), nearly_full(place / "files", left=128 * 1024):
        answer = upload(officer, content(), name="penalties.csv")
    assert answer.status_code == 507
    assert "存储空间已满，文件没有收下" in answer.content.decode()
    assert Submission.objects.count() == 0
    must_be_clean()


def test_no_room_for_the_body(place: Path, officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is uploaded does not even get as far as the form."""
    monkeypatch.setattr(tempfile, "tempdir", str(place / "tmp"))
    officer.raise_request_exception = False
    with mounted(place / "tmp", options="size=64k"):
        answer = upload(officer, content(), name="penalties.csv")
    assert answer.status_code == 507
    assert "存储空间已满，提交的内容没有保存" in answer.content.decode()
    assert Submission.objects.count() == 0
    must_be_clean()

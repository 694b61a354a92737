"""A backup is made of a node at work, restored elsewhere, and judged by the independent verifier."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.acceptance.conftest import as_csv
from tests.acceptance.rows import penalty
from tests.faults.conftest import FIRST_DAY, Ended, ended, first_rows, mixed_rows
from tests.faults.platform import must_be_clean, rows
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.intake import actions as intake
from xinheng.areas.intake.models import Submission
from xinheng.areas.ledger import service as ledger
from xinheng.cli.backup.manifest import MANIFEST, BrokenBackup, check_parts, read
from xinheng.plumbing.node import PROJECT
from xinheng.plumbing.postgres.connection import connection_uri
from xinheng.plumbing.postgres.dumping import scratch_database
from xinheng.verifier.main import main as verify

Run = Callable[..., Ended]


@pytest.fixture
def run(environment: Callable[[], dict[str, str]]) -> Run:
    """`xinheng …` to its end; `given` replaces what its environment says, None takes away."""

    def to_the_end(*words: object, given: dict[str, str | None] | None = None) -> Ended:
        told: dict[str, str | None] = {**environment(), "COLUMNS": "300", **(given or {})}
        return ended(
            subprocess.Popen(
                [sys.executable, "-m", "xinheng.cli", *map(str, words)],
                cwd=PROJECT, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env={name: value for name, value in told.items() if value is not None},
            )
        )  # fmt: skip

    return to_the_end


@pytest.fixture
def node(place: Path, sender: DepartmentFacts, send: Callable[..., Submission]) -> None:
    """Two submissions, one with findings, and one that waits to be confirmed."""
    send(sender, "penalty", first_rows(), on=FIRST_DAY)
    send(sender, "penalty", mixed_rows(), on=FIRST_DAY)
    send(sender, "penalty", [penalty(CF_WSH="黔示罚〔2026〕77号", CF_YJ="无")], on=FIRST_DAY, hold=True)


@pytest.fixture
def backup(node: None, place: Path, run: Run) -> Path:
    """A backup of it."""
    made = run("backup", place / "backup")
    assert made.code == 0, made.faults
    return place / "backup"


@pytest.fixture
def elsewhere(place: Path) -> Iterator[dict[str, str | None]]:
    """An empty database and empty folders."""
    with scratch_database(f"{connection.settings_dict['NAME']}_elsewhere") as name:
        uri = connection_uri().replace(f"/{connection.settings_dict['NAME']}?", f"/{name}?")
        yield {
            "DATABASE_URL": uri,
            "XINHENG_STATE": str(place / "elsewhere"),
            "XINHENG_FILE_ROOT": str(place / "elsewhere" / "files"),
        }


def below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_in_it(backup: Path, place: Path, settings: Any) -> None:
    told = read(backup)
    check_parts(told, backup)
    assert (told.files, told.lost) == (5, ())
    assert told.entries == ledger.size()
    assert below(backup / "files") == below(place / "files")
    secrets = (settings.XINHENG.master_key.encode(), settings.SECRET_KEY.encode())
    assert not any(secret in content for secret in secrets for content in below(backup).values())
    assert backup.stat().st_mode & 0o077 == 0


def test_the_drill(backup: Path, run: Run) -> None:
    done = run("drill", backup)
    assert done.code == 0, done.faults
    assert done.output.count("✓") == 4
    assert "演练通过" in done.output
    assert rows("SELECT datname FROM pg_database WHERE datname LIKE 'xinheng%drill%'") == []


def test_restored_elsewhere(backup: Path, run: Run, elsewhere: dict[str, str | None], place: Path) -> None:
    done = run("restore", backup, given=elsewhere)
    assert done.code == 0, done.faults
    assert below(place / "elsewhere" / "files") == below(place / "files")
    (place / "export").mkdir()
    assert run("ledger", "export", place / "export", given=elsewhere).code == 0
    key = place / "export" / "node.key"
    found = verify(
        ["export", str(place / "export"), "--key", str(key), "--known", str(backup / "checkpoint.txt")]
    )
    assert found == 0
    # life goes on there: what waits is confirmed, the same file brings nothing new
    again = place / "again.csv"
    again.write_bytes(as_csv(first_rows()))
    sent = run("intake", again, "--item", "penalty", "--department", "scjg", "--lang", "en", given=elsewhere)
    assert sent.code == 0, sent.faults
    assert sent.output.split("pending")[1].split()[:7] == ["3", "0", "1", "0", "1", "0", "1"]
    # a second restore would mix two nodes
    refused = run("restore", backup, given=elsewhere)
    assert (refused.code, "不是空的" in refused.faults) == (2, True)


def test_the_master_key_is_asked_for(
    backup: Path, run: Run, elsewhere: dict[str, str | None], place: Path
) -> None:
    missing = run("restore", backup, given=elsewhere | {"XINHENG_MASTER_KEY": None})
    assert (missing.code, "恢复需要主密钥" in missing.faults) == (2, True)
    wrong = run(
        "restore", backup, given=elsewhere | {"XINHENG_MASTER_KEY": "another key of more than 32 letters"}
    )
    assert (wrong.code, "主密钥不是本备份所用的那一个" in wrong.faults) == (2, True)
    assert not (place / "elsewhere" / "files").exists()


@pytest.mark.parametrize(
    "part", ["database.dump", "checkpoint.txt", "files.jsonl", "manifest.json", "manifest.sig", "files"]
)
def test_a_changed_backup_is_refused(
    part: str, backup: Path, run: Run, elsewhere: dict[str, str | None]
) -> None:
    path = next((backup / "files").rglob("*/*")) if part == "files" else backup / part
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(BrokenBackup):
        check_parts(read(backup), backup)
    if part == "files":
        done = run("restore", backup, given=elsewhere)
        assert (done.code, "was changed" in done.faults) == (1, True)


def test_an_unfinished_backup_is_none(backup: Path) -> None:
    (backup / MANIFEST).unlink()
    with pytest.raises(BrokenBackup, match="was not finished"):
        read(backup)


def test_a_manifest_that_was_written_anew_is_refused(backup: Path) -> None:
    told = json.loads((backup / MANIFEST).read_text())
    (backup / MANIFEST).write_text(json.dumps(told | {"entries": told["entries"] - 1}))
    with pytest.raises(BrokenBackup, match="changed after it was signed"):
        read(backup)


def test_a_folder_in_use_is_left_alone(node: None, place: Path, run: Run) -> None:
    (place / "backup").mkdir()
    (place / "backup" / "something").write_text("mine")
    done = run("backup", place / "backup")
    assert (done.code, "is not empty" in done.faults) == (2, True)
    assert below(place / "backup") == {"something": b"mine"}


def test_a_file_that_is_not_in_the_storage_fails_the_backup(node: None, place: Path, run: Run) -> None:
    next((place / "files" / "submissions").iterdir()).unlink()
    done = run("backup", place / "backup")
    assert (done.code, "not in the storage: submissions/" in done.faults) == (2, True)
    with pytest.raises(BrokenBackup):
        read(place / "backup")


def test_changed_rows_fail_the_drill(node: None, place: Path, run: Run) -> None:
    """Somebody who owns the database changes a record: the log's root finds it, whatever the hashes of the copy say."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE archive_version DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE archive_version SET data = jsonb_set(data, '{CF_NR}', '\"免予处罚\"') WHERE row_no = 4"
        )
        cursor.execute("ALTER TABLE archive_version ENABLE TRIGGER USER")
    assert run("backup", place / "backup").code == 0
    done = run("drill", place / "backup")
    assert (done.code, "row 4: the content is not that of its hash" in done.faults.replace("\n", " ")) == (
        1,
        True,
    )


def test_made_while_files_come_in(
    node: None, place: Path, sender: DepartmentFacts, run: Run, command: Any
) -> None:
    """Whatever the dump names is in the backup, however busy the node is."""
    file = place / "more.csv"
    file.write_bytes(
        as_csv(
            penalty(CF_WSH=f"黔示罚〔2025〕{n}号", CF_YJ=("", "《产品质量法》")[n % 2]) for n in range(2000)
        )
    )
    busy = [command("intake", file, "--item", "penalty", "--department", "scjg") for _ in range(2)]
    made = run("backup", place / "backup")
    assert [ended(one).code for one in busy] == [0, 0]
    assert made.code == 0, made.faults
    done = run("drill", place / "backup")
    assert done.code == 0, done.faults
    must_be_clean()


def test_what_was_forgotten_meanwhile_is_not_restored(backup: Path) -> None:
    """A file that a rule deleted between the dump and its copy is forgotten by the restored node too."""
    (sent,) = Submission.objects.filter(state="previewed")
    names = list(intake.remembered(sent))
    intake.forget_lost(names)
    sent.refresh_from_db()
    assert (len(names), sent.stored, sent.findings) == (2, None, None)

"""Making a backup of a running node: the database at one moment, then the files that it names.

Files are only ever added, or deleted because a rule says so: whatever the dump names is there after it, or was
forgotten by the database itself in the meantime.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from xinheng.areas.intake import actions as intake
from xinheng.areas.ledger import service as ledger
from xinheng.areas.ledger.actions import checkpoint
from xinheng.areas.rights.cases import actions as cases
from xinheng.cli.backup.manifest import (
    CHECKPOINT,
    DATABASE,
    FILE_LIST,
    FILES,
    FORMAT,
    Manifest,
    Part,
    durable,
    part_of,
    write,
)
from xinheng.plumbing.crypto.signing import node_signer
from xinheng.plumbing.files.store import file_store
from xinheng.plumbing.postgres.dumping import dump, snapshot

STAGED_TABLES = "archive_load_*"
"""Rows on their way into the archive: their submission begins again after a restore."""
_PIECE = 1024 * 1024


class UnableToBackUp(RuntimeError):
    """The folder is in use, or a file that the database names is not in the storage."""


def make(folder: Path, *, at: datetime) -> Manifest:
    """Write a backup; the folder must be new or empty."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise UnableToBackUp(f"{folder} is not empty")
    signer = node_signer()
    checkpoint(at=at, signer=signer, actor="backup")
    with snapshot() as moment:
        dump(folder / DATABASE, snapshot=moment, without=STAGED_TABLES)
        named = sorted(_known_files())
        entries, newest = ledger.size(), ledger.latest_checkpoint()
    if newest is None:
        raise UnableToBackUp("the log has no checkpoint")
    durable(folder / CHECKPOINT, newest.note)
    lost: list[str] = []
    parts = list(_copied(named, folder, lost))
    with (folder / FILE_LIST).open("w", encoding="utf-8") as lines:
        lines.writelines(part.model_dump_json() + "\n" for part in parts)
    manifest = Manifest(
        format=FORMAT,
        made_at=at.isoformat(timespec="seconds"),
        node=settings.XINHENG.node_name,
        key=signer.key.text(),
        postgresql=_server_version(),
        parts=tuple(part_of(folder / name, root=folder) for name in (DATABASE, CHECKPOINT, FILE_LIST)),
        files=len(parts),
        bytes_of_files=sum(part.size for part in parts),
        lost=tuple(lost),
        entries=entries,
    )
    write(manifest, folder, signer=signer)
    return manifest


def _known_files() -> set[str]:
    """Names of all files that the database knows of."""
    return {*intake.known_files(), *cases.known_files()}


def _copied(named: Iterable[str], folder: Path, lost: list[str]) -> Iterator[Part]:
    """Copy the kept files; `lost` takes those that the database has forgotten since the dump."""
    files = file_store()
    for name in named:
        target = folder / FILES / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with files.sealed(name) as source, target.open("xb") as copy:
                while piece := source.read(_PIECE):
                    copy.write(piece)
        except FileNotFoundError:
            lost.append(name)
            continue
        yield part_of(target, root=folder)
    if missing := set(lost) & _known_files():
        raise UnableToBackUp(f"not in the storage: {', '.join(sorted(missing)[:5])}")


def _server_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        return int(cursor.fetchone()[0])

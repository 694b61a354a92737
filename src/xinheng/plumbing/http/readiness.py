"""What a node needs to do its work, beside what its areas name: tables, a worker that lives, room on its disks."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

SILENCE: Final = 120
"""Seconds without a sign of life after which the worker counts as gone; it gives one every 10."""


class NotReady(RuntimeError):
    """A check failed; the message says why, for the log."""


def tables_are_current() -> None:
    """Every migration of this version is applied."""
    missing = _own_migrations() - set(MigrationRecorder(connection).applied_migrations())
    if missing:
        raise NotReady(f"not migrated: {', '.join(sorted(map('.'.join, missing))[:5])}")


def worker_lives() -> None:
    """A worker gave a sign of life lately."""
    silent = worker_silence()
    if silent is None or silent > SILENCE:
        raise NotReady(
            "no worker runs" if silent is None else f"the worker has been silent for {silent:.0f} s"
        )


def worker_silence() -> float | None:
    """Seconds since the last sign of life of any worker; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        found = cursor.fetchone()[0]
    return None if found is None else float(found)


def disks_have_room() -> None:
    """The largest file that may be sent still fits."""
    for folder, free in free_bytes().items():
        if free < settings.XINHENG.max_upload_bytes:
            raise NotReady(f"{free} bytes are left at {folder}")


def free_bytes() -> dict[str, int]:
    """What is left where files are kept (when that is a disk) and where they are worked on."""
    node = settings.XINHENG
    folders = [node.state] if "XINHENG_FILE_BACKEND" in os.environ else [node.state, node.file_root]
    return {str(folder): shutil.disk_usage(_existing(Path(folder))).free for folder in folders}


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there already."""
    while not folder.exists():
        folder = folder.parent
    return folder


@cache
def _own_migrations() -> frozenset[tuple[str, str]]:
    """The migrations that this version brings; read once, because they are files."""
    return frozenset(MigrationLoader(None).disk_migrations)

"""Putting a backup back: files first, then the database whole or not at all."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from xinheng.areas.intake import actions as intake
from xinheng.areas.ledger import service as ledger
from xinheng.cli.backup.manifest import DATABASE, FILES, Manifest, checkpoint_of, kept_files
from xinheng.plumbing.files.store import file_store
from xinheng.plumbing.postgres.checks import check_server
from xinheng.plumbing.postgres.dumping import is_empty, load


class UnableToRestore(RuntimeError):
    """The database is not empty, or what came out is not what the backup says."""


def put_back(told: Manifest, folder: Path) -> None:
    """Restore into this node's database and storage.

    A restore that is broken off has left files and an empty database: it can be begun again.
    """
    check_server()
    if not is_empty():
        name = connection.settings_dict["NAME"]
        raise UnableToRestore(f"数据库“{name}”不是空的 · the database {name} is not empty: name a new one")
    files = file_store()
    for part in kept_files(folder, told):
        with (folder / part.name).open("rb") as stream:
            files.keep_sealed(part.name.removeprefix(f"{FILES}/"), stream)
    load_database(told, folder)


def load_database(told: Manifest, folder: Path) -> None:
    """The dump into the empty database, and nothing in it that the backup does not hold."""
    load(folder / DATABASE)
    connection.close()
    intake.forget_lost(told.lost)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    newest, signed = ledger.latest_checkpoint(), checkpoint_of(folder, told)
    if (
        newest is None
        or (newest.size, newest.root) != (signed.size, signed.root)
        or ledger.size() != told.entries
    ):
        raise UnableToRestore("账本与备份所记不符 · the log is not the one that the backup speaks of")

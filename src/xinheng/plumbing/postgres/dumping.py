"""PostgreSQL's own `pg_dump` and `pg_restore`: found in the version that fits the server, told the password in secret."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from xinheng.plumbing.postgres.embedded import bundled_programs

_DEBIAN: Final = Path("/usr/lib/postgresql")
_VERSION: Final = re.compile(r"\(PostgreSQL\) (\d+)")


class UnableToDump(RuntimeError):
    """The program is missing, too old for the server, or failed; the message carries its own words."""


@contextmanager
def snapshot() -> Iterator[str]:
    """One moment of the database, to be read by this connection and by `dump`, until the context ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def dump(target: Path, *, snapshot: str, without: str) -> None:
    """The whole database as of a snapshot, but the tables that fit the pattern `without`."""
    _run(
        "pg_dump", f"--snapshot={snapshot}", f"--exclude-table={without}", "--format=custom", "--compress=1",
        "--no-owner", "--no-privileges", f"--file={target}",
    )  # fmt: skip


def load(source: Path) -> None:
    """A dump into the empty database, whole or not at all."""
    _run(
        "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
        f"--dbname={connection.settings_dict['NAME']}", source,
    )  # fmt: skip


def is_empty() -> bool:
    """Whether the database holds no table, view or sequence at all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg_temp%')"
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def scratch_database(name: str) -> Iterator[str]:
    """A new, empty database beside this one, like it in letters and order; dropped when the context ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datlocprovider = 'c', datcollate, datctype FROM pg_database WHERE datname = current_database()"
        )
        libc, collate, ctype = cursor.fetchone()
        letters = f" LC_COLLATE '{collate}' LC_CTYPE '{ctype}'" if libc else ""
        cursor.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'{letters}")
    try:
        yield name
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _run(program: str, *words: object) -> None:
    command = [str(_program(program)), *map(str, words)]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True)
    if done.returncode != 0:
        raise UnableToDump(f"{program}: {done.stderr.strip()[-2000:]}")


def _program(name: str) -> Path:
    """The oldest one that is as new as the server: a newer one writes what the server may not understand."""
    server = connection.cursor().connection.info.server_version // 10_000
    found = sorted(
        (version, str(path)) for path in _candidates(name) if (version := _version(path)) >= server
    )
    if not found:
        raise UnableToDump(f"no {name} of version {server} or newer: install postgresql-client-{server}")
    return Path(found[0][1])


def _candidates(name: str) -> Iterator[Path]:
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    yield from _DEBIAN.glob(f"*/bin/{name}")
    bundled = bundled_programs() / name
    if bundled.exists():
        yield bundled


def _version(program: Path) -> int:
    told = subprocess.run([str(program), "--version"], capture_output=True, text=True)
    found = _VERSION.search(told.stdout)
    return int(found[1]) if found else 0


def _environment() -> dict[str, str]:
    """libpq's variables for Django's database; on the command line everybody could read the password."""
    settings: dict[str, Any] = connection.settings_dict
    options = {name: value for name, value in settings.get("OPTIONS", {}).items() if isinstance(value, str)}
    told = {
        "PGHOST": settings["HOST"], "PGPORT": settings["PORT"], "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"], "PGDATABASE": settings["NAME"], "PGOPTIONS": options.get("options"),
    }  # fmt: skip
    told |= {f"PG{name.upper()}": value for name, value in options.items() if name.startswith("ssl")}
    return os.environ | {name: str(value) for name, value in told.items() if value}

"""How versions get into the partitioned table: everyday rows by INSERT, a big load as a shelf of its own.

A big load fills a bare table, gets its indexes once and is attached; that is several times faster than COPY into
indexed tables, and until the attachment commits nobody sees a row of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
from django.db import connection

from xinheng.plumbing.postgres.connection import connection_uri
from xinheng.plumbing.tabular.copy import copy_batches

EVERYDAY_SHELF = 0
_STAGED = "archive_load_"

VERSION_SCHEMA = pa.schema(
    [
        ("shelf", pa.int32()),
        ("id", pa.int64()),
        ("item", pa.string()),
        ("key", pa.binary()),
        ("content_hash", pa.binary()),
        ("subject_kind", pa.string()),
        ("subject", pa.string()),
        ("organ", pa.string()),
        ("instrument", pa.string()),
        ("decided_on", pa.date32()),
        ("begins_on", pa.date32()),
        ("ends_on", pa.date32()),
        ("region", pa.string()),
        ("provider", pa.string()),
        ("source", pa.string()),
        ("submission_id", pa.int64()),
        ("row_no", pa.int32()),
        ("change", pa.string()),
        ("known_from", pa.timestamp("us", tz="UTC")),
        ("data", pa.json_(pa.string())),
        ("withheld", pa.json_(pa.string())),
    ]
)
_COLUMNS = ", ".join(VERSION_SCHEMA.names)
_INDEXES = (
    "CREATE INDEX ON {table} (item, key) INCLUDE (content_hash)",
    "CREATE INDEX ON {table} (subject, item, decided_on DESC)",
    "CREATE INDEX ON {table} (item, decided_on DESC, id DESC)",
    "ALTER TABLE {table} ADD PRIMARY KEY (id, shelf)",
)


@dataclass(frozen=True)
class Staged:
    """Rows that lie in a table of their own and do not count yet."""

    table: str
    shelf: int
    rows: int


def stage(batches: Iterable[pa.RecordBatch], *, submission: int, shelf: int) -> Staged:
    """COPY batches of `VERSION_SCHEMA` into a table of the submission's own; what an earlier try left is dropped.

    `shelf` is `EVERYDAY_SHELF`, or the submission's own number for a big load.
    """
    table = _table(submission)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        if shelf == EVERYDAY_SHELF:
            cursor.execute(f"CREATE UNLOGGED TABLE {table} (LIKE archive_version)")
        else:
            # the CHECK spares the attachment a scan
            cursor.execute(
                f"CREATE TABLE {table} (LIKE archive_version INCLUDING CONSTRAINTS, CHECK (shelf = {int(shelf)}))"
            )
    rows = copy_batches(connection_uri(), table, VERSION_SCHEMA, batches)
    return Staged(table=table, shelf=shelf, rows=rows)


def index(staged: Staged) -> None:
    """Give a big load the indexes that the archive has, so that its attachment makes none; everyday rows need none."""
    if staged.shelf == EVERYDAY_SHELF:
        return
    with connection.cursor() as cursor:
        for statement in _INDEXES:
            cursor.execute(statement.format(table=staged.table))


def attach(staged: Staged) -> None:
    """Make staged rows part of the archive; runs in the caller's transaction."""
    with connection.cursor() as cursor:
        if staged.shelf == EVERYDAY_SHELF:
            cursor.execute(f"INSERT INTO archive_version ({_COLUMNS}) SELECT {_COLUMNS} FROM {staged.table}")
            cursor.execute(f"DROP TABLE {staged.table}")
        else:
            shelf = int(staged.shelf)
            cursor.execute(f"ALTER TABLE {staged.table} RENAME TO archive_version_s{shelf}")
            cursor.execute(
                f"ALTER TABLE archive_version ATTACH PARTITION archive_version_s{shelf} FOR VALUES IN ({shelf})"
            )


def discard(submission: int) -> None:
    """Drop rows that were staged and are not wanted."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_table(submission)}")


def staged_submissions() -> tuple[int, ...]:
    """Submissions that have a table of staged rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT substr(relname, %s)::bigint FROM pg_class"
            " WHERE relkind = 'r' AND relname ~ %s AND pg_table_is_visible(oid) ORDER BY 1",
            [len(_STAGED) + 1, f"^{_STAGED}[0-9]+$"],
        )
        return tuple(number for (number,) in cursor.fetchall())


def _table(submission: int) -> str:
    return f"{_STAGED}{int(submission)}"

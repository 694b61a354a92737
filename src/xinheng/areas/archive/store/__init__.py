"""Queries of the archive: what stands, what a file would change, how versions are placed."""

from xinheng.areas.archive.store.compare import compare
from xinheng.areas.archive.store.place import (
    EVERYDAY_SHELF,
    VERSION_SCHEMA,
    Staged,
    attach,
    discard,
    index,
    stage,
    staged_submissions,
)
from xinheng.areas.archive.store.read import (
    batch_place,
    batch_rows,
    changed_rows,
    first_received_days,
    standing_of,
    versions,
)

__all__ = [
    "EVERYDAY_SHELF",
    "VERSION_SCHEMA",
    "Staged",
    "attach",
    "batch_place",
    "batch_rows",
    "changed_rows",
    "compare",
    "discard",
    "first_received_days",
    "index",
    "stage",
    "staged_submissions",
    "standing_of",
    "versions",
]

"""Queries of the archive: what stands, what a file would change, how versions are placed."""

from xinheng.areas.archive.store.compare import compare
from xinheng.areas.archive.store.content import content_hashes
from xinheng.areas.archive.store.marks import (
    add_mark,
    bearing,
    end_marks,
    kept_mark,
    latest_mark,
    mark_numbers,
    marks_of_case,
    marks_of_record,
    standing_of_case,
    unknown_records,
)
from xinheng.areas.archive.store.naming import by_instruments, by_keys
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
    content,
    count_about,
    counting,
    first_received_days,
    standing_about,
    standing_of,
    versions,
)

__all__ = [
    "EVERYDAY_SHELF",
    "VERSION_SCHEMA",
    "Staged",
    "add_mark",
    "attach",
    "batch_place",
    "batch_rows",
    "bearing",
    "by_instruments",
    "by_keys",
    "changed_rows",
    "compare",
    "content",
    "content_hashes",
    "count_about",
    "counting",
    "discard",
    "end_marks",
    "first_received_days",
    "index",
    "kept_mark",
    "latest_mark",
    "mark_numbers",
    "marks_of_case",
    "marks_of_record",
    "stage",
    "staged_submissions",
    "standing_about",
    "standing_of",
    "standing_of_case",
    "unknown_records",
    "versions",
]

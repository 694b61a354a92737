"""Queries of the archive: what stands, what a file would change, how versions are placed."""

from xinheng.areas.archive.store.compare import compare
from xinheng.areas.archive.store.place import EVERYDAY_SHELF, VERSION_SCHEMA, Staged, attach, discard, stage

__all__ = ["EVERYDAY_SHELF", "VERSION_SCHEMA", "Staged", "attach", "compare", "discard", "stage"]

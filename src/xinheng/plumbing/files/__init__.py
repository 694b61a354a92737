"""Files kept encrypted, each under a data key of its own, found by a keyed hash."""

from xinheng.plumbing.files.store import (
    FileStore,
    FileTooLarge,
    StoredFile,
    UnableToStore,
    file_store,
)

__all__ = ["FileStore", "FileTooLarge", "StoredFile", "UnableToStore", "file_store"]

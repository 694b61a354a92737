"""All findings of a submission, kept as one encrypted Parquet file for as long as the submission can be looked up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from xinheng.areas.intake.actions.spool import Spool
from xinheng.plumbing.files.store import StoredFile, file_store

PURPOSE = "findings"


@contextmanager
def kept_findings(findings: Spool, *, folder: Path) -> Iterator[dict[str, Any] | None]:
    """Put the spooled findings together and keep them; None when there is nothing to find fault with.

    A block that fails leaves no file.
    """
    stored = _keep(findings, folder)
    try:
        yield None if stored is None else asdict(stored) | {"wrapped_key": stored.wrapped_key.hex()}
    except BaseException:
        if stored is not None:
            file_store().delete(stored)
        raise


def _keep(findings: Spool, folder: Path) -> StoredFile | None:
    scanned = findings.scan()
    if scanned is None:
        return None
    path = folder / "findings.parquet"
    scanned.sink_parquet(path, compression="zstd")
    with path.open("rb") as stream:
        return file_store().store(stream, purpose=PURPOSE)


@contextmanager
def findings_file(kept: dict[str, Any]) -> Iterator[Path]:
    """A submission's findings as a private Parquet file."""
    with file_store().materialise(
        StoredFile(**(kept | {"wrapped_key": bytes.fromhex(kept["wrapped_key"])}))
    ) as path:
        yield path

"""Checked rows between reading and depositing: on disk, in portions, so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl


@dataclass
class Spool:
    """Frames written one after the other into a private folder, read back in the same order."""

    folder: Path
    name: str
    parts: list[Path] = field(default_factory=list)

    def write(self, frame: pl.DataFrame) -> None:
        """Add a portion; an empty one leaves no file."""
        if frame.height:
            path = self.folder / f"{self.name}-{len(self.parts):05d}.arrow"
            frame.write_ipc(path, compression="lz4")
            self.parts.append(path)

    def frames(self, *columns: str) -> Iterator[pl.DataFrame]:
        """The portions, one at a time in memory; with `columns` only those are read."""
        for path in self.parts:
            yield pl.read_ipc(path, columns=list(columns) or None)

    def scan(self) -> pl.LazyFrame | None:
        """All portions as one lazy frame; None when there is none."""
        return pl.scan_ipc(self.parts) if self.parts else None

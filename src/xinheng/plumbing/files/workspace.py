"""Private places for half-done work that vanish with their process.

A workspace is a folder (mode 0700) that its process holds locked. The kernel drops the lock however the
process ends, so whoever opens the next workspace finds the folders that a killed process left, and removes
them.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def workspace(root: Path) -> Iterator[Path]:
    """A fresh private folder below `root`, removed afterwards; also removes those whose process is gone."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    # a folder is made and locked while the root is locked, so that nobody sweeps it in between
    with _locked(root):
        _sweep(root)
        folder = Path(tempfile.mkdtemp(prefix="work-", dir=root))
        held = os.open(folder, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the root."""
    held = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _sweep(root: Path) -> None:
    """Remove the folders that nobody holds."""
    for folder in root.glob("work-*"):
        try:
            held = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(held)

"""One embedded server for a test run without DATABASE_URL; it is stopped by the run that started it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("XINHENG_DEMO", "1")
PROJECT = Path(__file__).resolve().parents[1]
STATE = Path(os.environ.setdefault("XINHENG_STATE", str(PROJECT / ".xinheng" / "test")))
os.environ.setdefault("XINHENG_FILE_ROOT", tempfile.mkdtemp(prefix="xinheng-files-"))

import pytest  # noqa: E402

import tests.insert_only  # noqa: E402, F401  lets transactional tests empty the insert-only tables
from xinheng.plumbing.postgres.embedded import EmbeddedServer  # noqa: E402

if "DATABASE_URL" not in os.environ:
    _server = EmbeddedServer(STATE, durable=False)
    _started_here = not _server.running()
    os.environ["DATABASE_URL"] = _server.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server when this run started it."""
    if globals().get("_started_here") and not hasattr(config, "workerinput"):
        _server.stop()


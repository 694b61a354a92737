"""What all tests share."""

from __future__ import annotations

import shutil

import pytest

import tests.insert_only  # noqa: F401  lets transactional tests empty the insert-only tables
from tests import settings


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folders of this run, stop the server when this run started it."""
    for folder in settings.made_here:
        shutil.rmtree(folder, ignore_errors=True)
    if settings.server is not None and settings.started_here and not hasattr(config, "workerinput"):
        settings.server.stop()

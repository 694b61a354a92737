"""The stage of the area's tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from tests.db.rights import stage


@pytest.fixture
def node(db: None, settings: LazySettings, tmp_path: Path) -> None:
    """Law, departments, organisations; files lie in a folder of the test's own."""
    storages: dict[str, Any] = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
    settings.STORAGES = storages
    stage.law()

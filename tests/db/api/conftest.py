"""The stage: the law is loaded, two departments send, limits of rate are wide, files have a place of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.db.api.support import AT, Caller, department, token_of
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments.terms import Role
from xinheng.areas.disclosure import actions as disclosure


@pytest.fixture
def law(transactional_db: None) -> None:
    """The catalogue is published and the terms of display are loaded."""
    catalogue.publish_from_packs(actor="test", at=AT)
    disclosure.load_terms(catalogue.lawbook(), actor="test", at=AT)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> Iterator[None]:
    storages = dict(settings.STORAGES)
    storages["default"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "files")},
    }  # fmt: skip
    settings.STORAGES = storages
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, "100000/60")
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def market(law: None) -> Caller:
    """The system of a market-regulation department."""
    department("guiyang-market")
    return Caller(token_of("guiyang-market-system", Role.SYSTEM, of="guiyang-market"))


@pytest.fixture
def tax(law: None) -> Caller:
    """The system of a tax office."""
    department("guiyang-tax", kind="tax")
    return Caller(token_of("guiyang-tax-system", Role.SYSTEM, of="guiyang-tax"))


@pytest.fixture
def anybody() -> Caller:
    """Somebody without a token."""
    return Caller()

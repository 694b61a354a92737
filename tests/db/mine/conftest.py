"""The identity provider of a test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from tests.db.consent.support import number
from tests.db.mine.provider import SETTINGS, Provider
from xinheng.web.identity.adapter import SubjectsOnlyAdapter


@pytest.fixture(autouse=True)
def _no_attempts() -> Iterator[None]:
    """No request counted from another test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """A provider at which a made-up person is about to log in."""
    made = Provider()
    made.claims = {"sub": "42", "name": "示例甲", "citizen_id": number(1), "organisations": []}
    settings.IDENTITY = SETTINGS
    settings.SOCIALACCOUNT_PROVIDERS = SETTINGS.as_providers
    monkeypatch.setattr(SubjectsOnlyAdapter, "get_requests_session", lambda self: made)
    return made

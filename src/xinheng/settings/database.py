"""From a connection URL to Django's settings: a server of the user's own, or the embedded one."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from xinheng.plumbing.node import NodeSettings, UnsafeSettings
from xinheng.plumbing.postgres.embedded import EmbeddedServer


def database_url(node: NodeSettings) -> str:
    """`DATABASE_URL` when it is set, else the demo's embedded server."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return given
    if not node.demo:
        raise UnsafeSettings(
            "DATABASE_URL is not set; only the demo (XINHENG_DEMO=1) brings its own PostgreSQL"
        )
    return EmbeddedServer(node.state).url


def connection_settings(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a `postgresql://` URL."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise UnsafeSettings("DATABASE_URL must begin with postgresql://")
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # a generic plan, which psycopg's automatic preparation may bring, can scan a whole index
        "OPTIONS": {"options": "-c plan_cache_mode=force_custom_plan", **query},
        # test runs beside each other must not meet in one database
        "TEST": {"NAME": f"test_xinheng_{os.getpid()}"},
    }

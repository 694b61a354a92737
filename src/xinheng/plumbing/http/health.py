"""`/healthz`: the process answers. `/readyz`: it can do its work."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils.module_loading import import_string

from xinheng.plumbing.http.permissions import public_page

log = structlog.get_logger("xinheng.health")


@public_page
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: touches nothing else, so that a slow database does not get the process killed."""
    return JsonResponse({"status": "ok"})


@public_page
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database and every check of `settings.READINESS_CHECKS` (name → path) pass, else 503.

    A check is called without arguments and fails by raising. Why it failed is logged, not told to the public.
    """
    results = {"database": _passes("database", _database_answers)}
    for name, path in settings.READINESS_CHECKS.items():
        results[name] = _passes(name, import_string(path))
    ready = all(results.values())
    body = {"status": "ready" if ready else "not ready"}
    body |= {name: "ok" if passed else "failed" for name, passed in results.items()}
    return JsonResponse(body, status=200 if ready else 503)


def _passes(name: str, check: Callable[[], object]) -> bool:
    try:
        check()
    except Exception:  # whatever a check raises means "not ready"
        log.exception("readiness check failed", check=name)
        return False
    return True


def _database_answers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")

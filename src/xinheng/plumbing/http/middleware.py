"""What surrounds every request: an id, one log line, one measurement, headers, and deny by default."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from xinheng.plumbing.http import metrics
from xinheng.plumbing.http.addresses import client_address
from xinheng.plumbing.http.permissions import permission_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_ACCEPTED_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_UNUSED_FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

log = structlog.get_logger("xinheng.access")


class RequestLogMiddleware:
    """Gives the request an id, which every log line below it carries, and writes a line when it is answered.

    The query string is not logged: it holds what people look for.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = _request_id(request)
        request.request_id = request_id  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            began = time.perf_counter()
            response = self.get_response(request)
            self._note(request, response, took=time.perf_counter() - began)
        response["X-Request-ID"] = request_id
        return response

    def _note(self, request: HttpRequest, response: HttpResponseBase, *, took: float) -> None:
        match = request.resolver_match
        route = (match.view_name or "unnamed") if match else "unmatched"
        method = request.method or ""
        metrics.observe(route=route, method=method, status=response.status_code, took=took)
        log.info(
            "request",
            method=method,
            path=request.path,
            route=route,
            status=response.status_code,
            ms=round(took * 1000, 1),
            client=client_address(request),
        )


class SecurityHeadersMiddleware:
    """Headers that Django and django-csp do not set; what a logged-in user sees is kept in no cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _UNUSED_FEATURES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "_cached_user", None)  # there only when somebody asked who it is
        if user is not None and user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response


class PermissionMiddleware:
    """Deny by default: a view of ours that names no permission is not served.

    `settings.SELF_GUARDED_VIEWS` are the module prefixes of packages that guard their views themselves.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> None:
        """Refuse an unmarked view; the marks themselves are enforced by `requires`."""
        if permission_of(view) is None and not view.__module__.startswith(tuple(settings.SELF_GUARDED_VIEWS)):
            log.error("view names no permission", view=f"{view.__module__}.{view.__qualname__}")
            raise PermissionDenied("this view names no permission")


def _request_id(request: HttpRequest) -> str:
    """The proxy's id where it sent a harmless one, else a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given if _ACCEPTED_ID.fullmatch(given) else uuid.uuid4().hex

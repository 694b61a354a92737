"""Who is at the other end, as far as it can be known."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address the outermost trusted proxy saw.

    `settings.TRUSTED_PROXIES` is how many proxies of ours stand before the platform; what lies further left
    in `X-Forwarded-For` was written by the client and is not believed. With 0 the header is ignored.
    """
    trusted: int = settings.TRUSTED_PROXIES
    peer: str = request.META.get("REMOTE_ADDR") or "unknown"
    if trusted < 1:
        return peer
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return chain[-trusted] if len(chain) >= trusted else peer

"""So many requests of one kind from one address in one window, counted in Django's cache.

Production points the cache at the database or another store that all workers share; a count that a worker
keeps for itself only makes the limit looser.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

from xinheng.plumbing import clock
from xinheng.plumbing.http.addresses import client_address
from xinheng.plumbing.http.errors import error_response

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `times` requests in each window of `seconds`."""

    times: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Rate:
        """`"120/60"` is 120 in a minute."""
        times, seconds = text.split("/")
        return cls(times=int(times), seconds=int(seconds))


def rate_limited(kind: str) -> Callable[[View], View]:
    """Answer 429 with `Retry-After` when an address asks too often: `settings.RATE_LIMITS[kind]`."""

    def mark(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            wait = seconds_to_wait(kind, client_address(request), at=clock.now().timestamp())
            if wait:
                response = error_response(request, 429)
                response["Retry-After"] = str(wait)
                return response
            return view(request, *args, **kwargs)

        return cast(View, limited)

    return mark


def seconds_to_wait(kind: str, who: str, *, at: float) -> int:
    """Count one request; 0 when it may go on, else the whole seconds until the window ends.

    `at` is seconds since the epoch. The address is hashed: the cache need not know who reads what.
    """
    rate = Rate.parse(settings.RATE_LIMITS[kind])
    window, elapsed = divmod(int(at), rate.seconds)
    name = hashlib.sha256(f"{kind}\x1f{who}\x1f{window}".encode()).hexdigest()[:32]
    key = f"rate:{name}"
    if cache.add(key, 1, timeout=rate.seconds):
        return 0
    try:
        used = cache.incr(key)
    except ValueError:  # the counter went between the two calls: a new window
        return 0
    return 0 if used <= rate.times else rate.seconds - elapsed

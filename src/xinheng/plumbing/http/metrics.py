"""Counts and times for Prometheus, by route name: never by address, user or subject."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import Http404
from django.utils.module_loading import import_string
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from xinheng.plumbing.http.permissions import public_page

REQUESTS = Counter("xinheng_http_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram(
    "xinheng_http_seconds",
    "Seconds until the answer was ready",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Gauge:
    """A number that is asked for when the page is read: one for each value of the label, or "" without a label."""

    name: str
    help: str
    values: Mapping[str, float]
    label: str | None = None


class _Asked:
    """The gauges that `settings.GAUGES` (a path) gives."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Prometheus' form of them."""
        for gauge in import_string(settings.GAUGES)():
            family = GaugeMetricFamily(gauge.name, gauge.help, labels=[gauge.label] if gauge.label else [])
            for label, value in gauge.values.items():
                family.add_metric([label] if gauge.label else [], value)
            yield family


def observe(*, route: str, method: str, status: int, took: float) -> None:
    """Count one answered request; `took` in seconds."""
    known = method if method in _METHODS else "other"  # a label must not grow with what clients invent
    REQUESTS.labels(route=route, method=known, status=str(status)).inc()
    SECONDS.labels(route=route).observe(took)


@public_page
def metrics(request: HttpRequest) -> HttpResponse:
    """`/metrics`, for the bearer of `settings.METRICS_TOKEN`; without a token set there is no such page."""
    token: str = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise Http404
    asked = CollectorRegistry()
    asked.register(_Asked())
    text = generate_latest(_registry()) + generate_latest(asked)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    """The sum over all worker processes where they share PROMETHEUS_MULTIPROC_DIR, else this process."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry

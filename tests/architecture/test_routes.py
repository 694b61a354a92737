"""Every address says who may open it: a page by its mark, an operation of the API by its `auth`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path
from ninja import NinjaAPI
from ninja.operation import Operation, PathView

from xinheng.areas.departments.terms import Permission
from xinheng.plumbing.http.permissions import PUBLIC, permission_of, public_page

GUARD_THEMSELVES = ("allauth.", "django.contrib.admin.")
"""Packages whose own views ask for a login."""


REFUSED_IN_ADMIN = ("django.contrib.contenttypes.", "django.views.generic.")
"""Redirects that the admin mounts from elsewhere: they are not needed, and the middleware refuses them."""


def routes(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every address with its view."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        else:
            yield address, pattern.callback


def operations(found: list[tuple[str, Callable[..., Any]]]) -> Iterator[tuple[str, Operation]]:
    """Every operation of an API that is mounted: what ninja's views, or ours around them, close over."""
    for address, view in found:
        for cell in getattr(inspect.unwrap(view), "__closure__", None) or ():
            held = cell.cell_contents
            held = held.operations if isinstance(held, PathView) else held
            for operation in (
                held.values() if isinstance(held, dict) else held if isinstance(held, list) else ()
            ):
                if isinstance(operation, Operation):
                    yield f"{'/'.join(sorted(operation.methods))} {address}", operation


def says(operation: Operation) -> str | None:
    """The permission that the operation's one guard names."""
    guards = list(operation.auth_callbacks)
    return getattr(guards[0], "permission", None) if len(guards) == 1 else None


def undeclared(found: list[tuple[str, Callable[..., Any]]]) -> list[str]:
    """Addresses that do not say who may open them."""
    pages = [
        f"{address} ({view.__module__})"
        for address, view in found
        if permission_of(view) is None
        and not view.__module__.startswith(GUARD_THEMSELVES)
        and not (address.startswith("admin/") and view.__module__.startswith(REFUSED_IN_ADMIN))
    ]
    return pages + [named for named, operation in operations(found) if says(operation) is None]


@pytest.fixture(scope="module")
def site() -> list[tuple[str, Callable[..., Any]]]:
    return list(routes(get_resolver().url_patterns))


@pytest.mark.requirement("SEC-02")
def test_every_route_declares_its_permission(site: list[tuple[str, Callable[..., Any]]]) -> None:
    assert undeclared(site) == []


def test_only_these_packages_guard_themselves() -> None:
    assert tuple(settings.SELF_GUARDED_VIEWS) == GUARD_THEMSELVES


def test_the_walk_reaches_pages_of_the_portal_the_desks_and_the_api(
    site: list[tuple[str, Callable[..., Any]]],
) -> None:
    modules = {
        view.__module__.split(".")[2] for _, view in site if view.__module__.startswith("xinheng.web.")
    }
    assert {"portal", "desks"} <= modules
    assert len(list(operations(site))) > 5


@pytest.mark.requirement("GEN-09")
def test_every_permission_that_a_route_names_exists(
    site: list[tuple[str, Callable[..., Any]]],
) -> None:
    named = {says(operation) for _, operation in operations(site)}
    for _, view in site:
        named |= set((permission_of(view) or PUBLIC).split(","))
    assert named - {PUBLIC} <= {permission.value for permission in Permission}


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_a_page_without_a_mark_is_caught() -> None:
    planted = [path("open/", public_page(lambda request: HttpResponse())), path("hole/", _page)]
    assert undeclared(list(routes(planted))) == [f"hole/ ({__name__})"]


def test_an_operation_without_a_guard_is_caught() -> None:
    api = NinjaAPI(urls_namespace="planted")
    api.get("/hole")(lambda request: 1)
    found = list(routes([path("api/", api.urls)]))
    assert [named for named in undeclared(found) if named.startswith("GET ")] == ["GET api/hole"]

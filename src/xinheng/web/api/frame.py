"""The API's frame: deny by default, problems instead of bare errors, a description that holds nothing back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.operation import Operation, PathView
from ninja.router import BoundRouter
from ninja.utils import normalize_path, replace_path_param_notation

from xinheng.kernel.text import Text
from xinheng.plumbing.http.problems import Problem, problem_response
from xinheng.plumbing.http.whole import watch
from xinheng.web.api import describing, failing, pages
from xinheng.web.api.declared import access_of, body_kind

_DENIED = Text(zh="该操作未声明权限，不予提供。", en="This operation names no permission and is not served.")
_METHOD = Text(
    zh="该地址不支持此方法，可用的方法见 Allow 头。",
    en="This address takes other methods: see the Allow header.",
)
_KIND = Text(zh="请以 {wanted} 发送。", en="Send this as {wanted}.")


class UndeclaredPermission(RuntimeError):
    """An operation names neither a permission nor that it is public; the platform does not start with it."""


def deny(request: HttpRequest) -> None:
    """What guards an operation that names no permission."""
    raise Problem(403, _DENIED)


class Api(NinjaAPI):
    """django-ninja with our rules; an operation whose `auth` is not `needs(…)` or `open_to_all()` ends the start."""

    def __init__(self, **given: Any) -> None:
        super().__init__(auth=[deny], **given)
        failing.install(self)

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> Any:
        """The description, with every problem that an operation may answer."""
        by_id = {self.get_openapi_operation_id(operation): operation for operation in self.operations()}
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        return describing.complete(describing.Description(self, prefix), by_id)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the operation's function: each name stands once."""
        return operation.view_func.__name__

    def operations(self) -> Iterator[Operation]:
        """Every operation that is mounted."""
        for router in self._get_bound_routers():
            for view in router.path_operations.values():
                yield from view.operations

    def _get_urls(self) -> list[Any]:
        urls = [
            path("", pages.root, name="api-root"),
            path("openapi.json", pages.description, {"api": self}, name="openapi-json"),
            path("docs", pages.explorer, name="openapi-view"),
        ]
        views = [
            (_whole(router, route), view)
            for router in self._get_bound_routers()
            for route, view in router.path_operations.items()
        ]
        # an address of fixed words goes before one with a name in its place
        views.sort(key=lambda one: ["{" in part for part in one[0].split("/")])
        return urls + [_url(whole, view) for whole, view in views]


def _whole(router: BoundRouter, route: str) -> str:
    return normalize_path("/".join(part for part in (router.prefix, route) if part)).lstrip("/")


def _url(whole: str, view: PathView) -> Any:
    name = view.operations[0].view_func.__name__
    return path(replace_path_param_notation(whole), _served(view), name=name)


def _served(view: PathView) -> Callable[..., HttpResponseBase]:
    """The Django view of one address, marked with the permissions of its operations."""
    permissions = set()
    for operation in view.operations:
        access = access_of(operation)
        if access is None:
            raise UndeclaredPermission(f"{operation.view_func.__module__}.{operation.view_func.__qualname__}")
        permissions.add(access.permission)
    by_method = {method: operation for operation in view.operations for method in operation.methods}

    @csrf_exempt  # a login session is checked where it is used: see `plumbing.http.access`
    def served(request: HttpRequest, **given: Any) -> HttpResponseBase:
        operation = by_method.get(request.method or "")
        if operation is None:
            allowed = ", ".join(sorted(by_method))
            return problem_response(request, Problem(405, _METHOD, headers={"Allow": allowed}))
        wanted = body_kind(operation)
        if wanted is not None and request.content_type != wanted:
            told = Text(zh=_KIND.zh.format(wanted=wanted), en=_KIND.en.format(wanted=wanted))
            return problem_response(request, Problem(415, told))
        if wanted == "multipart/form-data":
            watch(request)
        return operation.run(request, **given)

    served.permission = ",".join(sorted(permissions))  # type: ignore[attr-defined]
    return served

"""The API's own pages: its description, and a page to try it on. Nothing is loaded from elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from ninja import NinjaAPI

from xinheng.plumbing.http.permissions import public_page


@public_page
def root(request: HttpRequest) -> HttpResponse:
    """The way to the explorer."""
    return redirect("api:openapi-view")


@public_page
def description(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    document: Any = api.get_openapi_schema()
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


@public_page
def explorer(request: HttpRequest) -> HttpResponse:
    """Swagger UI over the description."""
    return render(request, "api/explorer.html")

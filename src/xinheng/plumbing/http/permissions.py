"""Every view says who may open it; a view that says nothing fails the test that walks the routes.

`settings.XINHENG_PERMISSION_CHECK` is the dotted path of `may(user, permission) -> bool`: which role holds
which permission is known to an area, not here. `settings.XINHENG_LOGIN_PAGES` names the entrance for a permission where
it is not the staff's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

PUBLIC = "public"


def public_page(view: View) -> View:
    """Mark a view as open to anyone, without a login."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view


def requires(permission: str) -> Callable[[View], View]:
    """Let in only users who hold `permission`: others go to the login page, or get 403 when logged in.

    An htmx request is sent to the login page as a whole page, not as a fragment.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_login(request, permission)
            if not may(request.user, permission):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return cast(View, guarded)

    return mark


def may(user: object, permission: str) -> bool:
    """Does this user hold this permission? Asked of the function that the settings name."""
    check: Callable[[object, str], bool] = import_string(settings.XINHENG_PERMISSION_CHECK)
    return check(user, permission)


def permission_of(view: Callable[..., Any]) -> str | None:
    """What a view was marked with, None when it was not: for the test that walks the routes."""
    return getattr(view, "permission", None) or getattr(getattr(view, "view_class", None), "permission", None)


def _to_login(request: HttpRequest, permission: str) -> HttpResponseBase:
    entrance = settings.XINHENG_LOGIN_PAGES.get(permission)
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path(), entrance)
    response = redirect_to_login(request.headers.get("HX-Current-URL", request.get_full_path()), entrance)
    response["HX-Redirect"] = response["Location"]
    del response["Location"]
    response.status_code = 204
    return response

"""Deny by default, and what each mark lets in."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from xinheng.plumbing.http.middleware import PermissionMiddleware
from xinheng.plumbing.http.permissions import permission_of, public_page, requires


def only_readers(user: object, permission: str) -> bool:
    """Stands in for the area's answer."""
    return getattr(user, "name", "") == "reader" and permission == "intake.read"


@pytest.fixture(autouse=True)
def _checker(settings: SimpleNamespace) -> None:
    settings.XINHENG_PERMISSION_CHECK = f"{__name__}.only_readers"
    settings.SELF_GUARDED_VIEWS = ["allauth."]


def asked(name: str, **headers: str) -> HttpRequest:
    request = RequestFactory().get("/desk/?page=2", **headers)
    request.user = SimpleNamespace(is_authenticated=bool(name), name=name)
    return request


@requires("intake.read")
def guarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


@public_page
def opened(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("never")


def test_anonymous_is_sent_to_the_login_and_back() -> None:
    response = guarded(asked(""))
    assert response.status_code == 302
    assert response["Location"].endswith("?next=/desk/%3Fpage%3D2")


def test_an_htmx_request_takes_the_whole_page_to_the_login() -> None:
    response = guarded(asked("", HTTP_HX_REQUEST="true"))
    assert response.status_code == 204
    assert "Location" not in response
    assert response["HX-Redirect"].endswith("?next=/desk/%3Fpage%3D2")


def test_the_right_role_is_let_in_and_another_is_not() -> None:
    assert guarded(asked("reader")).content == b"inside"
    with pytest.raises(PermissionDenied):
        guarded(asked("stranger"))


def test_a_view_says_its_permission() -> None:
    assert permission_of(guarded) == "intake.read"
    assert permission_of(opened) == "public"
    assert permission_of(unmarked) is None


def test_an_unmarked_view_is_refused_unless_its_package_guards_itself() -> None:
    middleware = PermissionMiddleware(lambda request: HttpResponse())
    with pytest.raises(PermissionDenied):
        middleware.process_view(asked("reader"), unmarked, (), {})
    middleware.process_view(asked(""), opened, (), {})
    unmarked_elsewhere = SimpleNamespace(__module__="allauth.account.views", __qualname__="login")
    middleware.process_view(asked(""), unmarked_elsewhere, (), {})

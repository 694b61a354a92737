"""Errors: JSON for programs, a page in the right language for people."""

import json
from types import SimpleNamespace

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from xinheng.plumbing.http.errors import ERRORS, bad_request, error_response, page_not_found, server_error
from xinheng.plumbing.http.health import healthz
from xinheng.plumbing.http.metrics import metrics
from xinheng.plumbing.http.middleware import RequestLogMiddleware, SecurityHeadersMiddleware


@pytest.mark.parametrize("status", sorted(ERRORS))
@pytest.mark.parametrize(("language", "which"), [("zh-hans", "zh"), ("en", "en")])
def test_a_person_gets_a_page_in_the_language(
    status: int, language: str, which: str, settings: SimpleNamespace
) -> None:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    request = RequestFactory().get("/somewhere", HTTP_ACCEPT="text/html")
    with translation.override(language):
        response = error_response(request, status)
    assert response.status_code == status
    page = response.content.decode()
    assert all(text.in_(which) in page.replace("&#x27;", "'") for text in ERRORS[status])
    assert "<script>" not in page
    assert "style=" not in page


def test_a_program_gets_a_problem_document_in_both_languages() -> None:
    request = RequestFactory().get("/api/v1/nothing")
    request.request_id = "abc"
    response = page_not_found(request, Exception())
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert (body["status"], body["title"], body["title_en"], body["request_id"]) == (
        404, "页面不存在", "No such page", "abc",
    )  # fmt: skip


def test_a_body_past_the_limit_is_413_and_other_nonsense_400() -> None:
    request = RequestFactory().post("/api/v1/x")
    assert bad_request(request, RequestDataTooBig()).status_code == 413
    assert bad_request(request, SuspiciousOperation()).status_code == 400
    assert server_error(request).status_code == 500


def test_every_answer_has_an_id_and_a_harmless_one_is_kept() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.request_id)

    middleware = RequestLogMiddleware(view)
    kept = middleware(RequestFactory().get("/", HTTP_X_REQUEST_ID="proxy-0001"))
    assert kept["X-Request-ID"] == kept.content.decode() == "proxy-0001"
    made = middleware(RequestFactory().get("/", HTTP_X_REQUEST_ID="a b\n"))
    assert len(made["X-Request-ID"]) == 32


@pytest.mark.parametrize(("logged_in", "expected"), [(True, "no-store, private"), (False, None)])
def test_what_a_user_sees_is_kept_in_no_cache(logged_in: bool, expected: str | None) -> None:
    request = RequestFactory().get("/")
    request._cached_user = SimpleNamespace(is_authenticated=logged_in)
    response = SecurityHeadersMiddleware(lambda _: HttpResponse())(request)
    assert response.get("Cache-Control") == expected
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_metrics_are_for_the_bearer_of_the_token(settings: SimpleNamespace) -> None:
    from django.http import Http404

    settings.METRICS_TOKEN = "t" * 20
    settings.GAUGES = "builtins.list"  # what the areas count needs their tables
    right = RequestFactory().get("/metrics", HTTP_AUTHORIZATION="Bearer " + "t" * 20)
    assert b"xinheng_http_requests" in metrics(right).content
    with pytest.raises(Http404):
        metrics(RequestFactory().get("/metrics", HTTP_AUTHORIZATION="Bearer wrong"))
    settings.METRICS_TOKEN = ""
    with pytest.raises(Http404):
        metrics(RequestFactory().get("/metrics", HTTP_AUTHORIZATION="Bearer "))


def test_healthz_asks_nothing() -> None:
    assert json.loads(healthz(RequestFactory().get("/healthz")).content) == {"status": "ok"}

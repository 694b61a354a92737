"""So many requests in a window, and the seconds to wait after them."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from xinheng.plumbing.http.addresses import client_address
from xinheng.plumbing.http.rate_limit import Rate, rate_limited, seconds_to_wait


@pytest.fixture(autouse=True)
def _limits(settings: SimpleNamespace) -> None:
    settings.RATE_LIMITS = {"search": "2/60", "export": "1/10"}
    settings.TRUSTED_PROXIES = 0
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def test_a_rate_is_read() -> None:
    assert Rate.parse("120/60") == Rate(times=120, seconds=60)


def test_the_third_in_the_window_waits_until_its_end() -> None:
    assert [seconds_to_wait("search", "a", at=6012.9) for _ in range(4)] == [0, 0, 48, 48]


def test_others_and_other_kinds_have_their_own_count_and_a_new_window_begins_anew() -> None:
    for _ in range(3):
        seconds_to_wait("search", "a", at=6000)
    assert seconds_to_wait("search", "b", at=6000) == 0
    assert seconds_to_wait("export", "a", at=6000) == 0
    assert seconds_to_wait("search", "a", at=6060) == 0


def test_the_answer_is_429_with_the_time_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    @rate_limited("export")
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")

    request = RequestFactory().get("/api/v1/x", HTTP_ACCEPT="application/json")
    assert view(request).status_code == 200
    refused = view(request)
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 10


@pytest.mark.parametrize(
    ("trusted", "forwarded", "expected"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "1.1.1.1, 2.2.2.2", "2.2.2.2"),
        (2, "1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "2.2.2.2", "9.9.9.9"),
        (1, "", "9.9.9.9"),
    ],
)
def test_only_our_own_proxies_are_believed(
    settings: SimpleNamespace, trusted: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", REMOTE_ADDR="9.9.9.9", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected

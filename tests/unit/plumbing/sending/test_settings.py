"""The mail server comes from the environment; a node that names none has no e-mail, the demo captures."""

from __future__ import annotations

import pytest

from xinheng.plumbing.node import UnsafeSettings
from xinheng.settings.sending import CAPTURE, DEMO_GATEWAY, SMTP, mail_settings, message_gateway, site_url


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT", "SECURITY", "USER", "PASSWORD"):
        monkeypatch.delenv(f"XINHENG_SMTP_{name}", raising=False)
    for name in ("MESSAGE_GATEWAY", "MAIL_FROM", "SITE_URL"):
        monkeypatch.delenv(f"XINHENG_{name}", raising=False)


def test_without_a_server_only_the_demo_takes_letters() -> None:
    assert (mail_settings(demo=True).on, mail_settings(demo=True).backend) == (True, CAPTURE)
    assert mail_settings(demo=False).on is False
    assert (message_gateway(demo=True), message_gateway(demo=False)) == (DEMO_GATEWAY, "")


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_a_server_and_how_it_is_spoken_to(monkeypatch: pytest.MonkeyPatch, security: str, port: int) -> None:
    monkeypatch.setenv("XINHENG_SMTP_HOST", "mail.example.cn")
    monkeypatch.setenv("XINHENG_SMTP_SECURITY", security)
    monkeypatch.setenv("XINHENG_SMTP_PASSWORD", "not-shown")
    with pytest.raises(UnsafeSettings, match="MAIL_FROM"):
        mail_settings(demo=True)
    monkeypatch.setenv("XINHENG_MAIL_FROM", "notices@example.cn")
    found = mail_settings(demo=True)
    assert (found.on, found.backend, found.host, found.port) == (True, SMTP, "mail.example.cn", port)
    assert "not-shown" not in repr(found)


def test_an_unknown_security_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XINHENG_SMTP_SECURITY", "ssl3")
    with pytest.raises(UnsafeSettings):
        mail_settings(demo=True)


def test_a_node_that_sends_says_where_its_links_lead(monkeypatch: pytest.MonkeyPatch) -> None:
    assert site_url(demo=True, sends=True) == "http://127.0.0.1:8000"
    assert site_url(demo=False, sends=False) == ""
    with pytest.raises(UnsafeSettings, match="SITE_URL"):
        site_url(demo=False, sends=True)
    monkeypatch.setenv("XINHENG_SITE_URL", "https://credit.example.cn/")
    assert site_url(demo=False, sends=True) == "https://credit.example.cn"

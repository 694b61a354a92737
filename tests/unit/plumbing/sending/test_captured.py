"""The demo's gateway succeeds, fails and crashes; what it and the mail backend took is kept, the newest first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from xinheng.plumbing.sending import captured
from xinheng.plumbing.sending.demo import DemoGateway
from xinheng.plumbing.sending.gateways import mail_gateway, message_gateway
from xinheng.plumbing.sending.mail import Mail
from xinheng.plumbing.sending.terms import NotNow, Outgoing, Refused
from xinheng.settings.sending import CAPTURE, DEMO_GATEWAY


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.XINHENG = replace(settings.XINHENG, state=tmp_path)
    settings.EMAIL_BACKEND = CAPTURE


def message(to: str, key: str = "TZ1.message") -> Outgoing:
    return Outgoing(key=key, to=to, subject="异议已受理", body="您有一份新通知。", repeated=False)


def test_a_letter_and_a_message_are_kept_and_read_again() -> None:
    DemoGateway().send(message("13800000009"))
    Mail().send(message("office@example.cn", key="TZ1.email"))
    second, first = captured.captured(limit=10)
    assert (first.by, first.to, first.subject, first.body, first.key) == (
        "message", "13800000009", "异议已受理", "您有一份新通知。", "TZ1.message",
    )  # fmt: skip
    assert (second.by, second.to, second.subject, second.body.strip()) == (
        "email", "office@example.cn", "异议已受理", "您有一份新通知。",
    )  # fmt: skip
    assert second.key == "<TZ1.email@xinheng.invalid>"


@pytest.mark.parametrize(
    ("number", "fault", "kept"),
    [("13800000001", NotNow, 0), ("13800000002", Refused, 0), ("13800000003", RuntimeError, 1)],
)
def test_the_demos_gateway_fails_as_the_number_says(number: str, fault: type[Exception], kept: int) -> None:
    with pytest.raises(fault):
        DemoGateway().send(message(number))
    assert len(captured.captured(limit=10)) == kept


def test_old_ones_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(captured, "KEPT", 3)
    for number in range(5):
        DemoGateway().send(message(f"1380000{number}009"))
    assert [each.to for each in captured.captured(limit=10)] == ["13800004009", "13800003009", "13800002009"]


def test_a_node_has_the_gateways_that_its_settings_name(settings: Any) -> None:
    settings.MAIL_IS_ON, settings.MESSAGE_GATEWAY = True, DEMO_GATEWAY
    assert isinstance(mail_gateway(), Mail)
    assert isinstance(message_gateway(), DemoGateway)
    settings.MAIL_IS_ON, settings.MESSAGE_GATEWAY = False, ""
    assert (mail_gateway(), message_gateway()) == (None, None)

"""A real mail server, that takes, refuses, says "later", and breaks the line."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.db.notices.conftest import work
from tests.db.notices.support import ADVERSE, AT, CASE, MILL
from xinheng.areas.notices import actions
from xinheng.areas.notices.models import Try
from xinheng.areas.notices.terms import Channel, DeliveryState, NoticeKind
from xinheng.plumbing.sending.mail import Mail
from xinheng.plumbing.sending.terms import NotNow, Outgoing, Refused

pytestmark = pytest.mark.django_db


class Server:
    """Answers as the test says; keeps what it took."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.to_recipient = self.to_data = "250 OK"
        self.breaks_after_taking = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """The answer to an address."""
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """The answer to a letter."""
        if self.to_data.startswith("250"):
            letter = email.message_from_bytes(
                envelope.content, _class=EmailMessage, policy=email.policy.default
            )
            self.letters.append(letter)
        if self.breaks_after_taking:
            server.transport.abort()
        return self.to_data


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    """The server on a free port, and the platform pointed at it."""
    handler = Server()
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    yield handler
    controller.stop()


@pytest.fixture
def sent(reach: Callable[..., Any]) -> Any:
    """A notice that goes out by e-mail."""
    reach(MILL, Channel.EMAIL, "office@example.cn")
    return actions.send(MILL, NoticeKind.ADVERSE_EFFECT_INTENDED, ADVERSE, about=CASE, actor="centre", at=AT)


def outgoing(to: str = "office@example.cn") -> Outgoing:
    return Outgoing("key-1", to, "拟列入名单\n第二行", "正文")


def test_a_letter_arrives_whole(sent: Any, server: Server) -> None:
    assert work() is DeliveryState.SENT
    (letter,) = server.letters
    assert letter["To"] == "office@example.cn"
    assert letter["Message-ID"] == f"<{sent.number}.email@xinheng.invalid>"
    assert letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_content()
    for part in (
        ADVERSE.says.zh,
        ADVERSE.says.en,
        ADVERSE.reasons,
        "2026-03-12",
        "及时将处理结果告知异议提出者",
    ):
        assert part in body
    assert "https://credit.example.cn/mine/" in body


@pytest.mark.parametrize(
    ("answer", "state", "outcome"),
    [
        ("550 no such mailbox", DeliveryState.UNDELIVERABLE, "refused"),
        ("450 mailbox busy", DeliveryState.TRYING_AGAIN, "not_now"),
    ],
)
@pytest.mark.parametrize("step", ["to_recipient", "to_data"])
def test_the_servers_answer_decides(
    sent: Any, server: Server, step: str, answer: str, state: DeliveryState, outcome: str
) -> None:
    setattr(server, step, answer)
    assert work() is state
    assert Try.objects.get().outcome == outcome
    assert server.letters == []


def test_a_line_that_breaks_after_the_letter_is_unclear_and_the_next_letter_says_so(
    sent: Any, server: Server
) -> None:
    server.breaks_after_taking = True
    assert work() is DeliveryState.TRYING_AGAIN
    assert Try.objects.get().outcome == "unclear"
    server.breaks_after_taking = False
    assert work() is DeliveryState.SENT
    first, second = server.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert "可能已经送达过一次" in second.get_content()
    assert "可能已经送达过一次" not in first.get_content()


def test_a_server_that_is_not_there_is_tried_again(sent: Any, server: Server, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    assert work() is DeliveryState.TRYING_AGAIN
    assert Try.objects.get().outcome == "not_now"


def test_a_subject_of_two_lines_and_a_faulty_address_do_no_harm(server: Server) -> None:
    Mail().send(outgoing())
    assert server.letters[0]["Subject"] == "拟列入名单 第二行"
    with pytest.raises(Refused):
        Mail().send(outgoing(to="a@b\nBcc: c@d.cn"))
    assert len(server.letters) == 1


def test_a_server_that_wants_no_plain_line_is_not_spoken_to_in_clear(server: Server, settings: Any) -> None:
    settings.EMAIL_USE_TLS = True
    with pytest.raises(NotNow):
        Mail().send(outgoing())
    assert server.letters == []

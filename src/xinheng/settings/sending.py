"""How words leave this node: the mail server and the message gateway, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Final

from xinheng.plumbing.node import UnsafeSettings

SMTP: Final = "django.core.mail.backends.smtp.EmailBackend"
CAPTURE: Final = "xinheng.plumbing.sending.captured.CaptureBackend"
DEMO_GATEWAY: Final = "xinheng.plumbing.sending.demo.DemoGateway"
PORTS: Final = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How this node sends e-mail; `on` is false where it cannot."""

    on: bool
    backend: str
    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str


def mail_settings(*, demo: bool) -> MailSettings:
    """Without a server the demo captures what it sends; another node then has no e-mail, and says so where it matters."""
    host = os.environ.get("XINHENG_SMTP_HOST", "")
    security = os.environ.get("XINHENG_SMTP_SECURITY", "starttls")
    if security not in PORTS:
        raise UnsafeSettings(f"XINHENG_SMTP_SECURITY is one of {', '.join(PORTS)}")
    sender = os.environ.get("XINHENG_MAIL_FROM", "")
    if host and not sender:
        raise UnsafeSettings("XINHENG_MAIL_FROM is not set: a mail server needs to know who writes")
    return MailSettings(
        on=bool(host) or demo,
        backend=SMTP if host else CAPTURE,
        host=host,
        port=int(os.environ.get("XINHENG_SMTP_PORT", PORTS[security])),
        security=security,
        user=os.environ.get("XINHENG_SMTP_USER", ""),
        password=os.environ.get("XINHENG_SMTP_PASSWORD", ""),
        sender=sender or "notices@xinheng.invalid",
    )


def site_url(*, demo: bool, sends: bool) -> str:
    """What links in letters and messages begin with; a node that sends any has to say it."""
    given = os.environ.get("XINHENG_SITE_URL", "http://127.0.0.1:8000" if demo else "").rstrip("/")
    if sends and not given.startswith(("https://", "http://")):
        raise UnsafeSettings("XINHENG_SITE_URL is not set: letters and messages link to it")
    return given


def message_gateway(*, demo: bool) -> str:
    """Dotted path of the message gateway; "" for none."""
    return os.environ.get("XINHENG_MESSAGE_GATEWAY", DEMO_GATEWAY if demo else "")

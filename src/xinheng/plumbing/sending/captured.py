"""What the demo sends goes to nobody: it is kept in a folder, and a page of the demo shows it."""

from __future__ import annotations

import email
import email.policy
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage as Letter
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

KEPT: Final = 500
"""Captured messages; older ones go."""


@dataclass(frozen=True, slots=True)
class Captured:
    """One captured message. `by` is "email" or "message"."""

    name: str
    by: str
    at: datetime
    to: str
    subject: str
    body: str
    key: str


class CaptureBackend(BaseEmailBackend):
    """A backend of Django's that keeps letters as files."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep them all."""
        for letter in email_messages:
            _keep(letter.message().as_bytes(), ending="eml")
        return len(email_messages)


def capture_message(*, to: str, subject: str, body: str, key: str) -> str:
    """Keep a text message; returns the name of its file."""
    content = {"to": to, "subject": subject, "body": body, "key": key}
    return _keep(json.dumps(content, ensure_ascii=False).encode(), ending="json")


def captured(*, limit: int) -> tuple[Captured, ...]:
    """The newest messages first."""
    return tuple(_read(path) for path in _files()[:limit])


def _files() -> list[Path]:
    """The newest first."""
    found = [path for path in _folder().glob("[!.]*") if path.suffix in {".eml", ".json"}]
    return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _folder() -> Path:
    folder: Path = settings.XINHENG.state / "captured"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _keep(content: bytes, *, ending: str) -> str:
    # the file appears whole or not at all
    name = f"{secrets.token_hex(8)}.{ending}"
    half = _folder() / f".{name}"
    half.write_bytes(content)
    half.rename(_folder() / name)
    for old in _files()[KEPT:]:
        old.unlink(missing_ok=True)
    return name


def _read(path: Path) -> Captured:
    at = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    if path.suffix == ".json":
        told = json.loads(path.read_text(encoding="utf-8"))
        return Captured(path.name, "message", at, told["to"], told["subject"], told["body"], told["key"])
    letter = email.message_from_bytes(path.read_bytes(), _class=Letter, policy=email.policy.default)
    body = letter.get_body(preferencelist=("plain",))
    return Captured(
        path.name, "email", at, str(letter["To"]), str(letter["Subject"]),
        body.get_content() if isinstance(body, Letter) else "", str(letter["Message-ID"]),
    )  # fmt: skip

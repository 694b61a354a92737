"""E-mail by Django's backend: SMTP from the environment, a folder in the demo."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from xinheng.plumbing.sending.terms import Accepted, NotNow, Outgoing, Refused, Unclear

_PERMANENT = range(500, 600)


class Mail:
    """The gateway for e-mail.

    Before the connection stands, and when the server answers with a code, it is sure that nothing was sent. A line
    that breaks in between leaves it unclear.
    """

    def send(self, message: Outgoing) -> Accepted:
        """Hand one letter to the mail server; its Message-ID is made of the key."""
        connection = get_connection()
        try:
            _open(connection)
            sent = _hand_over(_letter(message, connection))
        finally:
            _close(connection)
        if not sent:
            raise NotNow("the backend took nothing")
        return Accepted(_message_id(message))


def _open(connection: BaseEmailBackend) -> None:
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        raise NotNow(f"no connection: {error}") from error


def _hand_over(letter: EmailMessage) -> int:
    try:
        return letter.send()
    except smtplib.SMTPException as error:
        raise _fault(error) from error
    except OSError as error:
        raise Unclear(f"the line broke: {error}") from error
    except ValueError as error:
        raise Refused(f"no address: {error}") from error


def _message_id(message: Outgoing) -> str:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{message.key}@{domain}>"


def _letter(message: Outgoing, connection: BaseEmailBackend) -> EmailMessage:
    headers = {
        "Message-ID": _message_id(message),
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(
        subject=" ".join(message.subject.split()),
        body=message.body,
        to=[message.to],
        headers=headers,
        connection=connection,
    )


def _fault(error: smtplib.SMTPException) -> Exception:
    """What an answer of the server means."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {code for code, _ in error.recipients.values()}
        return (Refused if all(code in _PERMANENT for code in codes) else NotNow)(
            f"recipient: {sorted(codes)}"
        )
    if isinstance(error, smtplib.SMTPResponseException):
        permanent = error.smtp_code in _PERMANENT and not isinstance(error, smtplib.SMTPSenderRefused)
        return (Refused if permanent else NotNow)(f"answer {error.smtp_code}")
    return Unclear(f"{type(error).__name__}: {error}")


def _close(connection: BaseEmailBackend) -> None:
    """A goodbye that fails says nothing about the letter."""
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        return

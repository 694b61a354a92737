"""Which gateways this node has."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from xinheng.plumbing.sending.mail import Mail
from xinheng.plumbing.sending.terms import Gateway


def mail_gateway() -> Gateway | None:
    """E-mail; None where the environment names no mail server."""
    return Mail() if settings.MAIL_IS_ON else None


def message_gateway() -> Gateway | None:
    """Text or government messages; None where the environment names no gateway."""
    if not settings.MESSAGE_GATEWAY:
        return None
    made: Gateway = import_string(settings.MESSAGE_GATEWAY)()
    return made

"""The Django app of the outbox."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """News, and how far each consumer has read."""

    name = "xinheng.plumbing.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"

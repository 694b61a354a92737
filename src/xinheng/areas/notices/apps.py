"""The Django app of the area."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices, contacts, deliveries."""

    name = "xinheng.areas.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

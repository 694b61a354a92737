"""The Django app of the area."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """What may be shown, to whom, until when."""

    name = "xinheng.areas.disclosure"
    label = "disclosure"

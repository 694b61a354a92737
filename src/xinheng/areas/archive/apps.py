"""The Django app of the area."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Records and their versions."""

    name = "xinheng.areas.archive"
    label = "archive"

"""The Django app of the area."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Timeliness, completeness, compliance, reconciliation."""

    name = "xinheng.areas.quality"
    label = "quality"

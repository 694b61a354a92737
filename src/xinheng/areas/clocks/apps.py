"""The Django app of the area."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Clocks, how each was reckoned, and what follows when one lapses."""

    name = "xinheng.areas.clocks"
    label = "clocks"
    default_auto_field = "django.db.models.BigAutoField"

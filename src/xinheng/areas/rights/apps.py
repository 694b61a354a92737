"""The Django app of the area."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Cases of objection, repair and withdrawal with their steps and evidence."""

    name = "xinheng.areas.rights"
    label = "rights"

"""The Django app of the area."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Receive, check, resolve, deposit, receipt."""

    name = "xinheng.areas.intake"
    label = "intake"

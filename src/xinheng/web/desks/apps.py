"""The Django app that carries the desks' templates."""

from django.apps import AppConfig


class DesksConfig(AppConfig):
    """Who works here."""

    name = "xinheng.web.desks"
    label = "desks"

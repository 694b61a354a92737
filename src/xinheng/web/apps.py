"""The Django app that carries layout, assets, languages and template words."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Who looks at it."""

    name = "xinheng.web"
    label = "web"

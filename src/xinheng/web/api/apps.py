"""The Django app that carries the explorer's template."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API."""

    name = "xinheng.web.api"
    label = "web_api"

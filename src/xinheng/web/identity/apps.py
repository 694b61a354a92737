"""The Django app whose `provider` the login package finds."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """The identity provider."""

    name = "xinheng.web.identity"
    label = "identity"

"""The Django app of the public portal's pages."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """What anybody may read."""

    name = "xinheng.web.portal"
    label = "portal"

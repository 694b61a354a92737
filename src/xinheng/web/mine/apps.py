"""The Django app that carries the pages of subjects."""

from django.apps import AppConfig


class MineConfig(AppConfig):
    """Pages of subjects."""

    name = "xinheng.web.mine"
    label = "mine"

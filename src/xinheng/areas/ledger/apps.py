"""The Django app of the area."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The append-only log of everything that the platform did."""

    name = "xinheng.areas.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

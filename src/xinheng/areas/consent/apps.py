"""The Django app of the area."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Logins of subjects, mandates, authorisations."""

    name = "xinheng.areas.consent"
    label = "consent"
    default_auto_field = "django.db.models.BigAutoField"

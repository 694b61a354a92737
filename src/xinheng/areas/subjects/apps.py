"""The Django app of the area."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    """Organisations, their codes and names, merges, persons by role, the search."""

    name = "xinheng.areas.subjects"
    label = "subjects"
    default_auto_field = "django.db.models.BigAutoField"

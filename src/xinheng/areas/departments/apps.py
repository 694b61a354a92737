"""The Django app of the area."""

from django.apps import AppConfig


class DepartmentsConfig(AppConfig):
    """Departments, users, tokens, access log."""

    name = "xinheng.areas.departments"
    label = "departments"
    default_auto_field = "django.db.models.BigAutoField"

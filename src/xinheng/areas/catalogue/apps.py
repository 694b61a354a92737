"""The Django app of the area. It refuses to start with a broken lawpack."""

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class CatalogueConfig(AppConfig):
    """Catalogue versions, their items, and the law of this node."""

    name = "xinheng.areas.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the law; ImproperlyConfigured names file, line and reason of all that is wrong."""
        from xinheng.areas.catalogue.store import lawbook
        from xinheng.kernel.lawbook import BrokenPack

        try:
            lawbook()
        except BrokenPack as broken:
            lines = (f"{fault.in_('zh')} / {fault.reason.en}" for fault in broken.faults)
            raise ImproperlyConfigured("\n".join(lines)) from broken

"""The catalogue and the law of this node, by API."""

from xinheng.areas.catalogue.api import items, law
from xinheng.areas.catalogue.api.routers import catalogue
from xinheng.areas.catalogue.api.routers import law as law_router

__all__ = ["catalogue", "items", "law", "law_router"]

"""The items of the catalogue on a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Path, Query, Schema

from xinheng.areas.catalogue import service
from xinheng.areas.catalogue.api.routers import catalogue
from xinheng.areas.catalogue.api.shapes import ItemLine, ItemOut
from xinheng.kernel.lawbook import NotInCatalogue
from xinheng.plumbing import clock
from xinheng.plumbing.http.access import open_to_all
from xinheng.plumbing.http.inputs import Day, Slug
from xinheng.plumbing.http.problems import problems

On = Annotated[Day | None, Query(None, description="the law of this day; left out, of today")]


class ItemPage(Schema):
    """Every item in force on the day."""

    on: date
    items: list[ItemLine]


@catalogue.get("", auth=open_to_all(), response=ItemPage, summary="目录 · The catalogue")
def list_items(request: HttpRequest, on: On = None) -> ItemPage:
    """Every item in force, by id."""
    day = on or clock.today()
    law = service.lawbook().as_of(day)
    return ItemPage(on=day, items=[ItemLine(**ItemLine.plain(ruled)) for ruled in law.items()])


@catalogue.get(
    "/{item}", auth=open_to_all(), response={200: ItemOut, **problems(404)}, summary="目录事项 · An item"
)
def read_item(request: HttpRequest, item: Annotated[Slug, Path(...)], on: On = None) -> ItemOut:
    """Columns, basis word for word, who sends it, about whom, and how long it is shown."""
    law = service.lawbook().as_of(on or clock.today())
    try:
        ruled = law.item(item)
    except NotInCatalogue as unknown:
        raise Http404(item) from unknown
    return ItemOut.of(ruled, law, template_url=reverse("api:item_template", kwargs={"item": item}))

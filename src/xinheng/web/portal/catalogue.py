"""The catalogue, as anybody may read it: what is collected, on which basis, and how long it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.catalogue import service
from xinheng.areas.catalogue.terms import STATE_TITLES
from xinheng.kernel.lawbook import LawOnDay, NotInCatalogue, NotRuled, Ruled
from xinheng.kernel.lawbook.meta import (
    Act,
    CatalogueField,
    CatalogueItem,
    Deadline,
    DeadlineStart,
    DisclosureTerm,
    FieldType,
    When,
)
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import public_page
from xinheng.plumbing.http.rate_limit import rate_limited
from xinheng.web import words
from xinheng.web.portal import workbooks

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The items under one head of the catalogue."""

    title: Text
    items: tuple[tuple[Ruled[CatalogueItem], Ruled[DisclosureTerm] | None], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A field as the page shows it."""

    field: CatalogueField
    type: Text
    required: Text
    unit: Text | None
    must: bool


@public_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every item in force today under the five heads, with its term of display."""
    law = service.lawbook().as_of(clock.today())
    shelves = []
    for head, title in words.HEAD_TITLES.items():
        items = tuple(
            (ruled, term_of(law, ruled.value.id)) for ruled in law.items() if ruled.value.head == head
        )
        if items:
            shelves.append(Shelf(title=title, items=items))
    versions = [(version, STATE_TITLES[version.state]) for version in service.versions()]
    context = {"shelves": shelves, "total": len(law.items()), "versions": versions}
    return render(request, "portal/catalogue.html", context)


@public_page
def item(request: HttpRequest, item: str) -> HttpResponse:
    """One item: columns, basis word for word, terms, who sends it and about whom."""
    law = service.lawbook().as_of(clock.today())
    ruled = _item(law, item)
    provider_titles = {kind.id: kind.title for kind in law.department_kinds()}
    subject_titles = {kind.value.id: kind.value.title for kind in law.subject_kinds()}
    context = {
        "ruled": ruled,
        "item": ruled.value,
        "head": words.HEAD_TITLES[ruled.value.head],
        "effect": words.EFFECT_TITLES[ruled.value.effect],
        "columns": [column(ruled.value, field) for field in ruled.value.fields],
        "term": term_of(law, item),
        "deadlines": law.deadlines_for(item),
        "providers": [provider_titles.get(kind, ANY_ORGAN) for kind in ruled.value.providers],
        "subjects": [subject_titles[kind] for kind in ruled.value.subjects if kind in subject_titles],
        "key": [_key_word(ruled.value, word) for word in ruled.value.natural_key],
    }
    return render(request, "portal/item.html", context)


@public_page
@rate_limited("export")
def template(request: HttpRequest, item: str) -> HttpResponse:
    """An empty workbook with the item's columns, for departments that send by hand."""
    ruled = _item(service.lawbook().as_of(clock.today()), item)
    response = HttpResponse(workbooks.template(ruled), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{item}.xlsx"'
    return response


ANY_ORGAN = Text(zh="任何行政机关", en="Any organ")
_KEY_WORDS = {
    "organ": Text(zh="作出机关", en="issuing organ"),
    "instrument": Text(zh="文书号", en="instrument number"),
    "subject": Text(zh="主体", en="subject"),
}
_WHEN = Text(zh="视“{field}”而定", en="Depends on “{field}”")


def column(item: CatalogueItem, field: CatalogueField) -> Column:
    """A field with the words for its type and when it must be filled."""
    required = field.required
    if isinstance(required, When):
        other = item.field(required.when.field).title
        said = Text(zh=_WHEN.zh.format(field=other.zh), en=_WHEN.en.format(field=other.en))
    else:
        said = words.REQUIRED_TITLES[required]
    return Column(
        field=field,
        type=words.FIELD_TYPE_TITLES[field.type],
        required=said,
        unit=words.UNIT_TITLES[field.unit] if field.type is FieldType.AMOUNT and field.unit else None,
        must=required in ("always", "organisation"),
    )


def term_of(law: LawOnDay, item: str) -> Ruled[DisclosureTerm] | None:
    """The item's term of display; None where the law gives none, and then nothing is shown."""
    try:
        return law.disclosure(item)
    except NotRuled:
        return None


def publication_clock(law: LawOnDay) -> Ruled[Deadline] | None:
    """By when a penalty has to be on the site; None where the law sets no clock."""
    penalties = (ruled.value.id for ruled in law.items() if ruled.value.act == Act.PENALTY)
    clocks = (clock for item in penalties for clock in law.deadlines_for(item))
    return next((found for found in clocks if found.value.starts is DeadlineStart.DECIDED_ON), None)


def _item(law: LawOnDay, item: str) -> Ruled[CatalogueItem]:
    try:
        return law.item(item)
    except NotInCatalogue as error:
        raise Http404("no such item today") from error


def _key_word(item: CatalogueItem, word: str) -> Text:
    return _KEY_WORDS[word] if word in _KEY_WORDS else item.field(word).title

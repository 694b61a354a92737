"""Items and rules, as the API tells them."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from xinheng.kernel.lawbook import Citation, NotRuled, Ruled
from xinheng.kernel.lawbook.lawbook import LawOnDay
from xinheng.kernel.lawbook.meta import (
    Act,
    CatalogueField,
    CatalogueItem,
    DisclosureTerm,
    Effect,
    Head,
    InstrumentLevel,
    Status,
    When,
)
from xinheng.kernel.text import Text
from xinheng.plumbing.http.answers import Words


class CitedOut(Schema):
    """Where a rule stands, in its own words."""

    instrument: str
    title: Words
    number: str | None
    level: InstrumentLevel
    article: str
    quote: str | None

    @classmethod
    def of(cls, one: Citation) -> CitedOut:
        """From the citation."""
        return cls(
            instrument=one.instrument, title=words(one.title), number=one.number, level=one.level,
            article=one.article, quote=one.quote,
        )  # fmt: skip


class TermOut(Schema):
    """How, and how long, records of the item are shown; periods are ISO 8601."""

    mode: str
    starts: str | None
    length: str | None
    until: str | None
    review: bool
    entry: str
    status: Status
    citations: list[CitedOut]

    @classmethod
    def of(cls, ruled: Ruled[DisclosureTerm]) -> TermOut:
        """From the rule."""
        term = ruled.value
        return cls(
            mode=term.mode, starts=term.starts, length=None if term.length is None else str(term.length),
            until=term.until, review=term.review, entry=f"{ruled.entry}@{ruled.version}", status=ruled.status,
            citations=[CitedOut.of(one) for one in ruled.citations],
        )  # fmt: skip


class ColumnOut(Schema):
    """A field of an item; `required` may be a condition."""

    code: str
    title: Words
    type: str
    required: str | dict[str, Any]
    options: list[str]
    max_length: int | None
    unit: str | None
    aliases: list[str]
    shown: bool = Field(description="whether anybody may read it")

    @classmethod
    def of(cls, field: CatalogueField) -> ColumnOut:
        """From the field."""
        required = field.required
        return cls(
            code=field.code, title=words(field.title), type=field.type,
            required=required.model_dump(mode="json") if isinstance(required, When) else required,
            options=list(field.options), max_length=field.max_length, unit=field.unit,
            aliases=list(field.aliases), shown=field.shown,
        )  # fmt: skip


class ItemLine(Schema):
    """An item of the catalogue."""

    id: str
    title: Words
    head: Head
    act: Act | None
    effect: Effect
    providers: list[str]
    subjects: list[str]
    entry: str
    status: Status

    @classmethod
    def plain(cls, ruled: Ruled[CatalogueItem]) -> dict[str, Any]:
        """The parts that a line and a whole item share."""
        item = ruled.value
        return {
            "id": item.id, "title": words(item.title), "head": item.head, "act": item.act, "effect": item.effect,
            "providers": list(item.providers), "subjects": list(item.subjects),
            "entry": f"{ruled.entry}@{ruled.version}", "status": ruled.status,
        }  # fmt: skip


class ItemOut(ItemLine):
    """An item with its columns, basis and term."""

    source: Words
    necessity: Words
    natural_key: list[str]
    fields: list[ColumnOut]
    citations: list[CitedOut]
    term: TermOut | None = Field(description="null: nothing of it is shown")
    template_url: str

    @classmethod
    def of(cls, ruled: Ruled[CatalogueItem], law: LawOnDay, *, template_url: str) -> ItemOut:
        """From the rule and its term."""
        item = ruled.value
        return cls(
            **cls.plain(ruled),
            source=words(item.source),
            necessity=words(item.necessity),
            natural_key=list(item.natural_key),
            fields=[ColumnOut.of(field) for field in item.fields],
            citations=[CitedOut.of(one) for one in ruled.citations],
            term=_term(law, item.id),
            template_url=template_url,
        )


class SpanOut(Schema):
    """First and last day, both included; null is open."""

    first: date | None
    last: date | None


def words(text: Text) -> Words:
    """A text."""
    return Words(zh=text.zh, en=text.en)


def _term(law: LawOnDay, item: str) -> TermOut | None:
    try:
        return TermOut.of(law.disclosure(item))
    except NotRuled:
        return None

"""What every file of a lawpack is made of: bilingual text, a span of days, a basis, an entry.

Keys that every entry of every folder has (files are YAML lists of entries):

`id`        kebab-case, stable for ever, unique within its pack over all folders. The same id may stand twice
            in a pack only for spans of days that do not meet (a rule and its successor).
`title`     {zh, en}.
`basis`     list of {instrument, article, quote}. `instrument` is an id from `instruments` in this pack's or a
            parent pack's pack.yml; `article` an anchor of its text (`<!-- art: 33 -->` is article 33);
            `quote` words that stand below that anchor, compared without white space and with full- and
            half-width characters folded.
`in_force`  {from, to}: first and last day, both included; null = open.
`status`    in_force | draft | unverified | expired. Only in_force has effect. An effective entry needs at
            least one quoted basis in a text at hand. adopted_provisional is never written in a pack: a node's
            signed decision makes a draft entry so.
`note`      {zh, en}, optional: what a reader must know.
`overrides` `<pack>/<id>`, optional: this entry stands in the place of that entry of a parent pack. An entry
that rests
            on a law or administrative regulation cannot be overridden by one that does not.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from xinheng.kernel.text import Text

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=80)]
FieldCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=60)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Reference = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9]+([-_][a-z0-9]+)*$")]


def _both_languages(value: Any) -> Any:
    if isinstance(value, Text):
        return value
    if not isinstance(value, dict) or set(value) != {"zh", "en"}:
        raise ValueError("a text needs exactly the keys zh and en")
    if not all(isinstance(part, str) and part.strip() for part in value.values()):
        raise ValueError("a text may not be empty in either language")
    return Text(zh=value["zh"].strip(), en=value["en"].strip())


Bilingual = Annotated[
    Text,
    BeforeValidator(_both_languages),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
            "required": ["zh", "en"],
            "additionalProperties": False,
        }
    ),
]


class Model(BaseModel):
    """Frozen, and closed: an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Status(StrEnum):
    """How far a rule has effect. Only the first two have any."""

    IN_FORCE = "in_force"
    ADOPTED_PROVISIONAL = "adopted_provisional"
    DRAFT = "draft"
    UNVERIFIED = "unverified"
    EXPIRED = "expired"

    @property
    def effective(self) -> bool:
        """True where the rule may drive anything."""
        return self in {Status.IN_FORCE, Status.ADOPTED_PROVISIONAL}


class Span(Model):
    """First and last day, both included; an open end is None. With a blank first day there is no effect."""

    first: date | None = Field(alias="from")
    last: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.first and self.last and self.last < self.first:
            raise ValueError("the last day lies before the first")
        return self

    def covers(self, day: date) -> bool:
        """True when the day lies in the span; never with a blank first day."""
        return self.first is not None and self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: Span) -> bool:
        """True when some day lies in both; blank first days count as open."""
        starts_late = self.last and other.first and self.last < other.first
        ends_early = other.last and self.first and other.last < self.first
        return not (starts_late or ends_early)


class Basis(Model):
    """Where a rule stands: instrument, article, and its words. An unverified entry may lack the words."""

    instrument: Slug
    article: Words
    quote: Words | None = None


class Entry(Model):
    """What every rule has; see the module's text for the keys."""

    id: Slug
    title: Bilingual
    basis: tuple[Basis, ...] = ()
    in_force: Span
    status: Status
    note: Bilingual | None = None
    overrides: Reference | None = None

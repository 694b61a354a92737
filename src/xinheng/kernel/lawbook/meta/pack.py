"""pack.yml and the node file.

pack.yml — one mapping:

`id`            the folder's name.
`parent`        id of the pack this one extends, or null.
`jurisdiction`  {code: GB/T 2260 or CN, level: nation|province|city|county, name: {zh, en}}.
`version`       text such as "2026.1"; raised with every change of content.
`in_force`      {from, to} of the pack as a whole; no entry has effect outside it.
`status`        in_force | draft | unverified | expired. In a draft or unverified pack no entry may be
                in_force; a node may adopt its drafts. An expired pack has a last day.
`last_checked`  the day a person last compared the pack with its sources.
`review_on`     optional: the day by which the catalogue has to be reviewed; `xinheng law check` says when it
                is overdue.
`instruments`   list of instruments:
    `id`, `title` {zh, en}, `number` (or null), `level`: law | regulation (administrative regulation) |
    local_regulation | plan | standard | notice | draft, `file`: sources/….md or null when the text is not at
    hand (nothing effective may cite it), `in_force` {from, to}, `status`, `note` optional,
    `only_items` optional: the law itself says which violations enter the catalogue; no other item may rest on
    it.

The node file — one mapping:

`pack`    the pack this node runs on; its parents apply with it.
`adopt`   list of signed decisions that give a draft entry provisional effect:
    `entry` `<pack>/<id>`, `decision` its number, `signed_by` office and name, `on` its day and the first day
    of effect,
    `until` optional last day.
`catalogue` optional: how the catalogue as these packs write it came to be published. Without it, or for other
          versions of the packs, the catalogue stays compiled until people lead it on.
    `versions` {pack: version} decided on, the packs of adopted entries included; `reasons` {zh, en};
    `consultation` and `approval` (where, number); `assessment` and `opinions` [{kind: affected_group |
    expert, by, words}] where the change may reduce rights, add duties or has great social impact.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from xinheng.kernel.lawbook.meta.base import Bilingual, Model, Reference, Slug, Span, Status, Words


class JurisdictionLevel(StrEnum):
    """Whose law it is. The order of the members is the order of precedence."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"

    @property
    def rank(self) -> int:
        """0 for the nation; a smaller rank prevails."""
        return list(JurisdictionLevel).index(self)


class InstrumentLevel(StrEnum):
    """What kind of text an instrument is."""

    LAW = "law"
    REGULATION = "regulation"
    LOCAL_REGULATION = "local_regulation"
    PLAN = "plan"
    STANDARD = "standard"
    NOTICE = "notice"
    DRAFT = "draft"

    @property
    def national_law(self) -> bool:
        """Law or administrative regulation: prevails over a local rule (Guizhou draft regulation, art. 2)."""
        return self in {InstrumentLevel.LAW, InstrumentLevel.REGULATION}


class Jurisdiction(Model):
    """The territory a pack is law for."""

    code: Words
    level: JurisdictionLevel
    name: Bilingual


class Instrument(Model):
    """A text that rules rest on."""

    id: Slug
    title: Bilingual
    number: Words | None
    level: InstrumentLevel
    file: Annotated[str, StringConstraints(pattern=r"^sources/[A-Za-z0-9._-]+\.md$")] | None
    in_force: Span
    status: Status
    note: Bilingual | None = None
    only_items: tuple[Slug, ...] | None = None


class Pack(Model):
    """The head of a lawpack."""

    id: Slug
    parent: Slug | None
    jurisdiction: Jurisdiction
    version: Words
    in_force: Span
    status: Status
    last_checked: date
    review_on: date | None = None
    note: Bilingual | None = None
    instruments: tuple[Instrument, ...] = ()


class Adoption(Model):
    """A signed decision of this node to use a draft entry until the enacted text is at hand."""

    entry: Reference
    decision: Words
    signed_by: Words
    on: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """True when the decision has effect on the day."""
        return self.on <= day and (self.until is None or day <= self.until)


class OpinionKind(StrEnum):
    """Who is heard before rights are reduced (Guizhou draft regulation, art. 10)."""

    AFFECTED_GROUP = "affected_group"
    EXPERT = "expert"


class Opinion(Model):
    """What somebody said of a change."""

    kind: OpinionKind
    by: Words
    words: Words


class CatalogueRecord(Model):
    """How a version of the catalogue was consulted on and approved."""

    versions: dict[Slug, Words] = Field(min_length=1)
    reasons: Bilingual
    consultation: Words
    approval: Words
    assessment: Words | None = None
    opinions: tuple[Opinion, ...] = ()


class Node(Model):
    """Which law this node runs on."""

    pack: Slug
    adopt: tuple[Adoption, ...] = Field(default=())
    catalogue: CatalogueRecord | None = None

"""catalogue/*.yml — a list of items; catalogue/blocks.yml — a list of field blocks; departments/kinds.yml.

An item has the keys of every entry (see `base`) and:

`head`        registration | administrative_act | refused_instrument | honour | other
`act`         for administrative_act: licence penalty coercion confirmation inspection levy reward payment
              adjudication compensation; else null.
`class`       public | market
`evidences`   statutory_duty | agreed_duty: keeping which kind of duty the item is evidence of.
`effect`      adverse | favourable | neutral
`category`    optional: one of the fourteen kinds of enterprise data (`Category`).
`key_fields`  optional: which of the sixteen key fields of credit records it belongs to (`KeyField`).
`source`      {zh, en}: the objective source.   `necessity` {zh, en}: why it is needed.
`providers`   department kinds that may send it, from departments/kinds.yml; any_organ = every organ.
`subjects`    subject kinds from subjects/kinds.yml. natural_person only on items with a role `instrument`.
`fields`      list of fields, or uses of a block: {block: subject, prefix: CF, without: [XDR_ZJLX]}; a block's
              field XDR_MC becomes CF_XDR_MC, references between fields of one block likewise.
`roles`       which field is what; see `Roles`. A role that is not there is null or left out.
`natural_key` words organ, instrument, subject, or field codes: together they name one act.
`end_condition` {zh, en}, optional: what ends an adverse entry that carries no end date.

The keys of a field are told in `fields`. blocks.yml is a list of {id, fields: [...]}; a pack sees its own
blocks and its parents'. departments/kinds.yml is a list of {id, title}.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from xinheng.kernel.lawbook.meta.base import Bilingual, Entry, FieldCode, Model, Slug, Words
from xinheng.kernel.lawbook.meta.fields import CatalogueField

ANY_ORGAN = "any_organ"
NATURAL_PERSON = "natural_person"


class Head(StrEnum):
    """The five heads of catalogue content (Guizhou draft regulation, art. 12)."""

    REGISTRATION = "registration"
    ADMINISTRATIVE_ACT = "administrative_act"
    REFUSED_INSTRUMENT = "refused_instrument"
    HONOUR = "honour"
    OTHER = "other"


class Act(StrEnum):
    """The ten kinds of administrative act (Guizhou five-year plan, part three)."""

    LICENCE = "licence"
    PENALTY = "penalty"
    COERCION = "coercion"
    CONFIRMATION = "confirmation"
    INSPECTION = "inspection"
    LEVY = "levy"
    REWARD = "reward"
    PAYMENT = "payment"
    ADJUDICATION = "adjudication"
    COMPENSATION = "compensation"


class InformationClass(StrEnum):
    """Whose information it is: of organs in duty and service, or of market bodies (Guizhou draft, art. 3)."""

    PUBLIC = "public"
    MARKET = "market"


class Evidence(StrEnum):
    """The duty whose keeping an item shows; else it is no credit information (Guizhou draft, art. 3)."""

    STATUTORY_DUTY = "statutory_duty"
    AGREED_DUTY = "agreed_duty"


class Effect(StrEnum):
    """What the item does to its subject."""

    ADVERSE = "adverse"
    FAVOURABLE = "favourable"
    NEUTRAL = "neutral"


class Category(StrEnum):
    """The fourteen kinds of enterprise data (Guizhou implementation plan, item 33)."""

    REGISTRATION = "registration"
    TAX = "tax"
    ECOLOGY = "ecology"
    COERCION = "coercion"
    JUDGMENT = "judgment"
    SEVERE_LIST = "severe_list"
    HONOUR = "honour"
    FOREIGN_TRADE = "foreign_trade"
    REAL_ESTATE = "real_estate"
    INTELLECTUAL_PROPERTY = "intellectual_property"
    PROVIDENT_FUND = "provident_fund"
    SOCIAL_SECURITY = "social_security"
    LOGISTICS = "logistics"
    UTILITIES = "utilities"


class KeyField(StrEnum):
    """The sixteen fields whose records are kept up to date first (Guizhou draft regulation, art. 45)."""

    FOOD_DRUG = "food_drug"
    WORK_SAFETY = "work_safety"
    FIRE = "fire"
    TRAFFIC = "traffic"
    ENVIRONMENT = "environment"
    BIOSAFETY = "biosafety"
    PRODUCT_QUALITY = "product_quality"
    TAX = "tax"
    MEDICAL = "medical"
    LABOUR = "labour"
    CONSTRUCTION = "construction"
    FINANCE = "finance"
    INTELLECTUAL_PROPERTY = "intellectual_property"
    LITIGATION = "litigation"
    E_COMMERCE = "e_commerce"
    VOLUNTEERING = "volunteering"


class BlockUse(Model):
    """A block of fields put in here, each code with the prefix before it."""

    block: Slug
    prefix: FieldCode | None = None
    without: tuple[FieldCode, ...] = ()


class Block(Model):
    """Fields that many items share."""

    id: Slug
    fields: tuple[CatalogueField, ...] = Field(min_length=1)


class DepartmentKind(Model):
    """A kind of department that may provide items."""

    id: Slug
    title: Bilingual


class Roles(Model):
    """Field codes by what they mean to the platform."""

    subject_name: FieldCode | None = None
    subject_kind: FieldCode | None = None
    subject_uscc: FieldCode | None = None
    subject_codes: tuple[FieldCode, ...] = ()
    instrument: FieldCode | None = None
    organ_name: FieldCode | None = None
    organ_code: FieldCode | None = None
    source_name: FieldCode | None = None
    source_code: FieldCode | None = None
    decided_on: FieldCode | None = None
    begins_on: FieldCode | None = None
    ends_on: FieldCode | None = None
    shown_until: FieldCode | None = None
    state: FieldCode | None = None
    region: FieldCode | None = None
    action: FieldCode | None = None

    def named(self) -> dict[str, tuple[str, ...]]:
        """Role → its field codes, for the roles that are there."""
        values: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        return {
            name: value if isinstance(value, tuple) else (value,) for name, value in values.items() if value
        }


class ItemFrame(Entry):
    """An item apart from its fields."""

    head: Head
    act: Act | None
    class_: InformationClass = Field(alias="class")
    evidences: Evidence
    effect: Effect
    category: Category | None = None
    key_fields: tuple[KeyField, ...] = ()
    source: Bilingual
    necessity: Bilingual
    providers: tuple[Slug, ...] = Field(min_length=1)
    subjects: tuple[Slug, ...] = Field(min_length=1)
    roles: Roles
    natural_key: tuple[Words, ...] = Field(min_length=1)
    end_condition: Bilingual | None = None

    @model_validator(mode="after")
    def _whole(self) -> ItemFrame:
        if (self.head is Head.ADMINISTRATIVE_ACT) != (self.act is not None):
            raise ValueError("act belongs to head administrative_act, and only to it")
        if NATURAL_PERSON in self.subjects and self.roles.instrument is None:
            raise ValueError("natural_person needs a role instrument: persons only in numbered decisions")
        return self


def _field_or_block(value: Any) -> str:
    return (
        "block" if isinstance(value, BlockUse) or (isinstance(value, dict) and "block" in value) else "field"
    )


FieldOrBlock = Annotated[
    Annotated[CatalogueField, Tag("field")] | Annotated[BlockUse, Tag("block")],
    Discriminator(_field_or_block),
]


class WrittenItem(ItemFrame):
    """An item as it stands in the file: blocks are not yet put in."""

    fields: tuple[FieldOrBlock, ...] = Field(min_length=1)


class CatalogueItem(ItemFrame):
    """An item as the platform uses it: every field there."""

    fields: tuple[CatalogueField, ...]

    def field(self, code: str) -> CatalogueField:
        """The field of that code; KeyError when the item has none."""
        for field in self.fields:
            if field.code == code:
                return field
        raise KeyError(code)

    @property
    def field_codes(self) -> tuple[str, ...]:
        """Codes in the order of the file."""
        return tuple(field.code for field in self.fields)

    @property
    def about_persons(self) -> bool:
        """True when a natural person may be its subject."""
        return NATURAL_PERSON in self.subjects

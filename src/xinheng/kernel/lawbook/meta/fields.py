"""The columns of a catalogue item.

A field: `code`, `title` {zh, en}, `type`, `required`, and where they apply `options`, `max_length`, `unit`,
`aliases`,
`empty_words` (replaces the default list), `not_future`, `not_before: <field>`, `free_text` (citizen ids in it
are masked),
`compare_amount_with: <field>` (text that holds the amount), `never_shown`, `secrecy`: state_secret |
trade_secret | personal_privacy (neither shared nor shown), `shown_on_order`: a basis that orders a person
column to be shown.
`required` is always | organisation | person | never | {when: {field: <code>, any_of: [...]}}.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field, PositiveInt, model_validator

from xinheng.kernel.lawbook.meta.base import Basis, Bilingual, FieldCode, Model, Words


class FieldType(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    INSTRUMENT = "instrument"
    DATE = "date"
    END_DATE = "end_date"
    USCC = "uscc"
    ORGANISATION_CODE = "organisation_code"
    REGISTRATION_NUMBER = "registration_number"
    CITIZEN_ID = "citizen_id"
    PERSON_NAME = "person_name"
    DOCUMENT_KIND = "document_kind"
    AMOUNT = "amount"
    INTEGER = "integer"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"
    REGION = "region"
    ACTION = "action"


PERSON_TYPES = frozenset({FieldType.CITIZEN_ID, FieldType.PERSON_NAME, FieldType.DOCUMENT_KIND})
OPTION_TYPES = frozenset({FieldType.CHOICE, FieldType.CHOICES, FieldType.DOCUMENT_KIND, FieldType.ACTION})


class Secrecy(StrEnum):
    """Why a field is neither shared nor shown (Guizhou draft regulation, art. 4)."""

    STATE_SECRET = "state_secret"  # noqa: S105
    TRADE_SECRET = "trade_secret"  # noqa: S105
    PERSONAL_PRIVACY = "personal_privacy"


class Condition(Model):
    """True when the field holds any of the words."""

    field: FieldCode
    any_of: tuple[Words, ...] = Field(min_length=1)


class When(Model):
    """Required under a condition."""

    when: Condition


class CatalogueField(Model):
    """One column of an item; see the module's text for the keys."""

    code: FieldCode
    title: Bilingual
    type: FieldType
    required: Literal["always", "organisation", "person", "never"] | When
    options: tuple[Words, ...] = ()
    max_length: PositiveInt | None = None
    unit: Literal["ten_thousand_yuan", "yuan"] | None = None
    aliases: tuple[Words, ...] = ()
    empty_words: tuple[str, ...] | None = None
    not_future: bool = False
    not_before: FieldCode | None = None
    free_text: bool = False
    compare_amount_with: FieldCode | None = None
    never_shown: bool = False
    secrecy: Secrecy | None = None
    shown_on_order: Basis | None = None

    @model_validator(mode="after")
    def _fits_its_type(self) -> CatalogueField:
        if self.type in {FieldType.CHOICE, FieldType.CHOICES} and not self.options:
            raise ValueError("a choice needs its options")
        if self.options and self.type not in OPTION_TYPES:
            raise ValueError("options belong to choice, choices, document_kind and action")
        if self.unit is not None and self.type is not FieldType.AMOUNT:
            raise ValueError("a unit belongs to an amount")
        if self.type is FieldType.AMOUNT and self.unit is None:
            raise ValueError("an amount needs its unit")
        if self.shown_on_order and (self.type not in PERSON_TYPES or self.never_shown or self.secrecy):
            raise ValueError("shown_on_order belongs to a person column that nothing else forbids to show")
        return self

    @property
    def shown(self) -> bool:
        """False for what no public view ever shows: secrets, and person columns without an order."""
        if self.never_shown or self.secrecy is not None:
            return False
        return self.type not in PERSON_TYPES or self.shown_on_order is not None

    @property
    def references(self) -> tuple[str, ...]:
        """Codes of other fields that this one names."""
        when = (self.required.when.field,) if isinstance(self.required, When) else ()
        return (*when, *(code for code in (self.not_before, self.compare_amount_with) if code))

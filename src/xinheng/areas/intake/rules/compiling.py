"""From the fields of a catalogue item to the rules of their cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from xinheng.areas.intake.rules.cells import CellRule
from xinheng.areas.intake.rules.codes import CitizenIdRule, OldCodeRule, RegionRule, UsccRule
from xinheng.areas.intake.rules.dates import DateRule
from xinheng.areas.intake.rules.text import InstrumentRule, TextRule
from xinheng.areas.intake.rules.values import (
    AmountRule,
    IntegerRule,
    WordRule,
    WordsRule,
    action_rule,
    flag_rule,
)
from xinheng.areas.intake.terms import DEFAULT_MAX_LENGTH, EMPTY_WORDS, ZERO_WORDS
from xinheng.kernel.identifiers import instrument
from xinheng.kernel.identifiers.region import Regions
from xinheng.kernel.lawbook.meta import CatalogueField, CatalogueItem, FieldType

DATE_TYPES: Final = frozenset({FieldType.DATE, FieldType.END_DATE})
_NOUGHT_IS_A_VALUE: Final = frozenset({FieldType.AMOUNT, FieldType.INTEGER, FieldType.FLAG})

Maker = Callable[[CatalogueField, pl.Series], CellRule]


def empty_words(field: CatalogueField) -> pl.Series:
    """What stands for "nothing" in this column, the empty text included; never one of its own options."""
    words: tuple[str, ...] = EMPTY_WORDS if field.empty_words is None else field.empty_words
    if field.empty_words is None and field.type not in _NOUGHT_IS_A_VALUE:
        words = (*words, *ZERO_WORDS)
    return pl.Series(["", *(word for word in words if word not in field.options)], dtype=pl.String)


def date_rules(item: CatalogueItem, *, today: date) -> dict[str, DateRule]:
    """The rules of date columns, by field code."""
    limit = int(np.datetime64(today, "D").astype(np.int64))
    return {
        field.code: DateRule(
            empty_words=empty_words(field),
            ends=field.type is FieldType.END_DATE,
            not_after=limit if field.not_future or field.code == item.roles.decided_on else None,
        )
        for field in item.fields
        if field.type in DATE_TYPES
    }


def cell_rules(item: CatalogueItem, *, regions: Regions) -> dict[str, CellRule]:
    """The rules of all other columns, by field code."""
    makers = _makers(item, regions)
    return {
        field.code: makers[field.type](field, empty_words(field))
        for field in item.fields
        if field.type not in DATE_TYPES
    }


def _makers(item: CatalogueItem, regions: Regions) -> dict[FieldType, Maker]:
    return {
        FieldType.TEXT: lambda field, empty: TextRule(
            empty_words=empty,
            max_length=field.max_length or DEFAULT_MAX_LENGTH,
            holds_code=field.code in item.roles.subject_codes,
        ),
        FieldType.PERSON_NAME: _text,
        FieldType.DOCUMENT_KIND: _text,
        FieldType.INSTRUMENT: lambda field, empty: InstrumentRule(
            empty_words=empty, max_length=field.max_length or instrument.MAX_LENGTH
        ),
        FieldType.USCC: lambda field, empty: UsccRule(
            empty_words=empty,
            of_subject=field.code == item.roles.subject_uscc and field.required != "always",
        ),
        FieldType.ORGANISATION_CODE: lambda _, empty: OldCodeRule(empty_words=empty, organisation=True),
        FieldType.REGISTRATION_NUMBER: lambda _, empty: OldCodeRule(empty_words=empty, organisation=False),
        FieldType.CITIZEN_ID: lambda _, empty: CitizenIdRule(empty_words=empty),
        FieldType.AMOUNT: lambda field, empty: AmountRule(
            empty_words=empty, ten_thousand=field.unit == "ten_thousand_yuan"
        ),
        FieldType.INTEGER: lambda _, empty: IntegerRule(empty_words=empty),
        FieldType.CHOICE: lambda field, empty: WordRule(
            empty_words=empty, words={option: option for option in field.options}
        ),
        FieldType.CHOICES: lambda field, empty: WordsRule(empty_words=empty, options=field.options),
        FieldType.FLAG: lambda _, empty: flag_rule(empty),
        FieldType.ACTION: lambda _, empty: action_rule(empty),
        FieldType.REGION: lambda _, empty: RegionRule(empty_words=empty, regions=regions),
    }


def _text(field: CatalogueField, empty: pl.Series) -> CellRule:
    return TextRule(empty_words=empty, max_length=field.max_length or DEFAULT_MAX_LENGTH)

"""Who a row is about: exchanged columns, natural persons, organisations without a unified code."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from xinheng.areas.intake.rules.chunk import Chunk, Flags
from xinheng.areas.intake.rules.codes import CHINESE, is_legacy
from xinheng.areas.intake.rules.rows import Rows, empty_rows, filled_rows, scattered, true_rows
from xinheng.areas.intake.terms import (
    CITIZEN_DOCUMENT_WORDS,
    INDIVIDUAL_BUSINESS_WORDS,
    LEGACY_KIND_BY_SUFFIX,
    PERSON_WORDS,
    Severity,
)
from xinheng.kernel.identifiers import citizen_id, organisation_code, registration_number, uscc
from xinheng.kernel.lawbook.meta import CatalogueField, CatalogueItem, FieldType

_INDIVIDUAL_BUSINESS = "individual_business"


@dataclass(frozen=True, slots=True)
class LegacyCodes:
    """Codes of the old kind of subjects that have no unified code. String columns, null elsewhere."""

    code: pl.Series
    kind: pl.Series


def exchange_swapped(chunk: Chunk) -> None:
    """Where a name stands in the code column and a valid code in the name column, put both right.

    Only rows that hold no canonical code, the suspects of the code column, are looked at.
    """
    roles = chunk.item.roles
    pairs = (
        (roles.subject_name, roles.subject_uscc),
        (roles.organ_name, roles.organ_code),
        (roles.source_name, roles.source_code),
    )
    for name, code in pairs:
        if name is None or code is None or len(chunk.suspects.get(code, ())) == 0:
            continue
        named = chunk.suspects[code]
        named = named[true_rows(chunk.raw[code].gather(named).str.contains(CHINESE))]
        rows = named[true_rows(uscc.valid_column(chunk.raw[name].gather(named)))]
        if len(rows) == 0:
            continue
        chunk.object_("uscc.swapped", code, rows)
        codes, names = chunk.raw[name].gather(rows), chunk.raw[code].gather(rows)
        chunk.raw[name] = scattered(chunk.raw[name], rows, names)
        chunk.raw[code] = scattered(chunk.raw[code], rows, codes)


def persons(chunk: Chunk) -> Flags:
    """Which rows are about a natural person: by the kind stated; without such a column, by the document."""
    flags = np.zeros(chunk.height, dtype=np.bool_)
    kind = chunk.item.roles.subject_kind
    if kind is not None:
        for word in PERSON_WORDS:
            flags[true_rows(chunk.canonical[kind] == word)] = True
    elif chunk.item.about_persons:
        for field in chunk.item.fields:
            if field.type is FieldType.CITIZEN_ID and field.required == "person":
                flags[filled_rows(chunk.canonical[field.code])] = True
        flags[filled_rows(chunk.cells(chunk.item.roles.subject_uscc))] = False
    return flags


def check_persons(chunk: Chunk, person: Flags) -> None:
    """A natural person only with the number of an effective instrument, and never as an organisation."""
    roles = chunk.item.roles
    kind = roles.subject_kind or roles.subject_name
    if kind is not None and _INDIVIDUAL_BUSINESS not in chunk.item.subjects:
        words = chunk.canonical[kind].is_in(pl.Series(sorted(INDIVIDUAL_BUSINESS_WORDS)).implode())
        chunk.object_("subject.kind_not_allowed", kind, true_rows(words))
    rows = np.flatnonzero(person)
    if len(rows) == 0:
        return
    if not chunk.item.about_persons and kind is not None:
        chunk.object_("person.not_allowed", kind, rows)
        return
    if roles.instrument is not None:
        lacking = chunk.canonical[roles.instrument].gather(rows).is_null()
        chunk.object_("person.no_instrument", roles.instrument, rows[true_rows(lacking)])
    if roles.subject_uscc is not None:
        coded = chunk.canonical[roles.subject_uscc].gather(rows).is_not_null()
        chunk.object_("person.has_uscc", roles.subject_uscc, rows[true_rows(coded)])


def check_documents(chunk: Chunk) -> None:
    """Under a citizen's document, and where no document is named, the number must be a citizen id's.

    A wrong number of a person only mentioned is dropped with a note; that of the subject refuses the row.
    """
    for place, field in enumerate(chunk.item.fields):
        if field.type is not FieldType.CITIZEN_ID:
            continue
        # the others are numbers that are right as they stand
        rows = chunk.suspects[field.code]
        rows = rows[true_rows(chunk.canonical[field.code].gather(rows).is_not_null())]
        if len(rows) == 0:
            continue
        number = chunk.canonical[field.code].gather(rows)
        before = chunk.item.fields[place - 1] if place else None
        citizen = _citizen_document(chunk, before, rows)
        wrong = rows[true_rows(citizen & ~citizen_id.valid_column(number))]
        severity = Severity.NOTE if field.required == "never" else Severity.REJECT
        values = chunk.raw[field.code].gather(wrong)
        chunk.report.add("citizen_id.invalid", field.code, wrong, values, severity=severity)
        if len(wrong):
            empty = pl.Series([None] * len(wrong), dtype=pl.String)
            chunk.canonical[field.code] = scattered(chunk.canonical[field.code], wrong, empty)


def _citizen_document(chunk: Chunk, before: CatalogueField | None, rows: Rows) -> pl.Series:
    if before is None or before.type is not FieldType.DOCUMENT_KIND:
        return pl.Series([True]).new_from_index(0, len(rows))
    kind = chunk.canonical[before.code].gather(rows)
    return kind.is_null() | kind.is_in(pl.Series(sorted(CITIZEN_DOCUMENT_WORDS)).implode()).fill_null(
        value=False
    )


def check_organisations(chunk: Chunk, person: Flags) -> LegacyCodes:
    """Organisations without a unified code wait for their link; a name alone waits for a person."""
    field = chunk.item.roles.subject_uscc
    legacy = LegacyCodes(chunk.nothing(), chunk.nothing())
    if field is None:
        return legacy
    rows = empty_rows(chunk.canonical[field])
    rows = rows[~person[rows]]
    if len(rows) == 0:
        return legacy
    code, kind = _legacy_of(chunk, field, rows)
    open_ = ~np.isin(rows, chunk.report.barred(field))
    known = code.is_not_null().to_numpy()
    chunk.object_("subject.legacy_code", field, rows[open_ & known])
    if chunk.item.field(field).required == "organisation":
        named = chunk.cells(chunk.item.roles.subject_name).gather(rows).is_not_null().to_numpy()
        chunk.object_("subject.name_only", field, rows[open_ & ~known & named])
    return LegacyCodes(scattered(legacy.code, rows, code), scattered(legacy.kind, rows, kind))


def _legacy_of(chunk: Chunk, field: str, rows: Rows) -> tuple[pl.Series, pl.Series]:
    sent = uscc.compact_column(chunk.raw[field].gather(rows))
    code = sent.set(~is_legacy(sent).fill_null(value=False), None)
    kind = code.str.len_bytes().replace_strict(
        {registration_number.WIDTH: "registration_number"},
        default="organisation_code",
        return_dtype=pl.String,
    )
    code = code.str.replace_all("-", "", literal=True)
    kind = kind.set(code.is_null(), None)
    for each in chunk.item.roles.subject_codes:
        if chunk.canonical[each].null_count() == chunk.height:
            continue
        told = legacy_kind(chunk.item.field(each))
        value = _usable(chunk.canonical[each].gather(rows), told)
        take = code.is_null() & value.is_not_null()
        code = code.zip_with(~take, value)
        kind = kind.set(take, told)
    return code, kind


def legacy_kind(field: CatalogueField) -> str:
    """What kind of old code a field holds: by its type, else by the ending of the national field code."""
    if field.type in {FieldType.REGISTRATION_NUMBER, FieldType.ORGANISATION_CODE}:
        return field.type.value
    return LEGACY_KIND_BY_SUFFIX.get(field.code.rsplit("_", 1)[-1], field.code)


def _usable(value: pl.Series, kind: str) -> pl.Series:
    if kind == FieldType.REGISTRATION_NUMBER:
        return value.set(~registration_number.valid_column(value).fill_null(value=True), None)
    if kind == FieldType.ORGANISATION_CODE:
        return value.set(~organisation_code.valid_column(value).fill_null(value=True), None)
    return value


def person_document(item: CatalogueItem) -> str | None:
    """The field that holds the document number of a subject who is a natural person."""
    for field in item.fields:
        if field.type is FieldType.CITIZEN_ID and field.required == "person":
            return field.code
    return None

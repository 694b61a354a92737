"""The rules as Polars expressions, for the yardsticks that take expressions; null is left to the required columns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import polars as pl

from bench.sides import rules
from xinheng.kernel import forbidden
from xinheng.kernel.identifiers import citizen_id, instrument, organisation_code, registration_number, uscc

Condition = Callable[[str], pl.Expr]
Columnar = Callable[[pl.Series], pl.Series]

NUMBERS: dict[str, Columnar] = {
    **dict.fromkeys(rules.USCCS, uscc.valid_column),
    **dict.fromkeys(rules.ORGANISATION_CODES, organisation_code.valid_column),
    **dict.fromkeys(rules.REGISTRATION_NUMBERS, registration_number.valid_column),
    **dict.fromkeys(rules.CITIZEN_IDS, citizen_id.valid_column),
    **dict.fromkeys(rules.INSTRUMENTS, instrument.valid_column),
}
"""Check characters are computed columnar, by the platform's own kernel, on every side."""


def not_forbidden(texts: pl.Series) -> pl.Series:
    """No statement of a forbidden kind, by the kernel's one search."""
    return ~forbidden.forbidden_column(texts)


def of_column(name: str) -> list[Condition]:
    """What holds of each value of one column, beside its choices and its length."""
    conditions: list[Condition] = []
    if name in rules.REQUIRED:
        conditions.append(_not_an_empty_word)
    if name in NUMBERS:
        conditions.append(partial(_columnar, judge=NUMBERS[name]))
    if name in rules.DATES or name == rules.END:
        conditions.append(_date)
    if name == rules.NOT_FUTURE:
        conditions.append(_not_future)
    if name in rules.TEXTS:
        conditions += [partial(_without, pattern=pattern) for pattern in rules.NOT_IN_TEXTS.values()]
        conditions.append(partial(_columnar, judge=not_forbidden))
    return conditions


def across_columns() -> dict[str, pl.Expr]:
    """What holds between the columns of a row."""
    person = pl.col(rules.SUBJECT_KIND) == rules.PERSON
    organisations = {
        f"organisation_{name}": person | pl.col(name).is_not_null()
        for name in rules.REQUIRED_OF_ORGANISATIONS
    }
    persons = {f"person_{name}": ~person | pl.col(name).is_not_null() for name in rules.REQUIRED_OF_PERSONS}
    end, begin = _day(rules.END), _day(rules.BEGIN)
    alone = ~person | pl.col(rules.USCCS[0]).is_null()
    return {
        **organisations,
        **persons,
        "person_has_no_code": alone,
        "order": end.is_null() | begin.is_null() | (end >= begin),
    }


def _not_an_empty_word(name: str) -> pl.Expr:
    return ~pl.col(name).str.strip_chars().is_in(list(rules.EMPTY_WORDS))


def _columnar(name: str, *, judge: Columnar) -> pl.Expr:
    return pl.col(name).map_batches(judge, return_dtype=pl.Boolean).fill_null(True)


def _day(name: str) -> pl.Expr:
    return pl.col(name).str.to_date("%Y-%m-%d", strict=False)


def _date(name: str) -> pl.Expr:
    readable = _day(name).is_not_null() | pl.col(name).is_null()
    return readable | (pl.col(name) == rules.NO_END) if name == rules.END else readable


def _not_future(name: str) -> pl.Expr:
    return (_day(name) <= rules.TODAY).fill_null(True)


def _without(name: str, *, pattern: str) -> pl.Expr:
    return ~pl.col(name).str.contains(pattern).fill_null(False)

"""Cells that hold a code: USCC, codes of the old kind, citizen ids, regions."""

from __future__ import annotations

from typing import Final

import polars as pl

from xinheng.areas.intake.rules.cells import Fault, SecondLook
from xinheng.areas.intake.rules.rows import Rows, true_rows
from xinheng.areas.intake.rules.text import tidy, without_empty_words
from xinheng.areas.intake.terms import Severity
from xinheng.kernel.identifiers import citizen_id, organisation_code, region, registration_number, uscc

CHINESE: Final = r"[\x{3400}-\x{9fff}]"
_PLACEHOLDER: Final = r"^(?:0{15,18}|0{17}[0-9A-Z]|1{18}|9{18}|X{18})$"
_FOREIGN_LETTERS: Final = "[IOZSV]"


class UsccRule:
    """Unified social credit codes. A code of the old kind in the column of a subject waits for its link."""

    def __init__(self, *, empty_words: pl.Series, of_subject: bool) -> None:
        self._empty_words = empty_words
        self._of_subject = of_subject

    def suspects(self, raw: pl.Series) -> Rows:
        """Rows that are no valid code in canonical form."""
        return true_rows(~uscc.exact_column(raw))

    def second_look(self, part: pl.Series) -> SecondLook:
        """Repair case, width and spaces; name what is wrong with the rest."""
        clean, faults = tidy(part)
        clean = without_empty_words(clean, self._empty_words)
        code = uscc.compact_column(clean)
        valid = uscc.valid_column(code)
        wrong = _first_that_applies(
            ~valid,
            {
                "uscc.placeholder": is_placeholder(code),
                "uscc.legacy_code": is_legacy(code),
                "uscc.name_in_code": code.str.contains(CHINESE),
                "uscc.letters": (code.str.len_bytes() == uscc.WIDTH) & code.str.contains(_FOREIGN_LETTERS),
                "uscc.check_character": code.str.contains(f"^[0-9A-Z][0-9]{{7}}[{uscc.ALPHABET}]{{10}}$"),
                "uscc.shape": ~valid,
            },
        )
        waiting = ("uscc.placeholder", "uscc.legacy_code") if self._of_subject else ()
        found = tuple(
            Fault(rule, at, Severity.PEND if rule in waiting else None) for rule, at in wrong.items()
        )
        repaired = Fault("uscc.repaired", valid & (code != part))
        return SecondLook(code.set((~valid).fill_null(value=False), None), (*faults, repaired, *found))


def is_placeholder(code: pl.Series) -> pl.Series:
    """Compact codes that stand for "none": one character repeated over the organisation's part."""
    return uscc.placeholder_column(code) | code.str.contains(_PLACEHOLDER)


def is_legacy(code: pl.Series) -> pl.Series:
    """Compact codes in the form of a registration number or an organisation code."""
    return code.str.contains("^[0-9]{15}$") | (
        code.str.contains("^[0-9A-Z]{8}-?[0-9X]$")
        & organisation_code.valid_column(code).fill_null(value=False)
    )


def _first_that_applies(open_: pl.Series, tests: dict[str, pl.Series]) -> dict[str, pl.Series]:
    """For each test the rows where it is the first to hold; rows that are null or not open take no part."""
    left = open_.fill_null(value=False)
    found = {}
    for rule, holds in tests.items():
        found[rule] = left & holds.fill_null(value=False)
        left &= ~found[rule]
    return found


class OldCodeRule:
    """Registration numbers and organisation codes: kept as sent when they fail their check, with a note."""

    def __init__(self, *, empty_words: pl.Series, organisation: bool) -> None:
        self._empty_words = empty_words
        self._number = organisation_code if organisation else registration_number

    def suspects(self, raw: pl.Series) -> Rows:
        """Rows that are not canonical, or fail their check."""
        good = self._number.valid_column(raw) & (self._number.compact_column(raw) == raw)
        return true_rows(~good)

    def second_look(self, part: pl.Series) -> SecondLook:
        """Compact form; a unified code in the column is no fault."""
        clean, faults = tidy(part)
        code = self._number.compact_column(without_empty_words(clean, self._empty_words))
        good = self._number.valid_column(code) | uscc.valid_column(code)
        return SecondLook(code.str.head(64), (*faults, Fault("legacy.invalid", ~good)))


class CitizenIdRule:
    """Numbers of persons' documents. Which document it is, and so whether the number must be a citizen id's,
    is judged where the row is at hand."""

    def __init__(self, *, empty_words: pl.Series) -> None:
        self._empty_words = empty_words

    def suspects(self, raw: pl.Series) -> Rows:
        """Rows that are no valid citizen id number of 18 characters in canonical form."""
        good = citizen_id.valid_column(raw) & (citizen_id.compact_column(raw) == raw)
        return true_rows(~good)

    def second_look(self, part: pl.Series) -> SecondLook:
        """Compact form."""
        clean, faults = tidy(part)
        code = citizen_id.compact_column(without_empty_words(clean, self._empty_words))
        too_long = code.str.len_bytes() > 64
        return SecondLook(
            code.set(too_long.fill_null(value=False), None), (*faults, Fault("cell.too_long", too_long))
        )


class RegionRule:
    """Region codes: historic ones become today's. Codes of provinces not in the table stay as they are."""

    def __init__(self, *, empty_words: pl.Series, regions: region.Regions) -> None:
        self._empty_words = empty_words
        self._regions = regions
        self._provinces = pl.Series(sorted({each.code[:2] for each in regions.all()}), dtype=pl.String)

    def suspects(self, raw: pl.Series) -> Rows:
        """Rows that are not today's code of a region in the table."""
        return true_rows(
            (self._regions.current_column(raw) == raw).fill_null(value=False).not_() & raw.is_not_null()
        )

    def second_look(self, part: pl.Series) -> SecondLook:
        """Cut codes of towns and villages (9 or 12 digits) down to their county; follow the changes."""
        clean, faults = tidy(part)
        code = region.compact_column(without_empty_words(clean, self._empty_words))
        shaped = code.str.contains("^[1-8][0-9]{5}(?:[0-9]{3}|[0-9]{6})?$")
        county = code.str.head(6)
        current = self._regions.current_column(county)
        abroad = shaped & ~county.str.head(2).is_in(self._provinces.implode())
        unknown = ~shaped | (current.is_null() & ~abroad)
        result = current.zip_with(~abroad.fill_null(value=False), county)
        return SecondLook(
            result.set(unknown.fill_null(value=False), None),
            (*faults, Fault("region.unknown", unknown), Fault("region.historic", current != county)),
        )

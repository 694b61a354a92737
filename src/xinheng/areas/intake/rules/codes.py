"""Cells that hold a code: USCC, codes of the old kind, citizen ids, regions."""

from __future__ import annotations

from string import ascii_uppercase, digits
from typing import Final

import polars as pl

from xinheng.areas.intake.rules.cells import Fault, SecondLook
from xinheng.areas.intake.rules.rows import Rows, true_rows
from xinheng.areas.intake.rules.text import tidy
from xinheng.areas.intake.terms import Severity
from xinheng.kernel.identifiers import citizen_id, organisation_code, region, registration_number, uscc
from xinheng.kernel.identifiers.columns import rework

CHINESE: Final = r"[\x{3400}-\x{9fff}]"
# noughts all through, or one character repeated over the organisation's part
_PLACEHOLDER: Final = (
    "^(?:0{15,18}|.{8}(?:" + "|".join(f"{each}{{9}}" for each in digits + ascii_uppercase) + ").)$"
)
_FOREIGN_LETTERS: Final = "[IOZSV]"
_SHAPE: Final = f"^[0-9A-Z][0-9]{{7}}[{uscc.ALPHABET}]{{10}}$"


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
        clean, faults = tidy(part, self._empty_words)
        code = uscc.compact_column(clean)
        valid = uscc.valid_column(code)
        wrong = _what_is_wrong(code, valid)
        waiting = ("uscc.placeholder", "uscc.legacy_code") if self._of_subject else ()
        found = tuple(
            Fault(rule, wrong == rule, Severity.PEND if rule in waiting else None)
            for rule in wrong.drop_nulls().unique()
        )
        repaired = Fault("uscc.repaired", valid & (code != part))
        return SecondLook(code.set((~valid).fill_null(value=False), None), (*faults, repaired, *found))


def _what_is_wrong(code: pl.Series, valid: pl.Series) -> pl.Series:
    """The rule that a compact code breaks, of several the most telling; null for valid and empty ones."""
    cell = pl.col("code")
    rule = (
        pl.when(pl.col("valid"))
        .then(None)
        .when(cell.str.contains(_PLACEHOLDER))
        .then(pl.lit("uscc.placeholder"))
        .when(pl.col("legacy"))
        .then(pl.lit("uscc.legacy_code"))
        .when(cell.str.contains(CHINESE))
        .then(pl.lit("uscc.name_in_code"))
        .when((cell.str.len_bytes() == uscc.WIDTH) & cell.str.contains(_FOREIGN_LETTERS))
        .then(pl.lit("uscc.letters"))
        .when(cell.str.contains(_SHAPE))
        .then(pl.lit("uscc.check_character"))
        .when(cell.is_not_null())
        .then(pl.lit("uscc.shape"))
    )
    table = pl.DataFrame([code.alias("code"), valid.alias("valid"), is_legacy(code).alias("legacy")])
    return table.select(rule=rule)["rule"]


def is_legacy(code: pl.Series) -> pl.Series:
    """Compact codes in the form of a registration number or an organisation code; null on null."""
    shaped = code.str.contains("^[0-9A-Z]{8}-?[0-9X]$")
    nine = rework(code, needed=shaped, change=organisation_code.valid_column, otherwise=shaped)
    return code.str.contains("^[0-9]{15}$") | nine


class OldCodeRule:
    """Registration numbers and organisation codes: kept as sent when they fail their check, with a note."""

    def __init__(self, *, empty_words: pl.Series, organisation: bool) -> None:
        self._empty_words = empty_words
        self._number = organisation_code if organisation else registration_number

    def suspects(self, raw: pl.Series) -> Rows:
        """Rows that are not canonical, or fail their check."""
        return true_rows(~self._number.exact_column(raw))

    def second_look(self, part: pl.Series) -> SecondLook:
        """Compact form; a unified code in the column is no fault."""
        clean, faults = tidy(part, self._empty_words)
        code = self._number.compact_column(clean)
        good = self._number.valid_column(code) | uscc.valid_column(code)
        return SecondLook(code.str.head(64), (*faults, Fault("legacy.invalid", ~good)))


class CitizenIdRule:
    """Numbers of persons' documents. Which document it is, and so whether the number must be a citizen id's,
    is judged where the row is at hand."""

    def __init__(self, *, empty_words: pl.Series) -> None:
        self._empty_words = empty_words

    def suspects(self, raw: pl.Series) -> Rows:
        """Rows that are no valid citizen id number in canonical form."""
        return true_rows(~citizen_id.exact_column(raw))

    def second_look(self, part: pl.Series) -> SecondLook:
        """Compact form."""
        clean, faults = tidy(part, self._empty_words)
        code = citizen_id.compact_column(clean)
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
        clean, faults = tidy(part, self._empty_words)
        code = region.compact_column(clean)
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

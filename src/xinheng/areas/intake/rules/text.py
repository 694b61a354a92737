"""Text cells: cleaned of what is no text, citizen ids masked, forbidden kinds of data refused."""

from __future__ import annotations

from typing import Final

import polars as pl

from xinheng.areas.intake.rules import scan
from xinheng.areas.intake.rules.cells import Fault, SecondLook
from xinheng.areas.intake.rules.rows import Rows, true_rows
from xinheng.kernel import forbidden
from xinheng.kernel.identifiers import citizen_id, in_text, instrument

_BREAKS: Final = r"[\t\n\x0b\x0c\r]+"
_CONTROL: Final = r"[\x00-\x1f]"
_TAG: Final = r"(?is)<(?:script|style)\b.*?</(?:script|style)\s*>|<!--.*?-->|</?[a-z][^<>]*>"
# how most numbers of instruments look; canonical as they stand
_USUAL_NUMBER: Final = r"^[\x{4e00}-\x{9fff}]{2,40}〔[0-9]{4}〕[0-9]{1,10}号$"


def tidy(part: pl.Series, empty_words: pl.Series) -> tuple[pl.Series, tuple[Fault, ...]]:
    """Cells on one line, without control characters, tags and blank ends, and what was removed.

    Empty cells and those that hold an empty word become null.
    """
    line = part.str.replace_all(_BREAKS, " ")
    text = line.str.replace_all(_CONTROL, "")
    # a space in the place of a tag, so that no new one grows together
    bare = text.str.replace_all(_TAG, " ")
    clean = bare.str.strip_chars(scan.EDGES)
    faults = (Fault("cell.control", text != line), Fault("cell.html", bare != text))
    return clean.set(clean.is_in(empty_words.implode()), None), faults


class TextRule:
    """Free or short text, names of persons included. `max_length` in characters.

    `holds_code`: the column is meant for an earlier code of an organisation, whose fifteen digits may look like
    a citizen id of the old kind; only longer cells are masked there (an individual business's tax number is
    its owner's citizen id).
    """

    def __init__(self, *, empty_words: pl.Series, max_length: int, holds_code: bool = False) -> None:
        self._empty_words = empty_words
        self._max_length = max_length
        self._holds_code = holds_code

    def suspects(self, raw: pl.Series) -> Rows:
        """Rows that are empty in words, overlong, unclean, or hold many digits or a forbidden statement."""
        return scan.suspects(raw, empty_words=self._empty_words, max_length=self._max_length)

    def second_look(self, part: pl.Series) -> SecondLook:
        """Tidy; then refuse, shorten to nothing, or mask."""
        clean, faults = tidy(part, self._empty_words)
        refused = forbidden.forbidden_column(part) | forbidden.forbidden_column(clean)
        too_long = clean.str.len_chars() > self._max_length
        formula = clean.str.contains(r"^[=+\-@]")
        if refused.any() or too_long.any():
            clean = clean.set((refused | too_long).fill_null(value=False), None)
        masked = in_text.mask_column(clean)
        if self._holds_code:
            masked = masked.zip_with(clean.str.len_bytes() > citizen_id.LEGACY_WIDTH, clean)
        return SecondLook(
            masked,
            (
                *faults,
                Fault("cell.formula", formula),
                Fault("cell.too_long", too_long),
                Fault("forbidden.kind", refused),
                Fault("citizen_id.in_text", masked != clean),
            ),
        )


class InstrumentRule:
    """Numbers of instruments, in their canonical form."""

    def __init__(self, *, empty_words: pl.Series, max_length: int) -> None:
        self._empty_words = empty_words
        self._max_length = max_length

    def suspects(self, raw: pl.Series) -> Rows:
        """Rows that are not canonical, too long, empty in words or without a digit."""
        rows = true_rows(~raw.str.contains(_USUAL_NUMBER) | (raw.str.len_bytes() > self._max_length))
        if len(rows) == 0:
            return rows
        part = raw.gather(rows)
        odd = (instrument.canonical_column(part) != part) | part.is_in(self._empty_words.implode())
        odd |= part.str.contains(_CONTROL) | ~part.str.contains("[0-9]")
        odd |= part.str.len_bytes() > self._max_length
        return rows[true_rows(odd)]

    def second_look(self, part: pl.Series) -> SecondLook:
        """Canonical form; refuse what can be no number of an instrument."""
        clean, faults = tidy(part, self._empty_words)
        canonical = instrument.canonical_column(clean)
        too_long = canonical.str.len_chars() > self._max_length
        invalid = ~canonical.str.contains("[0-9]") & ~too_long
        canonical = canonical.set((too_long | invalid).fill_null(value=False), None)
        return SecondLook(
            canonical, (*faults, Fault("cell.too_long", too_long), Fault("instrument.invalid", invalid))
        )

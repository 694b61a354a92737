"""Cells that hold an amount, a whole number, a word out of a list, yes or no, or an action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from xinheng.areas.intake.rules.cells import Fault, SecondLook
from xinheng.areas.intake.rules.rows import Rows, true_rows
from xinheng.areas.intake.rules.text import tidy
from xinheng.areas.intake.terms import ACTION_WORDS, NO_WORDS, YES_WORDS
from xinheng.kernel.identifiers import normalise

_CANONICAL_AMOUNT: Final = r"^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{0,5}[1-9])?$"
_NUMBER: Final = r"^([+-]?)0*([0-9]*)(?:\.([0-9]*?)0*)?$"
_FLOAT: Final = r"^[+-]?[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]{1,2}$|\.[0-9]{9,}$"
_UNITS: Final = r"^(.*?)(万元|元|万)(?:整|人民币)?$"
_DECIMALS: Final = 6
_TEN_THOUSAND_PLACES: Final = 4
_SEPARATORS: Final = r"[,，;；、/|\s]+"


class AmountRule:
    """Amounts of money as decimal text without trailing noughts. A unit in the cell converts it."""

    def __init__(self, *, empty_words: pl.Series, ten_thousand: bool) -> None:
        self._empty_words = empty_words
        # by how many places the point moves for a unit written in the cell
        down = -_TEN_THOUSAND_PLACES if ten_thousand else 0
        self._places = {"元": down, "万元": down + _TEN_THOUSAND_PLACES, "万": down + _TEN_THOUSAND_PLACES}

    def suspects(self, raw: pl.Series) -> Rows:
        """Rows that are no canonical decimal."""
        return true_rows(~raw.str.contains(_CANONICAL_AMOUNT))

    def second_look(self, part: pl.Series) -> SecondLook:
        """Read separators, units and exponents; refuse what is no amount."""
        clean, faults = tidy(part, self._empty_words)
        folded = normalise.fold_column(clean).str.replace_all(r"^(?:人民币|RMB|[¥￥])|,", "")
        groups = folded.str.extract_groups(_UNITS).struct.unnest()
        unit = groups["2"]
        number = groups["1"].zip_with(unit.is_not_null(), folded)
        written = number.str.contains(r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?$")
        number = self._in_unit_of_column(_plain(number.set((~written).fill_null(value=False), None)), unit)
        negative = number.str.starts_with("-")
        precise = number.str.contains(rf"\.[0-9]{{{_DECIMALS + 1}}}")
        refused = (negative | precise).fill_null(value=False)
        converted = unit.is_not_null() & written & ~refused
        return SecondLook(
            number.set(refused, None).alias(part.name),
            (
                *faults,
                Fault("amount.not_a_number", ~written),
                Fault("amount.negative", negative),
                Fault("amount.too_precise", precise & ~negative),
                Fault("amount.unit_written", converted),
            ),
        )

    def _in_unit_of_column(self, number: pl.Series, unit: pl.Series) -> pl.Series:
        places = unit.replace_strict(self._places, default=0, return_dtype=pl.Int8)
        rows = true_rows((places != 0) & number.is_not_null())
        moved = [
            _shift(value, by) for value, by in zip(number.gather(rows), places.gather(rows), strict=True)
        ]
        return number.clone().scatter(rows, pl.Series(moved, dtype=pl.String)) if moved else number


def _plain(number: pl.Series) -> pl.Series:
    """Decimal text without sign +, leading and trailing noughts; floats of spreadsheets at their intent."""
    floats = number.str.contains(_FLOAT).fill_null(value=False)
    rows = floats.arg_true()
    if len(rows):
        text = [
            f"{float(value):.6f}" if abs(float(value)) >= 1e-6 else value for value in number.gather(rows)
        ]
        number = number.clone().scatter(rows, pl.Series(text, dtype=pl.String))
    groups = number.str.extract_groups(_NUMBER).struct.unnest()
    whole = groups["2"].set((groups["2"] == "").fill_null(value=False), "0")
    fraction = groups["3"].fill_null("")
    sign = groups["1"].str.replace("+", "", literal=True)
    point = pl.Series(["."], dtype=pl.String).new_from_index(0, len(number)).set(fraction == "", "")
    return sign + whole + point + fraction


def _shift(value: str, places: int) -> str:
    """The decimal text times 10 to the power of `places`."""
    sign, digits = ("-", value[1:]) if value.startswith("-") else ("", value)
    whole, _, fraction = digits.partition(".")
    if places > 0:
        whole, fraction = whole + fraction[:places].ljust(places, "0"), fraction[places:]
    elif places < 0:
        padded = whole.rjust(1 - places, "0")
        whole, fraction = padded[:places], padded[places:] + fraction
    whole = whole.lstrip("0") or "0"
    fraction = fraction.rstrip("0")
    return f"{sign}{whole}.{fraction}" if fraction else sign + whole


class IntegerRule:
    """Whole numbers, not negative."""

    def __init__(self, *, empty_words: pl.Series) -> None:
        self._empty_words = empty_words

    def suspects(self, raw: pl.Series) -> Rows:
        """Rows that are no canonical whole number."""
        return true_rows(~raw.str.contains("^(?:0|[1-9][0-9]{0,17})$"))

    def second_look(self, part: pl.Series) -> SecondLook:
        """Read separators and `12.0`."""
        clean, faults = tidy(part, self._empty_words)
        folded = normalise.fold_column(clean)
        number = folded.str.replace_all(",", "", literal=True).str.replace(r"\.0+$", "")
        good = number.str.contains("^[0-9]{1,18}$")
        canonical = number.set((~good).fill_null(value=False), None).str.replace("^0+([0-9])", "$1")
        return SecondLook(canonical, (*faults, Fault("amount.not_a_number", ~good)))


class WordRule:
    """One word out of a list; `words` maps every accepted writing to the canonical word."""

    def __init__(
        self, *, empty_words: pl.Series, words: Mapping[str, str], unknown: str = "choice.unknown"
    ) -> None:
        self._unknown = unknown
        self._empty_words = empty_words.filter(
            ~empty_words.is_in(pl.Series(list(words), dtype=pl.String).implode())
        )
        self._canonical = tuple(dict.fromkeys(words.values()))
        self._words = {normalise.code(written): word for written, word in words.items()}

    def suspects(self, raw: pl.Series) -> Rows:
        """Rows that are none of the canonical words."""
        # a chain of comparisons is faster than is_in on short lists
        known = raw == self._canonical[0]
        for word in self._canonical[1:]:
            known |= raw == word
        return true_rows(~known)

    def second_look(self, part: pl.Series) -> SecondLook:
        """Fold width, case and spaces; 其他-… is 其他 with an explanation and stays whole."""
        clean, faults = tidy(part, self._empty_words)
        return SecondLook(*self._looked_up(clean, faults))

    def _looked_up(self, clean: pl.Series, faults: tuple[Fault, ...]) -> tuple[pl.Series, tuple[Fault, ...]]:
        word = normalise.code_column(clean).replace_strict(self._words, default=None, return_dtype=pl.String)
        if "其他" in self._canonical:
            word = word.zip_with(word.is_not_null(), clean.set(~explained(clean), None))
        unknown = word.is_null() & clean.is_not_null()
        return word.alias(clean.name), (*faults, Fault(self._unknown, unknown))


def explained(clean: pl.Series) -> pl.Series:
    """Cells like 其他-没收专用工具."""
    return clean.str.contains(r"^其他[-－—:：].{1,100}$").fill_null(value=False)


class WordsRule:
    """Several words out of a list. Canonical: in the order of the list, joined by 、."""

    def __init__(self, *, empty_words: pl.Series, options: Sequence[str]) -> None:
        self._one = WordRule(empty_words=empty_words, words={option: option for option in options})
        self._options = tuple(options)
        self._empty_words = empty_words
        self._order = {option: place for place, option in enumerate(options)}

    def suspects(self, raw: pl.Series) -> Rows:
        """Rows that are not a single canonical word."""
        return self._one.suspects(raw)

    def second_look(self, part: pl.Series) -> SecondLook:
        """Split at any separator; one judgement for each distinct cell."""
        clean, faults = tidy(part, self._empty_words)
        cells = clean.drop_nulls().unique()
        lists = {cell: self._words_of(cell) for cell in cells}
        word = clean.replace_strict(lists, default=None, return_dtype=pl.String) if lists else clean
        unknown = word.is_null() & clean.is_not_null()
        return SecondLook(word.alias(part.name), (*faults, Fault("choice.unknown", unknown)))

    def _words_of(self, cell: str) -> str | None:
        pieces = pl.Series([cell]).str.replace_all(_SEPARATORS, "、").str.split("、").explode()
        pieces = pieces.filter(pieces != "").unique(maintain_order=True)
        words = self._one.second_look(pieces).canonical
        if len(words) == 0 or words.null_count():
            return None
        return "、".join(sorted(words, key=lambda word: (self._order.get(word, len(self._order)), word)))


def flag_rule(empty_words: pl.Series) -> WordRule:
    """Yes and no, canonical 1 and 0."""
    words = dict.fromkeys(YES_WORDS, "1") | dict.fromkeys(NO_WORDS, "0")
    return WordRule(empty_words=empty_words, words=words)


def action_rule(empty_words: pl.Series) -> WordRule:
    """What to do with the record."""
    return WordRule(empty_words=empty_words, words=ACTION_WORDS, unknown="action.unknown")

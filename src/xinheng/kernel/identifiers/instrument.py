"""Numbers of instruments (文书号): one number, one canonical form.

`黔市监罚字〔2023〕12号` arrives with 〔〕 [] () 【】 （） ［］ 〖〗 around the year, with full-width digits
and with spaces. The canonical form has half-width digits and letters, no spaces, 〔〕 around a four-digit
year and （） around anything else. Leading zeros, 第 and the case of letters are left: they may tell numbers
apart. Callers keep the original.

>>> canonical('黔市监罚字[２０２３] 12 号')
'黔市监罚字〔2023〕12号'
>>> canonical('黔市监（花溪）罚字(2023)第012号')
'黔市监（花溪）罚字〔2023〕第012号'
"""

import re
from typing import Final

import polars as pl
from stdnum.exceptions import InvalidFormat, InvalidLength, ValidationError

from xinheng.kernel.identifiers import normalise
from xinheng.kernel.identifiers.columns import replaced, rework

MAX_LENGTH: Final = 128
_BRACKETS: Final = dict.fromkeys("〔[(【〖〈<", "（") | dict.fromkeys("〕])】〗〉>", "）")
_FOLDED: Final = {old: _BRACKETS.get(new, new) for old, new in normalise.FOLDED.items()} | _BRACKETS
_TABLE: Final = str.maketrans(_FOLDED)
_YEAR: Final = re.compile("（([0-9]{4})）")
# canonical already: no space, no full-width form, no bracket but 〔year〕 (the remaining rows are reworked)
_DONE: Final = (
    "^(?:[^\\s\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x1c-\x1f\x85\uff01-\uff5e"
    "〔〕\\[\\]()【】〖〗〈〉<>]|〔[0-9]{4}〕)*$"
)


def canonical(text: str) -> str:
    """The canonical form of an instrument number; any text has one, also one that is no number."""
    return _YEAR.sub(r"〔\1〕", text.translate(_TABLE))


def compact(text: str) -> str:
    """The canonical form, under the name all number modules share."""
    return canonical(text)


def validate(text: str) -> str:
    """The canonical form; raises `InvalidLength` (empty, overlong) or `InvalidFormat` (no digit in it)."""
    number = canonical(text)
    if not 0 < len(number) <= MAX_LENGTH:
        raise InvalidLength()
    if not any(character in "0123456789" for character in number):
        raise InvalidFormat()
    return number


def is_valid(text: str) -> bool:
    """Whether the text can be an instrument number: it holds a digit and has a bearable length."""
    try:
        validate(text)
    except ValidationError:
        return False
    return True


def canonical_column(series: pl.Series) -> pl.Series:
    """`canonical` for a String column; one scan, and the work on rows that are not canonical yet."""
    needed = ~series.str.contains(_DONE)
    return rework(series, needed=needed, change=_canonical)


def _canonical(part: pl.Series) -> pl.Series:
    return replaced(part, _FOLDED).str.replace_all(_YEAR.pattern, "〔${1}〕")


def compact_column(series: pl.Series) -> pl.Series:
    """`compact` for a String column."""
    return canonical_column(series)


def valid_column(series: pl.Series) -> pl.Series:
    """`is_valid` for a String column; null on null."""
    number = canonical_column(series)
    return number.str.len_chars().is_between(1, MAX_LENGTH) & number.str.contains("[0-9]")

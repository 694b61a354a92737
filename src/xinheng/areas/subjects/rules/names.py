"""Names of organisations: the form that is compared, and the trade name (字号) in front."""

import re
from collections.abc import Iterable

import polars as pl

from xinheng.kernel.identifiers import normalise

# Longest first: the ending of 黔东南苗族侗族自治州 is 苗族侗族自治州 and not 州.
_REGION_ENDING = re.compile(r"((?:[\u4e00-\u9fff]{1,3}族)*自治[州县区]|特区|新区|地区|[省市州县区])$")


def comparable(name: str) -> str:
    """The form in which names are compared and searched: half width, no spaces, upper case.

    >>> comparable(" 贵州ａｂｃ（集团）有限公司 ")
    '贵州ABC(集团)有限公司'
    """
    return normalise.code(name)


def comparable_column(names: pl.Series) -> pl.Series:
    """`comparable` for a String column; null on null."""
    return normalise.code_column(names)


def region_words(names: Iterable[str]) -> tuple[str, ...]:
    """What a name may begin with to say where it is: regions in full and without their ending.

    >>> region_words(["贵州省", "黔东南苗族侗族自治州"])
    ('黔东南苗族侗族自治州', '贵州省', '黔东南', '贵州')
    """
    words = {form for name in names for form in (name, _REGION_ENDING.sub("", name)) if len(form) >= 2}
    return tuple(sorted(words, key=lambda word: (-len(word), word), reverse=False))


def trade_name_column(comparables: pl.Series, *, words: tuple[str, ...]) -> pl.Series:
    """Comparable names without the regions they begin with; a name of nothing else stays whole.

    贵州省贵阳市黔信科技有限公司 becomes 黔信科技有限公司: what people type first.
    """
    if not words:
        return comparables
    lead = "^(?:" + "|".join(re.escape(word) for word in words) + ")+"
    stripped = comparables.str.replace(lead, "")
    return pl.select(pl.when(stripped == "").then(comparables).otherwise(stripped)).to_series().alias("trade")

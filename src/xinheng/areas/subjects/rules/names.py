"""Names of organisations: the form that is compared, and the trade name (字号) in front."""

import re
from collections.abc import Iterable

import polars as pl

from xinheng.kernel.identifiers import normalise

_PEOPLES = """
    阿昌 白 保安 布朗 布依 朝鲜 傣 达斡尔 德昂 东乡 侗 独龙 鄂伦春 俄罗斯 鄂温克 高山 仡佬 哈尼 哈萨克 赫哲 回
    基诺 京 景颇 柯尔克孜 拉祜 黎 傈僳 珞巴 满 毛南 门巴 蒙古 苗 仫佬 纳西 怒 普米 羌 撒拉 畲 水 塔吉克 塔塔尔
    土家 土 佤 维吾尔 乌孜别克 锡伯 瑶 彝 裕固 藏 壮
""".split()  # noqa: SIM905 (a list of 55 literals would be a page)
# 务川仡佬族苗族自治县 ends with 仡佬族苗族自治县, not with 县
_REGION_ENDING = re.compile(
    rf"((?:(?:{'|'.join(_PEOPLES)})族|各族)*自治[州县区]|特区|新区|地区|[省市州县区])$"
)


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
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def trade_name_column(comparables: pl.Series, *, words: tuple[str, ...]) -> pl.Series:
    """Comparable names without the regions they begin with; a name of nothing else stays whole.

    贵州省贵阳市黔信科技有限公司 becomes 黔信科技有限公司: what people type first.
    """
    if not words:
        return comparables
    lead = "^(?:" + "|".join(re.escape(word) for word in words) + ")+"
    stripped = comparables.str.replace(lead, "")
    return pl.select(pl.when(stripped == "").then(comparables).otherwise(stripped)).to_series().alias("trade")

"""Invented names. Every one carries 示例 (example): nobody is called so."""

from typing import Final

import numpy as np
import polars as pl

from demo.province.codes import Ints

MARK: Final = "示例"
SYLLABLES: Final = (
    "云禾泰鑫瑞丰嘉恒安康永盛源汇通达金鼎宏远华茂锦绣成和顺福临兴旺百川万邦中正聚德信义诚明博雅智星辰海棠松柏竹溪岭峰"
    "春雨秋月青禹夏冬"
)
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
PERSONS: Final = pl.Series([f"{MARK}{stem}{branch}某" for stem in _STEMS for branch in _BRANCHES])
STREETS: Final = pl.Series(["示例大道", "演示路", "虚构街", "样例巷", "模拟工业园"])
# multiplier without common divisor with 64: neighbours in number do not sound alike
_SCATTER: Final = 39_916_801


def trade_names(serials: Ints) -> pl.Series:
    """A trade name for each serial number, none twice below 64^4: 示例 and four syllables."""
    scattered = serials * _SCATTER % 64**4
    syllables = pl.Series(list(SYLLABLES))
    parts = [syllables.gather(scattered // 64**place % 64) for place in range(4)]
    return pl.select(pl.concat_str([pl.lit(MARK), *parts])).to_series()


def persons(serials: Ints) -> pl.Series:
    """An invented person for each serial number; many share a name."""
    return PERSONS.gather(serials % len(PERSONS))


def picked(words: list[str] | pl.Series, count: int, rng: np.random.Generator) -> pl.Series:
    """`count` of the words, drawn evenly."""
    series = pl.Series(words)
    return series.gather(rng.integers(0, len(series), count))

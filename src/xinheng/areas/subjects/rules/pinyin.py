"""Pinyin of names, a million at a time.

pypinyin segments every text against its 47 thousand phrases, some ten thousand names a second. Names of
organisations need less: each character has one reading, taken from pypinyin's table of characters, save in
the words listed here. Their polyphone is replaced by a stand-in of the private use area that has the reading
the word asks for; after that the reading of a column is one table look-up in numpy.
"""

import unicodedata
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
from pypinyin.constants import PINYIN_DICT

# The reading in names of organisations, where the first one of the table is another.
_IN_NAMES: Final = {
    "都": "du",
    "长": "chang",
    "行": "hang",
    "藏": "zang",
    "盛": "sheng",
    "会": "hui",
    "便": "bian",
}

# A character that reads otherwise inside a word: {word: (character, reading)}.
_IN_WORDS: Final = {
    "重庆": ("重", "chong"), "重阳": ("重", "chong"), "重山": ("重", "chong"), "会计": ("会", "kuai"),
    "厦门": ("厦", "xia"), "长兴": ("长", "chang"), "成长": ("长", "zhang"), "校长": ("长", "zhang"),
    "董事长": ("长", "zhang"), "生长": ("长", "zhang"), "旅行": ("行", "xing"), "行政": ("行", "xing"),
    "执行": ("行", "xing"), "通行": ("行", "xing"), "飞行": ("行", "xing"), "自行": ("行", "xing"),
    "运行": ("行", "xing"), "行动": ("行", "xing"), "发行": ("行", "xing"), "步行": ("行", "xing"),
    "出行": ("行", "xing"), "同行": ("行", "xing"), "行者": ("行", "xing"), "行知": ("行", "xing"),
    "音乐": ("乐", "yue"), "乐器": ("乐", "yue"), "乐团": ("乐", "yue"), "声乐": ("乐", "yue"),
    "收藏": ("藏", "cang"), "储藏": ("藏", "cang"), "冷藏": ("藏", "cang"), "典藏": ("藏", "cang"),
    "珍藏": ("藏", "cang"), "馆藏": ("藏", "cang"), "朝阳": ("朝", "chao"), "今朝": ("朝", "zhao"),
    "人参": ("参", "shen"), "海参": ("参", "shen"), "党参": ("参", "shen"), "参茸": ("参", "shen"),
    "调味": ("调", "tiao"), "空调": ("调", "tiao"), "调解": ("调", "tiao"), "调料": ("调", "tiao"),
    "协调": ("调", "tiao"), "传记": ("传", "zhuan"), "便宜": ("便", "pian"), "番禺": ("番", "pan"),
    "蚌埠": ("蚌", "beng"), "六安": ("六", "lu"), "仡佬": ("仡", "ge"), "单县": ("单", "shan"),
    "效率": ("率", "lv"), "曲艺": ("曲", "qu"), "弹簧": ("弹", "tan"), "弹性": ("弹", "tan"),
}  # fmt: skip

_STAND_INS_FROM: Final = 0xE000
_TABLE_SIZE: Final = 0x20000
Codes = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]


class Readings(NamedTuple):
    """Pinyin of a column of names: `qianxinkeji` and `qxkj`. Characters without a reading are left out."""

    full: pl.Series
    initials: pl.Series


class _Tables(NamedTuple):
    words: list[str]
    stand_ins: list[str]
    syllable_of: npt.NDArray[np.uint16]
    initial_of: npt.NDArray[np.uint8]
    pool: npt.NDArray[np.uint8]
    begin: npt.NDArray[np.int64]
    length: npt.NDArray[np.int64]


def plain(reading: str) -> str:
    """A reading without tone marks, ü written v.

    >>> plain("lǜ"), plain("zhōng")
    ('lv', 'zhong')
    """
    parts = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(part for part in parts if part.isascii())


def _readings() -> dict[int, str]:
    """Every code point that has a reading: characters, stand-ins, ASCII letters and digits as themselves."""
    found = {point: plain(text.split(",")[0]) for point, text in PINYIN_DICT.items() if point < _TABLE_SIZE}
    found.update({ord(character): reading for character, reading in _IN_NAMES.items()})
    found.update({point: chr(point).lower() for point in range(128) if chr(point).isalnum()})
    for offset, (_character, reading) in enumerate(_IN_WORDS.values()):
        found[_STAND_INS_FROM + offset] = reading
    return {point: reading for point, reading in found.items() if reading}


@cache
def _tables() -> _Tables:
    readings = _readings()
    syllables = ["", *sorted(set(readings.values()))]
    number = {syllable: place for place, syllable in enumerate(syllables)}
    syllable_of = np.zeros(_TABLE_SIZE, dtype=np.uint16)
    initial_of = np.zeros(_TABLE_SIZE, dtype=np.uint8)
    for point, reading in readings.items():
        syllable_of[point] = number[reading]
        initial_of[point] = ord(reading[0])
    length = np.array([len(syllable) for syllable in syllables], dtype=np.int64)
    stand_ins = [
        word.replace(character, chr(_STAND_INS_FROM + offset))
        for offset, (word, (character, _reading)) in enumerate(_IN_WORDS.items())
    ]
    return _Tables(
        words=list(_IN_WORDS),
        stand_ins=stand_ins,
        syllable_of=syllable_of,
        initial_of=initial_of,
        pool=np.frombuffer("".join(syllables).encode(), dtype=np.uint8),
        begin=np.concatenate([[0], np.cumsum(length)[:-1]]),
        length=length,
    )


def code_points(names: pl.Series) -> tuple[Codes, Offsets]:
    """The characters of a column without nulls in one array, and where each name begins (n + 1 offsets)."""
    lengths = names.str.len_chars().to_numpy()
    offsets = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    joined = names.str.join("").item() if len(names) else ""
    return np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32), offsets


def pinyin(names: pl.Series) -> Readings:
    """Pinyin and initials of a String column without nulls, about a million names a second."""
    tables = _tables()
    points, offsets = code_points(names.str.replace_many(tables.words, tables.stand_ins))
    points = np.where(points < _TABLE_SIZE, points, 0)
    syllables = tables.syllable_of[points]
    spoken = syllables != 0
    places = np.concatenate([[0], np.cumsum(spoken)])[offsets]
    syllables = syllables[spoken]
    lengths = tables.length[syllables]
    ends = np.concatenate([[0], np.cumsum(lengths)])
    letters = np.arange(ends[-1]) + np.repeat(tables.begin[syllables] - ends[:-1], lengths)
    return Readings(
        full=_strings(tables.pool[letters], ends[places]),
        initials=_strings(tables.initial_of[points][spoken], places),
    )


def _strings(letters: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64]) -> pl.Series:
    """ASCII letters cut at the offsets."""
    places, data = pa.py_buffer(offsets.astype(np.int64)), pa.py_buffer(np.ascontiguousarray(letters))
    return pl.Series(pl.from_arrow(pa.LargeStringArray.from_buffers(len(offsets) - 1, places, data)))

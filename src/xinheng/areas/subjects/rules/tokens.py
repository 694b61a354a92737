"""What the search index holds of a name: integers in one array under one GIN index.

Character pairs find a name by any part of it. Beside them lie tokens for the first character of the name and
of the trade name, for the region with those above it, and for the subject kind, so that prefixes and filters
are answered by the same index. A token only narrows: the query checks text, region and kind themselves, so a
collision, or pairs that stand apart in the name, cost time and never give a wrong hit.
"""

import zlib
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa

from xinheng.areas.subjects.rules.pinyin import code_points

_REGION_BASE: Final = -2_000_000
_KIND_BASE: Final = -10_000_000
_KINDS: Final = 100_000_000


def pairs(text: str) -> list[int]:
    """Tokens of the character pairs of a comparable text.

    >>> pairs("公司") == [_signed(ord("公") << 16 | ord("司"))]
    True
    """
    points = [ord(character) & 0xFFFF for character in text]
    return [_signed(first << 16 | second) for first, second in pairwise(points)]


def beginning(text: str) -> int:
    """Token of a name, or a trade name, that begins with the first character of the text."""
    return _signed((ord(text[0]) & 0xFFFF) << 16)


def region_filter(code: str) -> int:
    """Token that every organisation inside the region has."""
    return _REGION_BASE - int(code)


def kind_filter(kind: str) -> int:
    """Token of a subject kind."""
    return _KIND_BASE - zlib.crc32(kind.encode()) % _KINDS


def is_filter(token: int) -> bool:
    """Whether the token stands for a region or kind and not for characters."""
    return _KIND_BASE - _KINDS < token <= _REGION_BASE


def _signed(value: int) -> int:
    return value - (1 << 32) if value >= 1 << 31 else value


def tokens_column(rows: pl.DataFrame) -> pl.Series:
    """Tokens as a PostgreSQL array literal (`{1,2}`) per row.

    `rows`: text and trade String, comparable and not null; region and kind String or null.
    """
    lists = rows.select(
        pair=_pairs_column(rows["text"]),
        first=_beginning_column(rows["text"]),
        trade=_beginning_column(rows["trade"]),
        county=_REGION_BASE - pl.col("region").cast(pl.Int32),
        prefecture=_REGION_BASE - (pl.col("region").str.slice(0, 4) + "00").cast(pl.Int32),
        province=_REGION_BASE - (pl.col("region").str.slice(0, 2) + "0000").cast(pl.Int32),
        kind=_kinds(rows["kind"]),
    )
    joined = lists.select(
        pl.concat_list("pair", "first", "trade", "county", "prefecture", "province", "kind")
        .list.drop_nulls()
        .list.unique()
    ).to_series()
    return pl.select("{" + joined.cast(pl.List(pl.String)).list.join(",") + "}").to_series().alias("tokens")


def _pairs_column(texts: pl.Series) -> pl.Series:
    """`pairs` for a column of texts without nulls: a List(Int32) column."""
    points, offsets = code_points(texts)
    points = points & np.uint32(0xFFFF)
    both = np.zeros(max(len(points), 1), dtype=np.uint32)
    both[: len(points) - 1] = points[:-1] << np.uint32(16) | points[1:] if len(points) > 1 else 0
    # a pair that reaches into the next name is none: drop the last place of each name
    ends = offsets[1:][np.diff(offsets) > 0] - 1
    inside = np.ones(len(points), dtype=bool)
    inside[ends] = False
    counts = np.maximum(np.diff(offsets) - 1, 0)
    places = np.concatenate([[0], np.cumsum(counts)])
    values = pa.array(both[: len(points)][inside].view(np.int32))
    array = pa.LargeListArray.from_arrays(pa.array(places, type=pa.int64()), values)
    return pl.Series("pair", pl.from_arrow(array), dtype=pl.List(pl.Int32))


def _beginning_column(texts: pl.Series) -> pl.Series:
    """`beginning` for a column of texts; null for an empty one."""
    firsts = texts.str.slice(0, 1)
    table = {first: beginning(first) for first in firsts.unique().to_list() if first}
    return firsts.replace_strict(table, default=None, return_dtype=pl.Int32)


def _kinds(kinds: pl.Series) -> pl.Series:
    table = {kind: kind_filter(kind) for kind in kinds.drop_nulls().unique().to_list()}
    return kinds.replace_strict(table, default=None, return_dtype=pl.Int32)

"""What departments type into code columns: right codes, nearly right codes, and anything else."""

from collections.abc import Callable

import polars as pl
from hypothesis import strategies as st

NOISE = st.sampled_from(
    ["", " ", "\u3000", "\xa0", "\u200b", "\ufeff", "-", "x", "Ｘ", "中", "é", "\x00", "0"]
)


@st.composite
def typed(draw: st.DrawFn, codes: st.SearchStrategy[str]) -> str:
    """A code as typed: noise around or inside it, small letters, full width, one character wrong."""
    code = draw(codes)
    how = draw(st.sampled_from(["as is", "noise", "lower", "full", "wrong", "cut"]))
    place = draw(st.integers(0, max(len(code) - 1, 0)))
    return {
        "as is": code,
        "noise": code[:place] + draw(NOISE) + code[place:],
        "lower": code.lower(),
        "full": "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in code),
        "wrong": code[:place] + draw(st.characters(codec="utf-8")) + code[place + 1 :],
        "cut": code[:place],
    }[how]


def columns(codes: st.SearchStrategy[str]) -> st.SearchStrategy[list[str | None]]:
    """Columns of typed codes, any text and nulls."""
    return st.lists(st.none() | typed(codes) | st.text(max_size=24), max_size=30)


def same(
    values: list[str | None], scalar: Callable[[str], object], columnar: Callable[[pl.Series], pl.Series]
) -> None:
    """The columnar function gives what the scalar one gives, null on null, keeping name and length."""
    series = pl.Series("value", values, dtype=pl.String)
    result = columnar(series)
    assert result.name == "value"
    assert result.to_list() == [None if value is None else scalar(value) for value in values]

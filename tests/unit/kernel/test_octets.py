"""Bytes of a column, searched at once."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.kernel import octets
from xinheng.kernel.octets import Cells, places_of

TEXTS = st.lists(st.text("ab：是中", max_size=6), max_size=12)
WORDS = ["a", "ab", "：", "是", "中是", "aab"]


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(octets, "_BLOCK", 4)


@given(TEXTS, st.sampled_from(WORDS))
def test_a_word_is_found_wherever_it_begins(texts: list[str], word: str) -> None:
    sought, all_ = word.encode(), "".join(texts).encode()
    found = places_of(Cells(pl.Series(texts, dtype=pl.String)).octets, sought)
    assert found.tolist() == [at for at in range(len(all_)) if all_.startswith(sought, at)]


@given(TEXTS, st.sampled_from(["a", "：", "是"]))
def test_rows_with_a_character(texts: list[str], character: str) -> None:
    rows = Cells(pl.Series(texts, dtype=pl.String)).rows_with(character.encode())
    assert rows.tolist() == [row for row, text in enumerate(texts) for _ in range(text.count(character))]

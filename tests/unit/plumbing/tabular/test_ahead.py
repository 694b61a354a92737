"""Reading ahead changes nothing but the time."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from xinheng.plumbing.tabular.ahead import read_ahead


def named() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "read-ahead"]


def test_order_and_end() -> None:
    assert list(read_ahead(range(1000), depth=2)) == list(range(1000))
    assert named() == []


def test_error_comes_after_the_pieces_before_it() -> None:
    def pieces() -> Iterator[int]:
        yield 1
        raise KeyError("broken")

    reader = read_ahead(pieces(), depth=2)
    assert next(reader) == 1
    with pytest.raises(KeyError, match="broken"):
        next(reader)


def test_leaving_early_closes_the_source_and_ends_the_thread() -> None:
    closed = []

    def pieces() -> Iterator[int]:
        try:
            yield from range(1_000_000)
        finally:
            closed.append(True)

    reader = read_ahead(pieces(), depth=2)
    assert next(reader) == 0
    reader.close()  # type: ignore[attr-defined]
    assert closed == [True]
    assert named() == []

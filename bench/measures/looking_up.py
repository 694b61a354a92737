"""Searching a million organisations, and the portal's pages on top of them."""

from __future__ import annotations

import http.client
import json
import statistics
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.measures.province import Province, asked_texts, province, write_texts
from bench.result import Result, at_most
from bench.server import Server
from bench.site import site

ROWS = 1_000_000
_SEARCHES = 300
_CONNECTIONS = 8
_SECONDS = 8.0
_QUERIES = 12


class PageMissing(AssertionError):
    """A page did not come."""


def measure(server: Server, rows: int = ROWS) -> Iterator[Result]:
    """Milliseconds in the database for each way to search; milliseconds and queries of the pages."""
    with province(server, rows) as filled:
        texts = asked_texts(filled.database, of_each=_SEARCHES)
        asked = write_texts(texts)
        for kind, times in filled.database.ask("search", str(asked)).items():
            note = f"In the database, over {rows:,} organisations; {len(times)} searches, spread {_spread(times)}."
            yield at_most(
                f"search-{kind}-p50", 5, ours=[statistics.median(times)], unit="ms", rows=rows, note=note
            )
            yield at_most(f"search-{kind}-p99", 50, ours=[_p99(times)], unit="ms", rows=rows, note=note)
        yield from _pages(filled, texts, rows)


def _pages(filled: Province, texts: dict[str, list[str]], rows: int) -> Iterator[Result]:
    # a whole USCC leads straight to the organisation's page
    words = [word for kind, asked in texts.items() if kind != "uscc" for word in asked[:20]]
    pages = {
        "home": ["/"],
        "search": ["/search/?q=" + urllib.parse.quote(word) for word in words],
        "organisation": [f"/organisations/{filled.many}/"],
    }
    queries = filled.database.ask(
        "queries", json.dumps([*(paths[0] for paths in pages.values()), f"/organisations/{filled.one}/"])
    )
    with site(filled.database) as address:
        for name, paths in pages.items():
            _times_of(address, paths, seconds=2.0)
            times = _times_of(address, paths, seconds=_SECONDS)
            note = (
                f"granian with one worker, {_CONNECTIONS} connections that ask without pause from the same machine: "
                f"{len(times) / _SECONDS:.0f} pages/s, median {statistics.median(times):.0f} ms."
            )
            yield at_most(f"page-{name}-p99", 250, ours=[_p99(times)], unit="ms", rows=rows, note=note)
            yield at_most(
                f"page-{name}-queries", _QUERIES, ours=[queries[paths[0]]], unit="queries", rows=rows
            )
    more = queries[pages["organisation"][0]] - queries[f"/organisations/{filled.one}/"]
    yield at_most(
        "page-organisation-growth", 0.1, ours=[more], unit="queries", rows=rows,
        note="Queries that an organisation with 50 records takes beyond one with a single record: none may grow.",
    )  # fmt: skip


def _times_of(address: str, paths: Sequence[str], *, seconds: float) -> list[float]:
    """Milliseconds of each page, asked over several connections at once."""
    with ThreadPoolExecutor(max_workers=_CONNECTIONS) as readers:
        found = readers.map(lambda at: list(_read(address, paths, at, seconds)), range(_CONNECTIONS))
        return [one for times in found for one in times]


def _read(address: str, paths: Sequence[str], first: int, seconds: float) -> Iterator[float]:
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=60)
    until = time.perf_counter() + seconds
    at = first
    while (begun := time.perf_counter()) < until:
        path = paths[at % len(paths)]
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise PageMissing(f"{path}: {answer.status}")
        yield (time.perf_counter() - begun) * 1e3
        at += _CONNECTIONS
    connection.close()


def _p99(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def _spread(times: Sequence[float]) -> str:
    return f"{min(times):.1f}–{max(times):.1f} ms"

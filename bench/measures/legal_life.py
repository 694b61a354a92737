"""The record's legal life at the size of a province: what is due among a hundred thousand open cases."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.result import Result, at_most
from bench.server import Database, Server
from bench.site import Visitor, site

ROWS = 100_000
_CONNECTIONS = 4
_SECONDS = 8.0
_LIMIT_MS = 150
_QUERIES = 12
_BOARD = ("/desk/due/", "/desk/due/?state=overdue", "/desk/due/?state=overdue&page=200", "/desk/due/?bound=-")


def measure(server: Server, rows: int = ROWS) -> Iterator[Result]:
    """Milliseconds and queries of the due board over so many running clocks."""
    with server.fresh("bench_legal_life") as database:
        database.ask("clocks", str(rows))
        with database.connect() as connection:
            connection.execute("VACUUM ANALYZE")
        yield from _due_board(database, server.logins, rows)


def _due_board(database: Database, logins: Sequence[dict[str, str]], rows: int) -> Iterator[Result]:
    people = {"centre": _named(logins, "centre"), "department": _named(logins, "scjg-officer")}
    with site(database) as address:
        for who, login in people.items():
            paths = _BOARD if who == "centre" else _BOARD[:2]
            _times_of(address, login, paths, seconds=2.0)
            times = _times_of(address, login, paths, seconds=_SECONDS)
            note = (
                f"{rows:,} open clocks; granian with one worker, {_CONNECTIONS} people who ask without pause from the "
                f"same machine: {len(times) / _SECONDS:.0f} pages/s, median {statistics.median(times):.0f} ms."
            )
            yield at_most(
                f"due-board-{who}-p99", _LIMIT_MS, ours=[_p99(times)], unit="ms", rows=rows, note=note
            )
    few = _most_queries(database, people)
    database.ask("clocks", str(max(rows // 10, 100)))
    more = _most_queries(database, people)
    yield at_most("due-board-queries", _QUERIES, ours=[more], unit="queries", rows=rows)
    yield at_most(
        "due-board-growth", 0.1, ours=[more - few], unit="queries", rows=rows,
        note="Queries of the board beyond those of one with a tenth fewer clocks: none may grow.",
    )  # fmt: skip


def _named(logins: Sequence[dict[str, str]], username: str) -> dict[str, str]:
    return next(login for login in logins if login["username"] == username)


def _most_queries(database: Database, people: dict[str, dict[str, str]]) -> int:
    told = (database.ask("queries", json.dumps(_BOARD), one["username"]) for one in people.values())
    return max(number for pages in told for number in pages.values())


def _times_of(address: str, login: dict[str, str], paths: Sequence[str], *, seconds: float) -> list[float]:
    """Milliseconds of each page, asked by several people at once, each with a session."""
    visitors = [Visitor(address) for _one in range(_CONNECTIONS)]
    for visitor in visitors:
        visitor.log_in(login["username"], login["password"])
    with ThreadPoolExecutor(max_workers=_CONNECTIONS) as readers:
        found = readers.map(lambda visitor: list(_read(visitor, paths, seconds)), visitors)
        return [one for times in found for one in times]


def _read(visitor: Visitor, paths: Sequence[str], seconds: float) -> Iterator[float]:
    until = time.perf_counter() + seconds
    at = 0
    while (begun := time.perf_counter()) < until:
        visitor.get(paths[at % len(paths)])
        yield (time.perf_counter() - begun) * 1e3
        at += 1


def _p99(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=100)[98]

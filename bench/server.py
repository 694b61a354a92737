"""A durable PostgreSQL of the measurements' own, and a database for each run made from one that is ready."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.place import PROJECT, STATE
from xinheng.plumbing.postgres.embedded import DATABASE, EmbeddedServer

READY = "bench_ready"
"""Tables, packs and one department: what every run begins with."""


class NodeFailed(RuntimeError):
    """A process of the node ended with an error; its own words went to the terminal."""


@dataclass(frozen=True)
class Database:
    """One database on the measurements' server."""

    url: str

    def environment(self) -> dict[str, str]:
        """What a process of the node needs to work here."""
        rates = {
            "XINHENG_RATE_SEARCH": "1000000/1",
            "XINHENG_RATE_EXPORT": "1000000/1",
            "XINHENG_LOG_LEVEL": "ERROR",
        }
        return os.environ | rates | {"DATABASE_URL": self.url}

    def connect(self) -> psycopg.Connection:
        """A connection that commits each statement."""
        return psycopg.connect(self.url, autocommit=True)

    def node(self, task: str, *words: str) -> subprocess.Popen[str]:
        """Begin a task of `bench.node`; its last line of output is its answer."""
        return subprocess.Popen(
            [sys.executable, "-m", "bench.node", task, *words], cwd=PROJECT, text=True, stdout=subprocess.PIPE,
            env=self.environment(),
        )  # fmt: skip

    def ask(self, task: str, *words: str) -> Any:
        """Run a task of `bench.node` and give back what it answers."""
        return answer(self.node(task, *words))


def answer(process: subprocess.Popen[str]) -> Any:
    """Wait for a task and read its answer."""
    told, _errors = process.communicate()
    if process.returncode != 0:
        raise NodeFailed(" ".join(map(str, process.args)))  # type: ignore[arg-type]
    return json.loads(told.splitlines()[-1])


@contextmanager
def server() -> Iterator[Server]:
    """The server, running, with the ready database."""
    embedded = EmbeddedServer(STATE)
    embedded.start()
    running = Server(embedded)
    try:
        running.make_ready()
        yield running
    finally:
        embedded.stop()


class Server:
    """The running server."""

    def __init__(self, embedded: EmbeddedServer) -> None:
        self._embedded = embedded
        self.logins: list[dict[str, str]] = []

    @property
    def postmaster(self) -> int:
        """Process number of the server's first process."""
        with self._main().connect() as connection:
            told = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()
        assert told is not None
        return int(str(told[0]).splitlines()[0])

    def make_ready(self) -> None:
        """Make the ready database anew: the tables may have changed since the last time."""
        self._make(READY)
        self.logins = self._database(READY).ask("prepare")

    @contextmanager
    def fresh(self, name: str = "bench_run") -> Iterator[Database]:
        """A database like the ready one, gone when the context ends."""
        self._make(name, template=READY)
        try:
            yield self._database(name)
        finally:
            self._main().connect().execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _make(self, name: str, *, template: str = "template0") -> None:
        with self._main().connect() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
            connection.execute("CHECKPOINT")

    def _main(self) -> Database:
        return self._database(DATABASE)

    def _database(self, name: str) -> Database:
        return Database(self._embedded.url.replace(f"/{DATABASE}?", f"/{name}?"))

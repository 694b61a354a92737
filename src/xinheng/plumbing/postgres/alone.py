"""Doing something while nobody else does the same: locks that a process gives back however it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(*names: str) -> Iterator[None]:
    """Wait for locks, in the order given, and hold them; take them before a transaction and give back after it."""
    held: list[str] = []
    try:
        for name in names:
            _ask("pg_advisory_lock", name)
            held.append(name)
        yield
    finally:
        for name in reversed(held):
            if not _lost():
                _ask("pg_advisory_unlock", name)


@contextmanager
def alone_if_free(name: str) -> Iterator[bool]:
    """Hold a lock when nobody else does; else go on without it, told False."""
    free = _ask("pg_try_advisory_lock", name)
    try:
        yield free
    finally:
        if free and not _lost():
            _ask("pg_advisory_unlock", name)


def _ask(function: str, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])


def _lost() -> bool:
    """The connection is gone, and with it every lock that it held."""
    return connection.connection is None or connection.connection.closed

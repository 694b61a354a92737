"""The embedded server comes up again, whatever was deleted around it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from xinheng.plumbing.postgres.embedded import EmbeddedServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    made = EmbeddedServer(tmp_path / "state", durable=False)
    yield made
    made.remove()


def tables(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT relname FROM pg_class WHERE relname = 'kept'").fetchall()
    return [name for (name,) in rows]


def test_a_state_folder_made_anew_gets_a_cluster_of_its_own(server: EmbeddedServer) -> None:
    with psycopg.connect(server.start()) as connection:
        connection.execute("CREATE TABLE kept ()")
    server.stop()
    assert tables(server.start()) == ["kept"]
    (server.state / "postgres-password").unlink()
    assert tables(server.start()) == []


def test_a_node_that_lost_everything_begins_anew(server: EmbeddedServer) -> None:
    server.start()
    server.stop()
    shutil.rmtree(server.state)
    assert tables(server.start()) == []

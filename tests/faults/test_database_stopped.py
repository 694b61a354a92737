"""PostgreSQL ends in the middle of a deposit, as if the power went; started again, all is as if nothing had been."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import as_csv
from tests.acceptance.rows import penalty
from tests.faults.conftest import PATIENCE, Ended, ended
from xinheng.cli.serve import worker_command
from xinheng.plumbing.node import PROJECT
from xinheng.plumbing.postgres.embedded import EmbeddedServer

Run = Callable[..., Ended]
POINTS = {
    "staged": "xinheng.areas.archive.actions:_prepare",
    "attached, not committed": "xinheng.areas.archive.store:attach",
    "committed, nobody was told": "xinheng.areas.intake.actions.deposit:_place",
}


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """A node with a PostgreSQL of its own, which keeps what it has promised."""
    server = EmbeddedServer(tmp_path_factory.mktemp("node"))
    server.start()
    try:
        for words in (("db", "migrate"), ("call", "set_up")):
            done = ended(start(server, "never", "-", *words))
            assert done.code == 0, done.faults
        yield server
    finally:
        server.remove()


def environment(server: EmbeddedServer) -> dict[str, str]:
    """What a process inside the node is told."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("XINHENG_")}
    node = {"XINHENG_DEMO": "1", "XINHENG_STATE": str(server.state), "DATABASE_URL": server.url}
    return known | node | {"DJANGO_SETTINGS_MODULE": "xinheng.settings"}


def start(server: EmbeddedServer, *words: str) -> subprocess.Popen[str]:
    """A child inside the node."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.child", *words], cwd=PROJECT, env=environment(server), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def answer(server: EmbeddedServer, *words: str) -> Any:
    """What a function of `inside` gives."""
    done = ended(start(server, "never", "-", "call", *words))
    assert done.code == 0, done.faults
    return json.loads(done.output.splitlines()[-1])


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.requirement("COL-13")
def test_stopped_and_started_again(point: str, node: EmbeddedServer, tmp_path: Path) -> None:
    year = 2000 + list(POINTS).index(point)
    file = tmp_path / "file.csv"
    file.write_bytes(as_csv(penalty(CF_WSH=f"黔示罚〔{year}〕{number}号") for number in range(1, 51)))
    words = ("intake", str(file), "--item", "penalty", "--department", "scjg")
    done = ended(start(node, "stop", POINTS[point], *words))
    assert done.code not in {0, -9}, done.output
    assert not node.running()
    node.start()
    found = answer(node, "after", str(file), str(tmp_path / "export"))
    new = {
        "received": 50,
        "new": 50,
        "corrected": 0,
        "withdrawn": 0,
        "unchanged": 0,
        "rejected": 0,
        "pending": 0,
    }
    assert found["first"]["state"] == "deposited"
    assert found["first"]["counts"] == new
    assert found["first"]["receipts"] == [[1, new]]
    assert found["first"]["log"] == {"intake.received": 1, "archive.deposited": 1}
    assert found["again"]["counts"] == new | {"new": 0, "unchanged": 50}
    assert found["records"]["versions"][0] == 50 * (year - 1999)


def test_the_worker_outlives_the_database(node: EmbeddedServer, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(as_csv(penalty(CF_WSH=f"黔示罚〔1999〕{number}号") for number in range(1, 51)))
    worker = subprocess.Popen(
        worker_command(),
        cwd=PROJECT,
        env=environment(node),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: answer(node, "workers") == 1)
        node._control("stop", "-w", "-m", "immediate")
        node.start()
        number = answer(node, "received", str(file))
        until(lambda: answer(node, "state", str(number)) == "deposited")
        assert worker.poll() is None
    finally:
        worker.terminate()
        assert worker.wait(PATIENCE) == 0


def until(true: Callable[[], bool], *, patience: float = PATIENCE) -> None:
    """Wait for something to come true."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.5)

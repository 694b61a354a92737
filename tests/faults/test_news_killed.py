"""Writers and readers of news die of SIGKILL at any point: what was committed is told, once, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.db.outbox.consumer import had, write
from tests.faults.conftest import ended
from xinheng.plumbing.outbox.models import Cursor, News

pytestmark = pytest.mark.django_db(transaction=True)

CONSUMER = "tests.db.outbox.consumer"
READING = "xinheng.plumbing.outbox.reading"
POINTS = {
    "before places were given": ("before", f"{READING}:place_all"),
    "places were given, nothing was read": ("after", f"{READING}:place_all"),
    "before the first is taken": ("before", f"{CONSUMER}:tell_on"),
    "the second of three is taken, nothing is committed": ("after", f"{CONSUMER}:tell_on#2"),
    "all are taken, the cursor has not moved": ("after", f"{CONSUMER}:take"),
    "the cursor has moved and is committed": ("before", f"{READING}:place_all#2"),
}


@pytest.mark.parametrize("point", POINTS)
def test_a_reader_is_killed(
    point: str, killed: Callable[..., None], command: Callable[..., Any], place: Path
) -> None:
    write(1, 2, 3)
    killed("call", "follow", at=POINTS[point])
    assert had() == ([1, 2, 3] if point == "the cursor has moved and is committed" else [])
    write(4)
    told = ended(command("call", "follow"))
    assert told.code == 0, told.faults
    assert json.loads(told.output) == [1, 2, 3, 4]
    assert Cursor.objects.get().place == News.objects.filter(topic="archive.deposited").latest("place").place


def test_a_writer_is_killed_before_it_commits(
    killed: Callable[..., None], command: Callable[..., Any], place: Path
) -> None:
    write(1)
    killed("call", "news", "2", "3", at=("after", f"{CONSUMER}:publish#2"))
    write(4)
    assert json.loads(ended(command("call", "follow")).output) == [1, 4]

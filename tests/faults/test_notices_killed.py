"""A worker dies while it sends a notice: nothing is lost, and what may come twice says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import ended
from tests.faults.platform import must_verify
from xinheng.areas.ledger import service as ledger
from xinheng.areas.notices.models import Delivery

pytestmark = pytest.mark.django_db(transaction=True)

ACTIONS = "xinheng.areas.notices.actions"
POINTS = {
    "before the try is noted": ("before", f"{ACTIONS}:begin", [False]),
    "the try is noted, nothing was sent": ("before", f"{ACTIONS}:send_out", [True]),
    "the gateway has it, nobody knows": (
        "after",
        "xinheng.plumbing.sending.demo:capture_message",
        [False, True],
    ),
    "it was sent, that is not noted": ("before", f"{ACTIONS}:note", [False, True]),
    "the end is written, not committed": ("after", f"{ACTIONS}.delivering:note_sent", [False, True]),
    "all is noted": ("after", f"{ACTIONS}:note", [False]),
}
"""Where it dies, and of the messages that were taken in the end, which say that they may be the second."""


@pytest.mark.parametrize("point", POINTS)
def test_a_worker_is_killed_while_it_sends(
    point: str, killed: Callable[..., None], command: Callable[..., Any], place: Path, tmp_path: Path
) -> None:
    moment, where, repeated = POINTS[point]
    number = json.loads(ended(command("call", "notice")).output)
    killed("call", "deliver", number, at=(moment, where))
    again = ended(command("call", "deliver", number))
    assert again.code == 0, again.faults
    assert ["可能重复发送" in body for body in json.loads(again.output)] == repeated
    delivery = Delivery.objects.select_related("notice").get()
    assert (delivery.state, delivery.repeated) == ("sent", repeated[-1])
    entries = ledger.entries_about("notice", delivery.notice.number)
    assert [entry.kind for entry in entries] == ["notices.sent", "notices.delivered"]
    assert entries[-1].payload["may_be_repeated"] is repeated[-1]
    must_verify(tmp_path / "export")

"""A load that becomes a shelf of its own is killed again and again, and ends as if nothing had been."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from demo.province import bulk
from demo.province.departments import DEPARTMENTS
from tests.faults.platform import must_be_clean, must_verify, rows, submission
from xinheng.areas.archive import actions as archive
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.intake import actions
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.terms import Channel
from xinheng.plumbing.clock import now

ROWS = 110_000
POINTS = {
    "in the middle of COPY": ("before", "xinheng.areas.archive.actions:_version_batches#2"),
    "copied, without its indexes": ("after", "xinheng.areas.archive.store.place:copy_batches"),
    "attached as a shelf, not committed": ("after", "xinheng.areas.archive.store:attach"),
    "the log is written, not committed": ("after", "xinheng.areas.intake.store:add_receipt"),
}
NEW = {
    "received": ROWS,
    "new": ROWS,
    "corrected": 0,
    "withdrawn": 0,
    "unchanged": 0,
    "rejected": 0,
    "pending": 0,
}


def receive(file: Path, sender: DepartmentFacts) -> Submission:
    """The file under its number."""
    sending = actions.Sending(department=sender, item="penalty", file_name=file.name, channel=Channel.API)
    with file.open("rb") as stream:
        return actions.receive(stream, sending, actor="test", at=now())


@pytest.mark.requirement("COL-13")
def test_a_big_load_killed_at_every_step(
    place: Path, department: Callable[..., DepartmentFacts], killed: Callable[..., None]
) -> None:
    file = place / "many.parquet"
    bulk.write_rows(file, kind="penalty", count=ROWS, today=date(2026, 3, 1), organisation_count=2_000)
    sender = department("scjg", DEPARTMENTS[0].kind)
    sent = receive(file, sender)
    for moment in POINTS.values():
        killed("work", sent.pk, at=moment)
        assert rows("SELECT count(*) FROM archive_version") == [(0,)]
        assert archive.loads_left() == (sent.pk,)
        assert rows("SELECT count(*) FROM subjects_organisation") == [(0,)]
    actions.process(sent.pk, at=now())
    told = submission(sent)
    assert told["state"] == "deposited"
    assert told["counts"] == NEW
    assert told["receipts"] == [(1, NEW)]
    assert told["rows in the log"] == [ROWS]
    assert rows("SELECT count(*), count(DISTINCT key), min(shelf), max(shelf) FROM archive_version") == [
        (ROWS, ROWS, sent.pk, sent.pk)
    ]
    must_be_clean()
    again = actions.process(receive(file, sender).pk, at=now())
    assert submission(again)["counts"] == NEW | {"new": 0, "unchanged": ROWS}
    assert rows("SELECT count(*) FROM archive_version") == [(ROWS,)]
    must_be_clean()
    must_verify(place / "export")

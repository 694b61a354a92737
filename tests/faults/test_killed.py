"""A worker dies of SIGKILL at any point; taken up again, and sent again, all is as if nothing had been."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.rows import FARM, MILL
from tests.faults.conftest import FIRST_DAY, MIXED, MIXED_AGAIN, ended, first_rows
from tests.faults.platform import must_be_clean, must_verify, records, standing, submission
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.intake import actions, service
from xinheng.areas.intake.models import Submission
from xinheng.plumbing.clock import now

INTAKE = "xinheng.areas.intake.actions"
ARCHIVE = "xinheng.areas.archive"
POINTS = {
    "the file is kept, it has no number yet": ("before", f"{INTAKE}.receive:register", None),
    "the entry is written, the number not committed": ("after", "xinheng.areas.ledger.store:add_entry", None),
    "received": ("before", f"{INTAKE}:process", "received"),
    "the copy in the clear lies in a private folder": ("before", f"{INTAKE}.opened:open_table", "checking"),
    "during the check": ("before", f"{INTAKE}.check:finished_rows", "checking"),
    "the findings are kept, nobody knows of them": ("after", f"{INTAKE}.findings:_keep", "checking"),
    "during COPY": ("before", f"{ARCHIVE}.actions:_version_batches", "depositing"),
    "staged": ("before", f"{ARCHIVE}.actions:batch_of", "depositing"),
    "attached, not committed": ("after", f"{ARCHIVE}.store:attach", "depositing"),
    "the receipt is written, not committed": (
        "after",
        "xinheng.areas.intake.store:add_receipt",
        "depositing",
    ),
    "committed, nobody was told": ("before", "xinheng.cli.intake:print_receipt", "deposited"),
}
STANDING = [
    ("黔示罚〔2026〕1号", "new", "罚款2000元"),
    ("黔示罚〔2026〕2号", "corrected", "罚款3000元"),
    ("黔示罚〔2026〕3号", "withdrawn", "罚款2000元"),
    ("黔示罚〔2026〕4号", "new", "罚款2000元"),
    ("黔示罚〔2026〕5号", "new", "罚款2000元"),
]
RECORDS = {
    "versions": (7, 5, 7),
    "superseded": (2, 2),
    "organisations": [MILL, FARM],
    "persons": 1,
    "roles": 1,
    "unsearchable": 0,
}
"""What the first file and `mixed_rows` leave behind when nobody disturbs them."""
SUBMISSION = {
    "state": "deposited",
    "counts": MIXED,
    "rules": {"cell.missing": 1, "subject.name_only": 1},
    "receipts": [(1, MIXED)],
    "pending": [(6, "subject.name_only")],
    "problems": [(7, ["cell.missing"])],
    "log": {"intake.received": 1, "archive.deposited": 1},
    "rows in the log": [4],
}


@pytest.fixture
def before(sender: DepartmentFacts, send: Callable[..., Submission]) -> Submission:
    """What stood before the file came."""
    return send(sender, "penalty", first_rows(), on=FIRST_DAY)


def take_up() -> None:
    """What the worker does with submissions that were broken off."""
    for row in service.unfinished(before=now() + timedelta(minutes=1)):
        actions.process(row.pk, at=now())


def state_of(first: Submission) -> str | None:
    """The state of the submission that came after the first; None when there is none."""
    return Submission.objects.exclude(pk=first.pk).values_list("state", flat=True).first()


def must_be_undisturbed(first: Submission) -> None:
    """All is as if nobody had been killed."""
    (row,) = Submission.objects.exclude(pk=first.pk)
    assert submission(row) == SUBMISSION
    assert standing() == STANDING
    assert records() == RECORDS
    must_be_clean()


def test_undisturbed(
    before: Submission, command: Callable[..., Any], mixed_file: Path, tmp_path: Path
) -> None:
    assert ended(command("intake", mixed_file, "--item", "penalty", "--department", "scjg")).code == 0
    must_be_undisturbed(before)
    must_verify(tmp_path / "export")


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.requirement("COL-13")
def test_killed_and_taken_up(
    point: str, before: Submission, killed: Callable[..., None], send: Callable[..., Submission],
    sender: DepartmentFacts, mixed_file: Path, tmp_path: Path,
) -> None:  # fmt: skip
    moment, place, state = POINTS[point]
    killed("intake", mixed_file, "--item", "penalty", "--department", "scjg", at=(moment, place))
    assert state_of(before) == state
    assert standing()[1] == (
        STANDING[1] if state == "deposited" else ("黔示罚〔2026〕2号", "new", "罚款2000元")
    )
    take_up()
    if state is None:
        # nothing came of it: the sender, who got no number, sends again
        send(sender, "penalty", mixed_file.read_bytes(), on=now().date())
    actions.tidy(before=now() + timedelta(minutes=1))
    must_be_undisturbed(before)
    again = send(sender, "penalty", mixed_file.read_bytes(), on=now().date())
    assert submission(again)["counts"] == MIXED_AGAIN
    assert standing() == STANDING
    assert records() == RECORDS
    must_be_clean()
    must_verify(tmp_path / "export")

"""Everything that a submission changed, in a form that can be compared with an undisturbed run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from xinheng.areas.archive import actions as archive
from xinheng.areas.intake.models import PendingRow, ProblemRow, Submission
from xinheng.areas.intake.store import COUNTS
from xinheng.areas.intake.terms import Counts
from xinheng.areas.ledger import service as ledger
from xinheng.areas.ledger.actions import checkpoint
from xinheng.plumbing.clock import now
from xinheng.plumbing.crypto.signing import node_signer
from xinheng.verifier.main import main as verify

STANDING = """
SELECT instrument, change, data->>'CF_NR' FROM archive_standing('infinity') ORDER BY item, instrument, key, id
"""
VERSIONS = "SELECT count(*), count(DISTINCT (item, key)), count(DISTINCT id) FROM archive_version"


def rows(statement: str) -> list[tuple[Any, ...]]:
    """The answer to a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def standing() -> list[tuple[str, str, str]]:
    """Instrument, change and content of every record that stands."""
    return rows(STANDING)


def records() -> dict[str, Any]:
    """What the platform holds of records and subjects, whoever brought it in and when."""
    return {
        "versions": rows(VERSIONS)[0],
        "superseded": rows("SELECT count(*), count(DISTINCT version_id) FROM archive_supersession")[0],
        "organisations": [uscc for (uscc,) in rows("SELECT uscc FROM subjects_organisation ORDER BY uscc")],
        "persons": rows("SELECT count(*) FROM subjects_person")[0][0],
        "roles": rows("SELECT count(*) FROM subjects_personroleheld")[0][0],
        "unsearchable": rows("SELECT count(*) FROM subjects_searchpending")[0][0],
    }


def submission(row: Submission) -> dict[str, Any]:
    """What the platform says of one submission."""
    row.refresh_from_db()
    return {
        "state": row.state,
        "counts": {name: getattr(row, name) for name in COUNTS},
        "rules": row.rule_counts,
        "receipts": [(told.number, told.counts) for told in row.receipts.order_by("number")],
        "pending": list(
            PendingRow.objects.filter(submission=row).order_by("row_no").values_list("row_no", "rule")
        ),
        "problems": list(
            ProblemRow.objects.filter(submission=row).order_by("row_no").values_list("row_no", "rules")
        ),
        "log": Counter(entry.kind for entry in ledger.entries_about("submission", row.receipt_no)),
        "rows in the log": [
            (entry.batch.size if entry.batch else 0)
            for entry in ledger.entries_about("submission", row.receipt_no)
            if entry.kind == "archive.deposited"
        ],
    }


def must_be_clean() -> None:
    """No staged rows, no unfinished work, no file that nobody knows, no row whose file is gone, counts that add up."""
    assert archive.loads_left() == ()
    assert list((settings.XINHENG.state / "work").glob("work-*")) == []
    root = Path(settings.XINHENG.file_root)
    assert list((root / ".incoming").glob("work-*")) == []
    known = {kept["name"] for row in Submission.objects.all() for kept in (row.stored, row.findings) if kept}
    assert {str(path.relative_to(root)) for path in root.glob("*/*") if path.is_file()} == known
    for row in Submission.objects.filter(state="deposited"):
        Counts(**{name: getattr(row, name) for name in COUNTS})
        assert row.ledger_entry == row.receipts.get(number=1).ledger_entry
        assert ledger.entry(row.ledger_entry).about == ("submission", row.receipt_no)
    # each version stands under exactly one root, and there is nothing else under the roots
    (placed,) = rows("SELECT coalesce(sum(size), 0) FROM ledger_batch")[0]
    assert placed == rows(VERSIONS)[0][0]


def must_verify(folder: Path) -> None:
    """The log, exported, satisfies the independent verifier."""
    signer = node_signer()
    checkpoint(at=now(), signer=signer)
    folder.mkdir(exist_ok=True)
    with (folder / "log.jsonl").open("wb") as out:
        ledger.export_log(out, origin=signer.key.name, keys=[signer.key])
    assert verify(["export", str(folder), "--key", signer.key.text()]) == 0

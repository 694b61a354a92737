"""A file that lies in the archive as a whole already: what was found in it before holds, and nothing is read again."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import polars as pl
from django.db.models import Q

from xinheng.areas.archive import service as archive
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.intake.actions.check import INDEX, CheckedFile
from xinheng.areas.intake.actions.findings import findings_file
from xinheng.areas.intake.actions.outcome import Outcome
from xinheng.areas.intake.actions.rows import PERSONS, SPOOLED
from xinheng.areas.intake.actions.spool import Spool
from xinheng.areas.intake.actions.weighing import Weighed
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.terms import Counts, State
from xinheng.plumbing.clock import day_of


def checked_by() -> str:
    """What a file is checked by: the platform's version and the digest of its law."""
    return f"{version('xinheng')}/{catalogue.lawbook().digest}"


def weighed_before(submission: Submission, *, folder: Path) -> Weighed | None:
    """All rows unchanged, where the same file placed every row before and all of them stand; else None.

    The caller holds the item's lock. Same file: byte for byte, from the same department, with the same mapping,
    checked by the same rules. Rows that were rejected, waited or stood before are looked at again.
    """
    before = _placed_whole(submission)
    if before is None or archive.standing_of(before.pk) != before.received:
        return None
    nothing = pl.DataFrame(schema=SPOOLED).select(INDEX)
    file = CheckedFile(
        item=catalogue.item(submission.item, on=day_of(submission.received_at)).value,
        rows=Spool(folder, "rows"), findings=_findings_again(before, folder), index=nothing,
        persons=PERSONS.to_frame(), layout=before.layout, preview=before.preview,
    )  # fmt: skip
    outcomes = nothing.select("row_no", outcome=pl.lit(None, pl.String), current_id=pl.lit(None, pl.Int64))
    counts = Counts(
        **dict.fromkeys(Outcome, 0) | {"received": before.received, Outcome.UNCHANGED: before.received}
    )
    return Weighed(file=file, outcomes=outcomes, counts=counts, rule_counts=before.rule_counts)


def _placed_whole(submission: Submission) -> Submission | None:
    """The newest deposit of the same file that left no row aside."""
    mapped = Q(mapping=submission.mapping) if submission.mapping else Q(mapping__isnull=True)
    same = Submission.objects.filter(
        mapped, file_hash=submission.file_hash, file_size=submission.file_size, item=submission.item,
        department=submission.department_id, checked_by=checked_by(),
    )  # fmt: skip
    placed = same.filter(state=State.DEPOSITED, unchanged=0, rejected=0, pending=0, received__gt=0)
    return placed.exclude(pk=submission.pk).order_by("-pk").first()


def _findings_again(before: Submission, folder: Path) -> Spool:
    """What was remarked about the rows, for this submission's own receipt."""
    findings = Spool(folder, "findings")
    if before.findings is not None:
        with findings_file(before.findings) as path:
            for portion in pl.scan_parquet(path).collect_batches():
                findings.write(portion)
    return findings

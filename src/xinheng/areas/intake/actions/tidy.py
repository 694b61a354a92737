"""Sweeping up after processes that were killed: files and staged rows that no submission knows of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xinheng.areas.archive import actions as archive
from xinheng.areas.intake.actions.alone import alone_if_free, of_submission
from xinheng.areas.intake.actions.findings import PURPOSE as FINDINGS
from xinheng.areas.intake.actions.receive import PURPOSE as SUBMISSIONS
from xinheng.areas.intake.actions.uploads import PURPOSE as UPLOADS
from xinheng.areas.intake.models import Submission, UploadPart
from xinheng.areas.intake.states import State
from xinheng.plumbing.files.store import file_store


@dataclass(frozen=True, slots=True)
class Swept:
    """How many files and tables of staged rows were removed."""

    files: int
    loads: int


def tidy(*, before: datetime) -> Swept:
    """Remove what was left by processes that are gone.

    `before` spares files written since: their submission may still be on its way. Staged rows are spared while
    their submission is worked on, or may be taken up again.
    """
    return Swept(files=_sweep_files(before), loads=_sweep_loads())


def _sweep_files(before: datetime) -> int:
    files, swept = file_store(), 0
    kept = (
        (SUBMISSIONS, Submission.objects.all(), "stored__name"),
        (FINDINGS, Submission.objects.all(), "findings__name"),
        (UPLOADS, UploadPart.objects.all(), "stored__name"),
    )
    for purpose, rows, column in kept:
        # listed first: a file that is remembered afterwards is then among the remembered
        found = [name for name in files.names(purpose) if files.written_at(name) < before]
        if not found:
            continue
        remembered = set(
            rows.exclude(**{column: None}).values_list(column, flat=True).iterator()
        )
        for name in found:
            if name not in remembered:
                files.delete_unremembered(name)
                swept += 1
    return swept


def _sweep_loads() -> int:
    swept = 0
    for number in archive.loads_left():
        with alone_if_free(of_submission(number)) as free:
            going_on = Submission.objects.filter(
                pk=number, state__in=(State.RECEIVED, State.CHECKING, State.DEPOSITING)
            ).exists()
            if free and not going_on:
                archive.discard_load(number)
                swept += 1
    return swept

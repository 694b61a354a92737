"""Sweeping up after processes that were killed: files and staged rows that no submission knows of."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from xinheng.areas.archive import actions as archive
from xinheng.areas.intake.actions.alone import alone_if_free, of_submission
from xinheng.areas.intake.actions.findings import PURPOSE as FINDINGS
from xinheng.areas.intake.actions.receive import PURPOSE as SUBMISSIONS
from xinheng.areas.intake.actions.uploads import PURPOSE as UPLOADS
from xinheng.areas.intake.models import Submission, Upload, UploadPart
from xinheng.areas.intake.terms import State
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


def known_files() -> Iterator[str]:
    """Names of all files that submissions know of. Pieces of uploads are none: an upload can be begun again."""
    for rows, column in _KEPT[:2]:
        yield from _names(rows, column)


def forget_lost(names: Collection[str]) -> None:
    """After a restore: files that the backup could not hold are forgotten, and uploads that were not whole."""
    for rows, column in _KEPT[:2]:
        rows.objects.filter(**{f"{column}__in": names}).update(**{column.removesuffix("__name"): None})
    Upload.objects.filter(submission=None).delete()


_KEPT: Final[tuple[tuple[type[Submission | UploadPart], str], ...]] = (
    (Submission, "stored__name"), (Submission, "findings__name"), (UploadPart, "stored__name")
)  # fmt: skip
"""Where the names of kept files stand, in the order of `_PURPOSES`."""
_PURPOSES: Final = (SUBMISSIONS, FINDINGS, UPLOADS)


def _names(rows: type[Submission | UploadPart], column: str) -> Iterator[str]:
    found = rows.objects.filter(**{f"{column}__isnull": False}).values_list(column, flat=True)
    yield from found.iterator()


def _sweep_files(before: datetime) -> int:
    files, swept = file_store(), 0
    for purpose, (rows, column) in zip(_PURPOSES, _KEPT, strict=True):
        # listed first: a file that is remembered afterwards is then among the remembered
        found = [name for name in files.names(purpose) if files.written_at(name) < before]
        if not found:
            continue
        known = set(_names(rows, column))
        for name in found:
            if name not in known:
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

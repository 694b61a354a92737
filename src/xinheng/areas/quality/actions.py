"""The board's state changes: due days from the packs, source counts, explanations that close a problem."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import polars as pl

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.quality.models import Closure, SourceCount, SourceReport
from xinheng.areas.quality.rules.clocks import due_days
from xinheng.areas.quality.rules.source_counts import COLUMNS, CountFault, Known, read_counts
from xinheng.areas.quality.store import counts, faults
from xinheng.areas.quality.store.due import replace_due
from xinheng.areas.quality.terms import Asked, Fault, SourceLine
from xinheng.kernel.lawbook import Lawbook
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.files.store import file_store
from xinheng.plumbing.tabular.columns import apply_mapping, map_columns
from xinheng.plumbing.tabular.opening import open_table
from xinheng.plumbing.tabular.terms import Field, Limits, UnreadableTable

AHEAD = 10
"""Years beyond the load for which due days are made: clocks go on when nobody loads the packs for long."""

_LIMITS = Limits(file_bytes=16 * 1024**2, rows=20_000, workbook_bytes=16 * 1024**2)


class FaultyCounts(UnreadableTable):
    """The file of source counts is not taken; `faults` says why, row by row."""

    status = 422

    def __init__(self, faults: tuple[CountFault, ...]) -> None:
        super().__init__(
            Text(
                zh=f"文件有 {len(faults)} 处错误，整份未采用，请改正后重报。",
                en=f"The file has {len(faults)} faults and was not taken: correct it and send it again.",
            )
        )
        self.faults = faults


class UnableToClose(RuntimeError):
    """The problem is closed already or is none, or no reason was given."""


@dataclass(frozen=True, slots=True)
class CountsFile:
    """A source-count file as it came: its name, hash and lines."""

    name: str
    digest: str
    lines: tuple[SourceLine, ...]


@recorded("quality.clocks_loaded")
def load_clocks(lawbook: Lawbook, *, actor: str, at: datetime) -> Recorded[int]:
    """Put the packs' due days in the place of those that stood. Returns their number."""
    today = day_of(at)
    made = replace_due(due_days(lawbook, until=today.replace(year=today.year + AHEAD, month=12, day=31)))
    return Recorded(made, about=("lawpacks", lawbook.digest), payload={"days": made})


def report_source_counts(
    stream: IO[bytes], *, file_name: str, departments: Collection[DepartmentFacts], actor: str, at: datetime
) -> SourceReport:
    """Take a file of source counts (CSV or XLSX) for these departments.

    Raises FaultyCounts, or another UnreadableTable where the file is no such table; nothing is kept then.
    """
    with file_store().workspace() as folder:
        path = folder / "counts"
        content = stream.read(_LIMITS.file_bytes + 1)
        path.write_bytes(content)
        lines = _read(path, file_name=file_name, departments=departments, at=at)
    file = CountsFile(file_name[-255:], hashlib.sha256(content).hexdigest(), lines)
    return keep_counts(file, actor=actor, at=at)


@recorded("quality.counts_reported")
def keep_counts(file: CountsFile, *, actor: str, at: datetime) -> Recorded[SourceReport]:
    """Keep what departments counted themselves."""
    report = SourceReport.objects.create(file_name=file.name, file_hash=file.digest, actor=actor, at=at)
    SourceCount.objects.bulk_create(
        SourceCount(
            report=report,
            department_id=line.department,
            item=line.item,
            first=line.first,
            last=line.last,
            count=line.count,
        )
        for line in file.lines
    )
    payload: dict[str, Json] = {
        "file": file.digest,
        "lines": len(file.lines),
        "departments": list[Json](sorted({line.department for line in file.lines})),
        "counted": sum(line.count for line in file.lines),
    }
    return Recorded(report, about=("source_report", str(report.pk)), payload=payload)


@recorded("quality.problem_closed")
def close_late(submission: int, *, reason: str, actor: str, at: datetime) -> Recorded[int]:
    """Close the late records that a submission brought, with a reason. Returns their number."""
    found = faults.late_of_submission(submission, moment=at)
    if found is None or not reason.strip() or faults.closed_before(Fault.LATE, submission):
        raise UnableToClose("there is nothing late to close, it is closed already, or no reason was given")
    _close(Fault.LATE, submission, department=found["department"], reason=reason, actor=actor, at=at)
    payload = {"fault": Fault.LATE.value, "records": found["records"], "reason": reason.strip()}
    return Recorded(int(found["records"]), about=("submission", found["receipt_no"]), payload=payload)


@recorded("quality.problem_closed")
def close_concealed(number: int, *, reason: str, actor: str, at: datetime) -> Recorded[int]:
    """Close the difference between a source count and what was received. Returns the missing records."""
    found = counts.counted(Asked(), moment=at, number=number)
    missing = found[0]["count"] - found[0]["received"] if found else 0
    if missing <= 0 or not reason.strip() or faults.closed_before(Fault.CONCEALED, number):
        raise UnableToClose("nothing is missing, it is closed already, or no reason was given")
    department = found[0]["department"]
    _close(Fault.CONCEALED, number, department=department, reason=reason, actor=actor, at=at)
    payload = {"fault": Fault.CONCEALED.value, "records": missing, "reason": reason.strip()}
    return Recorded(missing, about=("source_count", str(number)), payload=payload)


def _close(fault: Fault, about: int, *, department: str, reason: str, actor: str, at: datetime) -> None:
    Closure.objects.create(
        fault=fault.value, about=about, department_id=department, reason=reason.strip(), actor=actor, at=at
    )


def _read(
    path: Path, *, file_name: str, departments: Collection[DepartmentFacts], at: datetime
) -> tuple[SourceLine, ...]:
    """The lines of a file; FaultyCounts with everything that is wrong with it."""
    fields = [Field(each.code, each.titles, each.aliases, required=True) for each in COLUMNS]
    table = open_table(path, filename=file_name, limits=_LIMITS, fields=fields)
    columns = map_columns(table.header, fields)
    if columns.missing_required:
        titles = [each.titles for each in COLUMNS if each.code in columns.missing_required]
        missing = Text(
            zh=f"缺少列：{'、'.join(zh for zh, _ in titles)}。",
            en=f"Columns are missing: {', '.join(en for _, en in titles)}.",
        )
        raise FaultyCounts((CountFault(0, missing),))
    parts = [apply_mapping(batch, columns) for batch in table.batches()]
    known = _known(departments, at)
    empty = pl.DataFrame(schema={"row_no": pl.UInt32} | {each.code: pl.String for each in COLUMNS})
    lines, found = read_counts(pl.concat([empty, *parts], how="diagonal"), known)
    found += tuple(CountFault(row.row_no, row.reason) for row in table.malformed)
    if found:
        raise FaultyCounts(
            tuple(
                CountFault(each.row_no + table.rows_above if each.row_no else 0, each.text) for each in found
            )
        )
    return lines


def _known(departments: Collection[DepartmentFacts], at: datetime) -> Known:
    """Names of departments and items as people write them."""
    names: dict[str, str] = {}
    for each in departments:
        names |= dict.fromkeys(filter(None, (each.code, each.name.zh, each.name.en, each.uscc)), each.code)
    items: dict[str, str] = {}
    for ruled in catalogue.lawbook().as_of(day_of(at)).items():
        item = ruled.value
        items |= dict.fromkeys((item.id, item.title.zh, item.title.en), item.id)
    return Known(departments=names, items=items, today=day_of(at))

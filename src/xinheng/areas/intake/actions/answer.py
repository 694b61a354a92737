"""What a sender gets back of a file: its own workbook with the faults marked, and all findings as files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from xinheng.areas.intake.actions.findings import findings_file
from xinheng.areas.intake.actions.opened import opened
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.rules.report import FINDINGS
from xinheng.areas.intake.terms import COUNT_TITLES, RULES, STATE_TITLES, State
from xinheng.kernel.lawbook.meta import CatalogueItem
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import SHANGHAI
from xinheng.plumbing.files.store import file_store
from xinheng.plumbing.tabular.findings import write_findings
from xinheng.plumbing.tabular.workbook import Receipt, annotate


class NothingToMark(LookupError):
    """The file is not kept any more, or it never was a table: there is nothing to mark faults in."""


@dataclass(frozen=True, slots=True)
class FindingFiles:
    """All findings of a submission, for machines and for spreadsheets."""

    parquet: Path
    csv: Path


@contextmanager
def marked_workbook(submission: Submission) -> Iterator[Path]:
    """The sender's workbook with faulty cells coloured and explained; gone when the context ends.

    Above 50,000 rows only the faulty rows. Raises `NothingToMark`.
    """
    if not submission.stored or not submission.layout:
        raise NothingToMark(submission.receipt_no)
    with file_store().workspace() as folder, opened(submission) as file:
        output = folder / "receipt.xlsx"
        annotate(
            file.path,
            _findings(submission),
            table=file.table,
            receipt=_receipt(submission, file.item),
            received=submission.received,
            output=output,
        )
        yield output


@contextmanager
def finding_files(submission: Submission) -> Iterator[FindingFiles]:
    """All findings as Parquet and CSV; gone when the context ends."""
    with file_store().workspace() as folder:
        files = FindingFiles(parquet=folder / "findings.parquet", csv=folder / "findings.csv")
        write_findings(
            _findings(submission),
            texts={rule: told.text for rule, told in RULES.items()},
            headers=headers_by_code(submission),
            rows_above=submission.layout.get("rows_above", 0),
            parquet=files.parquet,
            csv=files.csv,
        )
        yield files


def headers_by_code(submission: Submission) -> dict[str, str]:
    """Field code → the header that the sender gave the column."""
    return {code: header for header, code in submission.layout.get("used", {}).items()}


def _findings(submission: Submission) -> pl.DataFrame:
    if submission.findings is None:
        return pl.DataFrame(schema=FINDINGS)
    with findings_file(submission.findings) as path:
        return pl.read_parquet(path)


def _receipt(submission: Submission, item: CatalogueItem) -> Receipt:
    """What the receipt sheet says beside the findings."""
    at = submission.finished_at or submission.received_at
    name = submission.department.name.in_("zh")
    facts = (
        (Text(zh="回执编号", en="Receipt number"), submission.receipt_no),
        (Text(zh="状态", en="State"), STATE_TITLES[State(submission.state)].zh),
        (Text(zh="报送部门", en="Sender"), name),
        (Text(zh="事项", en="Item"), item.title.zh),
        (Text(zh="文件", en="File"), submission.file_name),
        (Text(zh="时间", en="Time"), f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"),
    )
    counts = tuple((title, getattr(submission, count)) for count, title in COUNT_TITLES.items())
    return Receipt(
        title=Text(zh="报送回执", en="Receipt"),
        facts=facts,
        counts=counts,
        rules={rule: told.text for rule, told in RULES.items()},
        headers=headers_by_code(submission),
    )

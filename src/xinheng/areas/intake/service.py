"""Questions to intake: one submission by its receipt number, a department's history, what waits for a person."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.db.models import QuerySet

from xinheng.areas.archive import service as archive
from xinheng.areas.archive.terms import BatchPlace
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.intake import store
from xinheng.areas.intake.actions import findings_file
from xinheng.areas.intake.actions.rows import KEY_BYTES
from xinheng.areas.intake.models import PendingRow, ProblemRow, Receipt, Submission
from xinheng.areas.intake.store import COUNTS
from xinheng.areas.intake.terms import RULES, STATE_TITLES, PendingState, ProblemState, Severity, State
from xinheng.areas.ledger import service as ledger
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.content import Content, closed
from xinheng.kernel.tlog.proof import RecordProof
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.crypto.signing import node_signer


class NoSuchSubmission(LookupError):
    """No submission has that receipt number, or it is not for the asker's eyes."""


@dataclass(frozen=True)
class RuleCount:
    """How often a rule found fault, and what it tells the sender."""

    rule: str
    text: Text
    severity: Severity
    rows: int


@dataclass(frozen=True)
class ReceiptFacts:
    """One receipt: its number within the submission, when, the counts, the place in the ledger."""

    number: int
    at: datetime
    counts: Mapping[str, int]
    ledger_entry: int


@dataclass(frozen=True)
class SubmissionFacts:
    """A submission as its sender and the centre read it. `error` tells why a file was refused whole."""

    id: int
    receipt_no: str
    department: str
    item: str
    item_title: Text
    file_name: str
    file_size: int
    file_hash: str
    channel: str
    actor: str
    state: State
    state_title: Text
    error: Text | None
    status: int
    progress: int
    received_at: datetime
    finished_at: datetime | None
    counts: Mapping[str, int]
    rules: tuple[RuleCount, ...]
    layout: Mapping[str, Any]
    preview: tuple[Mapping[str, str], ...]
    receipts: tuple[ReceiptFacts, ...]
    has_findings: bool

    @property
    def done(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state not in {State.RECEIVED, State.CHECKING, State.DEPOSITING}


def submission(receipt_no: str, *, department: str | None = None) -> SubmissionFacts:
    """One submission; with `department` only when it is that department's own."""
    return facts(find(receipt_no, department=department))


def find(receipt_no: str, *, department: str | None = None) -> Submission:
    """The row of a submission, for the actions; `NoSuchSubmission` when there is none for the asker."""
    asked = Submission.objects.select_related("department").filter(receipt_no=receipt_no)
    if department is not None:
        asked = asked.filter(department_id=department)
    found = asked.first()
    if found is None:
        raise NoSuchSubmission(receipt_no)
    return found


def history(*, department: str | None = None, item: str = "", state: str = "") -> QuerySet[Submission]:
    """Submissions, newest first; of one department, or of all."""
    asked = Submission.objects.select_related("department").order_by("-received_at", "-id")
    chosen = {"department_id": department, "item": item, "state": state}
    return asked.filter(**{name: value for name, value in chosen.items() if value})


def unfinished(*, before: datetime) -> QuerySet[Submission]:
    """Submissions that came in, or were begun, before a moment and still are not done."""
    going_on = (State.RECEIVED, State.CHECKING, State.DEPOSITING)
    return Submission.objects.filter(state__in=going_on, received_at__lt=before).exclude(
        started_at__gte=before
    )


@dataclass(frozen=True, slots=True)
class GoingOn:
    """Numbers by state, by outcome, by rule."""

    submissions: Mapping[str, int]
    rows: Mapping[str, int]
    pending: Mapping[str, int]


def going_on(*, since: datetime) -> GoingOn:
    """Submissions that are not done, and those received since a moment; rows of these, and rows that wait."""
    open_ones, done = store.by_state(since=since)
    return GoingOn(
        submissions=open_ones | done, rows=store.rows_since(since), pending=store.pending_by_rule()
    )


def pending_rows(*, department: str | None = None) -> QuerySet[PendingRow]:
    """Rows that wait for a person, oldest first."""
    asked = PendingRow.objects.filter(state=PendingState.OPEN).select_related("submission__department")
    if department is not None:
        asked = asked.filter(submission__department_id=department)
    return asked.order_by("submission__received_at", "row_no")


def record_key(row: PendingRow) -> bytes:
    """Natural key (16 bytes) of the record that a waiting row tells of, as it was sent."""
    return hashlib.sha256(row.row["key_material"].encode()).digest()[:KEY_BYTES]


def problem_rows(*, department: str | None = None) -> QuerySet[ProblemRow]:
    """Rejected rows that are neither mended nor closed, oldest first."""
    asked = ProblemRow.objects.filter(state=ProblemState.OPEN).select_related("submission__department")
    if department is not None:
        asked = asked.filter(submission__department_id=department)
    return asked.order_by("submission__received_at", "row_no")


def facts(row: Submission) -> SubmissionFacts:
    """What a submission's row says, in words."""
    error = Text(zh=row.error["zh"], en=row.error["en"]) if row.error else None
    return SubmissionFacts(
        id=row.pk,
        receipt_no=row.receipt_no,
        department=row.department_id,
        item=row.item,
        item_title=_title(row),
        file_name=row.file_name,
        file_size=row.file_size,
        file_hash=row.file_hash,
        channel=row.channel,
        actor=row.actor,
        state=State(row.state),
        state_title=STATE_TITLES[State(row.state)],
        error=error,
        status=row.error["status"] if row.error else 200,
        progress=row.progress,
        received_at=row.received_at,
        finished_at=row.finished_at,
        counts={name: getattr(row, name) for name in COUNTS},
        rules=tuple(_rule_count(rule, rows) for rule, rows in row.rule_counts.items()),
        layout=row.layout,
        preview=tuple(row.preview),
        receipts=tuple(
            ReceiptFacts(number=told.number, at=told.at, counts=told.counts, ledger_entry=told.ledger_entry)
            for told in row.receipts.order_by("number")
        ),
        has_findings=row.findings is not None,
    )


def ledger_position(version_id: int) -> int | None:
    """Place in the log of the entry that deposited a version; None when nothing is known of it."""
    place = archive.batch_place(version_id)
    return None if place is None else _entry_of(place)


def record_proof(version_id: int, *, shown: Collection[str]) -> RecordProof:
    """Proof of one version under the newest checkpoint, for anybody.

    `shown`: codes of the fields that the law shows today. What was withheld at deposit stands as a hash. Where the law
    has come to hide a field that was not, the content stays out: it proves itself whole or not at all.
    Raises `ledger.NoSuchEntry`, or `ledger.NotYetCovered` until a checkpoint covers it.
    """
    place = archive.batch_place(version_id)
    entry = None if place is None else _entry_of(place)
    if place is None or entry is None:
        raise ledger.NoSuchEntry(f"nothing is known of version {version_id}")
    return ledger.record_proof(
        entry,
        index=place.index,
        chunk=archive.batch_rows(place, wanted=ledger.rows_needed(entry, place.index)),
        content=_public(archive.content(version_id), shown),
        keys=[node_signer().key],
    )


def _public(content: Content | None, shown: Collection[str]) -> Content | None:
    return closed(content) if content is not None and content.data.keys() <= set(shown) else None


def _entry_of(place: BatchPlace) -> int | None:
    receipts = Receipt.objects.filter(submission_id=place.submission, at=place.at)
    return receipts.values_list("ledger_entry", flat=True).first()


@contextmanager
def findings(row: Submission) -> Iterator[Path | None]:
    """All findings of a submission as a private Parquet file: row_no, field, rule, severity, value."""
    if row.findings is None:
        yield None
        return
    with findings_file(row.findings) as path:
        yield path


def first_findings(row: Submission, *, limit: int) -> list[dict[str, Any]]:
    """The first findings of a submission, by row."""
    with findings(row) as path:
        if path is None:
            return []
        return pl.scan_parquet(path).sort("row_no").head(limit).collect().to_dicts()


def rule_counts(row: Submission) -> tuple[RuleCount, ...]:
    """Findings by rule with the severity they had in this file, most frequent first."""
    with findings(row) as path:
        if path is None:
            return ()
        counted = pl.scan_parquet(path).group_by("rule", "severity").len()
        rows = counted.sort("len", "rule", "severity", descending=[True, False, False]).collect().rows()
    return tuple(
        RuleCount(rule=rule, text=RULES[rule].text, severity=Severity(severity), rows=found)
        for rule, severity, found in rows
    )


def _title(row: Submission) -> Text:
    try:
        return catalogue.item(row.item, on=day_of(row.received_at)).value.title
    except LookupError:
        return Text(zh=row.item, en=row.item)


def _rule_count(rule: str, rows: int) -> RuleCount:
    told = RULES[rule]
    return RuleCount(rule=rule, text=told.text, severity=told.severity, rows=rows)

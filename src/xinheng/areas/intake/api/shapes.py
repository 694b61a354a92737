"""What intake's operations take and give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.urls import reverse
from ninja import Schema
from pydantic import ConfigDict, Field, StrictInt, StrictStr, StringConstraints

from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.service import SubmissionFacts
from xinheng.areas.intake.store import COUNTS
from xinheng.areas.intake.terms import Severity, State
from xinheng.plumbing.http.answers import Instant, Words
from xinheng.plumbing.http.inputs import Reason, Slug

ReceiptNo = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}-[0-9]{7,18}$")]
IdempotencyKey = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,200}$")]
Header = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
MOST_ROWS = 1000


class Counts(Schema):
    """received = new + corrected + withdrawn + unchanged + rejected + pending."""

    received: int
    new: int
    corrected: int
    withdrawn: int
    unchanged: int
    rejected: int
    pending: int


class Refusal(Schema):
    """Why a file was refused whole, and the HTTP status that fits."""

    status: int
    zh: str
    en: str


class RuleCount(Schema):
    """How often a rule found fault."""

    rule: str
    severity: Severity
    rows: int
    text: Words


class Receipt(Schema):
    """The first receipt, and one for each decision on a waiting row."""

    number: int
    at: Instant
    counts: Counts
    ledger_entry: int = Field(description="place in the ledger: /api/v1/ledger/entries/{seq}/proof")


class Layout(Schema):
    """How the file was read: every column is used or named as ignored."""

    format: str
    encoding: str | None = None
    sheet: str | None = None
    rows_above: int = 0
    used: dict[str, str] = Field(description="header → field code")
    ignored: list[str]
    no_data_rows: int = Field(description="titles, explanations and totals")
    blank_rows: int


class Links(Schema):
    """Where to go from here."""

    self: str
    findings_csv: str
    findings_parquet: str
    workbook: str


class SubmissionOut(Schema):
    """A submission as it stands now; ask again until `done`."""

    receipt_no: str
    department: str
    item: str
    item_title: Words
    file_name: str
    file_size: int
    channel: str
    state: State
    state_title: Words
    done: bool
    progress: int = Field(description="rows read so far")
    error: Refusal | None = None
    received_at: Instant
    finished_at: Instant | None = None
    counts: Counts
    rules: list[RuleCount]
    layout: Layout | None = None
    preview: list[dict[str, Any]] = Field(
        description="the first rows of a submission that waits to be confirmed"
    )
    receipts: list[Receipt]
    links: Links

    @classmethod
    def of(cls, told: SubmissionFacts) -> SubmissionOut:
        """From the facts."""
        plain = {name: getattr(told, name) for name in cls.model_fields if hasattr(told, name)}
        waiting = told.state is State.PREVIEWED
        given = {
            "item_title": _words(told.item_title),
            "state_title": _words(told.state_title),
            "error": _refusal(told),
            "rules": [_rule(rule) for rule in told.rules],
            "layout": told.layout or None,
            "preview": list(told.preview) if waiting else [],
            "receipts": [
                {name: getattr(one, name) for name in Receipt.model_fields} for one in told.receipts
            ],
            "links": links(told.receipt_no),
        }
        return cls.model_validate(plain | given)


class SubmissionLine(Schema):
    """A submission in a list."""

    receipt_no: str
    department: str
    item: str
    file_name: str
    state: State
    received_at: Instant
    finished_at: Instant | None
    counts: Counts
    url: str

    @classmethod
    def of(cls, row: Submission) -> SubmissionLine:
        """From the row."""
        return cls(
            receipt_no=row.receipt_no, department=row.department_id, item=row.item, file_name=row.file_name,
            state=State(row.state), received_at=row.received_at, finished_at=row.finished_at,
            counts=Counts(**{name: getattr(row, name) for name in COUNTS}), url=links(row.receipt_no)["self"],
        )  # fmt: skip


class SubmissionPage(Schema):
    """Submissions, newest first; `next` is the `after` of the page that follows."""

    items: list[SubmissionLine]
    next: str | None


class RowsIn(Schema):
    """Records as JSON: each row maps field codes, or headers of the mapping, to text."""

    model_config = ConfigDict(extra="forbid")

    item: Slug
    rows: list[dict[Header, StrictStr | StrictInt | None]] = Field(min_length=1, max_length=MOST_ROWS)
    hold: bool = False
    mapping: dict[str, Any] | None = None


class TakingBack(Schema):
    """Why a deposited submission is taken back."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason


def links(receipt_no: str) -> dict[str, str]:
    """The addresses of a submission."""

    def to(name: str) -> str:
        return reverse(f"api:{name}", kwargs={"receipt_no": receipt_no})

    return {
        "self": to("read_submission"),
        "findings_csv": to("findings_csv"),
        "findings_parquet": to("findings_parquet"),
        "workbook": to("receipt_workbook"),
    }


def _words(text: Any) -> Mapping[str, str]:
    return {"zh": text.zh, "en": text.en}


def _refusal(told: SubmissionFacts) -> Mapping[str, Any] | None:
    return None if told.error is None else {"status": told.status, **_words(told.error)}


def _rule(rule: Any) -> Mapping[str, Any]:
    return {"rule": rule.rule, "severity": rule.severity, "rows": rule.rows, "text": _words(rule.text)}

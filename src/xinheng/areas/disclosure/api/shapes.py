"""A record on display, as the API tells it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated

from django.urls import reverse
from ninja import Query, Schema
from pydantic import Field, StringConstraints

from xinheng.areas.archive.terms import Change, MarkKind
from xinheng.areas.disclosure.terms import HeldRecord, ShownMark, ShownRecord, View, Visibility
from xinheng.kernel.lawbook import Citation
from xinheng.plumbing import clock
from xinheng.plumbing.http.answers import Instant, Words
from xinheng.plumbing.http.inputs import Day, Moment

Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
_STILL = "only what is still on display now, as it is now"
AsOf = Annotated[
    Day | None, Query(None, description=f"what was, or will be, shown on this day (Asia/Shanghai): {_STILL}")
]
KnownAt = Annotated[Moment | None, Query(None, description=f"from what was known at this moment: {_STILL}")]


class CitationOut(Schema):
    """Where a rule stands, in its own words."""

    instrument: str
    title: Words
    number: str | None
    article: str
    quote: str | None


class FieldOut(Schema):
    """One field that anybody may read."""

    code: str
    title: Words
    value: str


class MarkOut(Schema):
    """What has to be told beside the record: that it is contested, or what its subject states."""

    kind: MarkKind
    title: Words
    words: Words
    since: Instant

    @classmethod
    def of(cls, mark: ShownMark) -> MarkOut:
        """From the facts."""
        return cls(
            kind=mark.kind,
            title=Words(zh=mark.title.zh, en=mark.title.en),
            words=Words(zh=mark.words.zh, en=mark.words.en),
            since=mark.since,
        )


class RecordOut(Schema):
    """A record on display: what was decided, by whom, on which basis it is shown, and until when."""

    item: str
    item_title: Words
    effect: str
    key: str
    subject: str
    subject_name: str
    organ_name: str
    instrument: str
    decided_on: date | None
    begins_on: date | None
    ends_on: date | None
    region: str
    source: str
    received_at: Instant
    change: Change
    shown_until: date | None = Field(
        description="last day of display; null: its clock has not started, or no end in law"
    )
    rule: str = Field(description="the entry of the lawpack that gives the term, and its version")
    rule_status: str
    citations: list[CitationOut]
    fields: list[FieldOut]
    marks: list[MarkOut] = Field(
        description="to be told wherever the record is: contested since when, its subject's statement"
    )
    url: str
    proof_url: str

    @classmethod
    def of(cls, record: ShownRecord) -> RecordOut:
        """From the facts."""
        address = {"item": record.item, "key": record.key}
        return cls(
            **{name: getattr(record, name) for name in _PLAIN},
            change=Change(record.change),
            item_title=Words(zh=record.item_title.zh, en=record.item_title.en),
            received_at=record.known_from,
            citations=[citation(one) for one in record.citations],
            fields=[
                FieldOut(code=one.code, title=Words(zh=one.title.zh, en=one.title.en), value=one.value)
                for one in record.fields
            ],
            marks=[MarkOut.of(mark) for mark in record.marks],
            url=reverse("api:read_record", kwargs=address),
            proof_url=reverse("api:record_proof", kwargs=address),
        )


_PLAIN = (
    "item", "effect", "key", "subject", "subject_name", "organ_name", "instrument", "decided_on", "begins_on",
    "ends_on", "region", "source", "shown_until", "rule", "rule_status",
)  # fmt: skip


class VersionOut(Schema):
    """What one submission did to the record."""

    change: Change
    received_at: Instant
    source: str


class HeldMarkOut(Schema):
    """A mark that the record bears or bore."""

    kind: MarkKind
    case: tuple[str, str]
    words: Words
    since: Instant
    ended_at: Instant | None


class HeldOut(Schema):
    """A record as the archive holds it, on display or not. `shown_then`, `shown_now`: why, or why not."""

    item: str
    key: str
    sealed: bool
    shown_then: Visibility | None
    shown_now: Visibility
    subject: str | None
    instrument: str | None
    decided_on: date | None
    ends_on: date | None
    fields: list[FieldOut]
    marks: list[HeldMarkOut]
    versions: list[VersionOut]
    as_of: date
    known_at: Instant

    @classmethod
    def of(cls, held: HeldRecord, view: View) -> HeldOut:
        """From the facts."""
        version = held.version
        return cls(
            item=held.item, key=held.key.hex(), sealed=held.sealed,
            shown_then=held.then.outcome if held.then else None, shown_now=held.now.outcome,
            subject=version.subject if version else None, instrument=version.instrument if version else None,
            decided_on=version.decided_on if version else None, ends_on=version.ends_on if version else None,
            fields=[FieldOut(code=one.code, title=Words(zh=one.title.zh, en=one.title.en), value=one.value)
                    for one in held.fields],
            marks=[HeldMarkOut(kind=one.kind, case=one.case, words=Words(zh=one.words.zh, en=one.words.en),
                               since=one.at, ended_at=one.ended_at) for one in held.marks],
            versions=[VersionOut(change=one.change, received_at=one.known_from, source=one.source)
                      for one in held.versions],
            as_of=view.day, known_at=view.moment,
        )  # fmt: skip


class RecordPage(Schema):
    """Records, newest decision first; `total` counts all that are on display."""

    items: list[RecordOut]
    total: int
    as_of: date
    known_at: Instant


def view_of(as_of: date | None, known_at: datetime | None, *, now: datetime) -> View:
    """What is asked for, as the public may see it: only what is still on display now, whatever the day (DIS-08).

    A day that is over is looked at with what was known at its end, unless something else is asked.
    """
    today = clock.day_of(now)
    day = as_of or today
    if known_at is None:
        end = datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.SHANGHAI) - timedelta(
            microseconds=1
        )
        known_at = min(now, end)
    return View(day=day, moment=known_at, today=today, provided_at=now)


def citation(one: Citation) -> CitationOut:
    """A citation."""
    return CitationOut(
        instrument=one.instrument, title=Words(zh=one.title.zh, en=one.title.en), number=one.number,
        article=one.article, quote=one.quote,
    )  # fmt: skip


def records_of(found: Sequence[ShownRecord]) -> list[RecordOut]:
    """Several records."""
    return [RecordOut.of(record) for record in found]

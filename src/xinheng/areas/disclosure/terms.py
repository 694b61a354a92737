"""Facts and words of disclosure: why a record is shown or not, and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from xinheng.areas.archive.terms import MARK_TITLES, MarkFacts, MarkKind, VersionFacts
from xinheng.kernel.lawbook.decision import Decision
from xinheng.kernel.lawbook.ruling import Citation
from xinheng.kernel.text import Text


class Visibility(StrEnum):
    """What the public sees of a record on a day."""

    SHOWN = "shown"
    NO_TERM = "no_term"
    NOT_PROACTIVE = "not_proactive"
    ABOUT_PERSON = "about_person"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    REMOVED = "removed"
    REPAIRED = "repaired"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    REVIEW_PENDING = "review_pending"
    REVIEW_REFUSED = "review_refused"
    OVER = "over"


VISIBILITY_TITLES: Mapping[Visibility, Text] = {
    Visibility.SHOWN: Text(zh="公示中", en="Shown"),
    Visibility.NO_TERM: Text(zh="无公示依据，不公示", en="Not shown: no rule allows it"),
    Visibility.NOT_PROACTIVE: Text(zh="不主动公开", en="Not shown: not open to everybody"),
    Visibility.ABOUT_PERSON: Text(zh="涉及自然人，不公示", en="Not shown: about a natural person"),
    Visibility.WITHDRAWN: Text(zh="已撤销", en="Withdrawn"),
    Visibility.REVOKED: Text(zh="所依据的行为被撤销，自始无效", en="Void: the act was revoked"),
    Visibility.REMOVED: Text(zh="异议成立，已删除", en="Void: removed after an objection"),
    Visibility.REPAIRED: Text(zh="已修复", en="Repaired"),
    Visibility.SUSPENDED: Text(zh="暂停公示", en="Display suspended"),
    Visibility.LAPSED: Text(zh="异议逾期未办结，暂停公示", en="Suspended: its objection is overdue"),
    Visibility.REVIEW_PENDING: Text(zh="待合法性审查", en="Awaiting legality review"),
    Visibility.REVIEW_REFUSED: Text(zh="合法性审查未通过", en="Refused in legality review"),
    Visibility.OVER: Text(zh="公示期已满", en="Term of display is over"),
}


BARRED_BY: Mapping[MarkKind, Visibility] = {
    MarkKind.REVOKED: Visibility.REVOKED,
    MarkKind.REMOVED: Visibility.REMOVED,
    MarkKind.REPAIRED: Visibility.REPAIRED,
    MarkKind.SUSPENDED: Visibility.SUSPENDED,
}
"""What each mark that hides a record makes of it; where several stand, the first is the reason."""


class ReviewDecision(StrEnum):
    """Outcome of the legality review before first display."""

    APPROVED = "approved"
    REFUSED = "refused"


DECISION_TITLES: Mapping[ReviewDecision, Text] = {
    ReviewDecision.APPROVED: Text(zh="同意公示", en="Approved for display"),
    ReviewDecision.REFUSED: Text(zh="不予公示", en="Not to be displayed"),
}


class ReviewScope(StrEnum):
    """What one review decision is about."""

    SUBMISSION = "submission"
    VERSION = "version"


@dataclass(frozen=True)
class ShownField:
    """One field of a record as the public may read it."""

    code: str
    title: Text
    value: str


@dataclass(frozen=True)
class View:
    """What is looked at: the law of `day`, from what was known at `moment`.

    With `provided_at` (and its day, `today`) it is the public's look at another day or moment: only what is still on
    display then, as it is then, may be provided (DIS-08).
    """

    day: date
    moment: datetime
    today: date | None = None
    provided_at: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing has to be left out: it is today's view, or not the public's."""
        if self.provided_at is None:
            return True
        return self.day == self.today and self.moment >= self.provided_at


@dataclass(frozen=True)
class ShownMark:
    """A mark that is told beside a record: contested since when, or what the subject states."""

    kind: MarkKind
    words: Text
    since: datetime

    @property
    def title(self) -> Text:
        """What kind of mark it is."""
        return MARK_TITLES[self.kind]


@dataclass(frozen=True)
class ShownRecord:
    """A record on display, with everything R2 asks for: basis, source, end and the rule that gave the end.

    `shown_until` is the last day of display; None means that its clock has not started or that it has no end in law.
    `marks` have to be told wherever the record is: that it is contested, and what its subject states.
    """

    id: int
    item: str
    item_title: Text
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
    known_from: datetime
    change: str
    shown_until: date | None
    rule: str
    rule_status: str
    citations: Sequence[Citation] = ()
    fields: Sequence[ShownField] = field(default_factory=tuple)
    marks: Sequence[ShownMark] = ()

    @property
    def objected_since(self) -> datetime | None:
        """Since when the record is contested; None when it is not."""
        return next((mark.since for mark in self.marks if mark.kind is MarkKind.OBJECTED), None)


@dataclass(frozen=True)
class CountingRecord:
    """A record that may count on a day for a list, a check or an evaluation.

    `counts_until` is its last day, None without an end; `rule` the entry that gave it, "" where the law gives the item
    no term. `marks` are all that stand, for the reasons of an answer: a contested or suspended one says so.
    """

    id: int
    item: str
    key: bytes
    effect: str
    subject: str
    organ: str
    instrument: str
    decided_on: date | None
    begins_on: date | None
    ends_on: date | None
    provider: str
    source: str
    known_from: datetime
    data: Mapping[str, str]
    counts_until: date | None
    rule: str
    marks: Sequence[ShownMark] = ()


@dataclass(frozen=True)
class HeldRecord:
    """A record as the archive holds it, for who may read it: on display or not, sealed or not.

    `version` is the one that stood on the day and at the moment asked for, None where none did, with its `fields`;
    `then` and `now` say why it was, and is, on display or not; `versions` and `marks` are all up to that moment.
    """

    item: str
    item_title: Text
    key: bytes
    version: VersionFacts | None
    fields: Sequence[ShownField]
    then: Decision[Visibility] | None
    now: Decision[Visibility]
    sealed: bool
    versions: Sequence[VersionFacts]
    marks: Sequence[MarkFacts]


@dataclass(frozen=True)
class ProvidedRecord:
    """A record as somebody reads it who was let in beyond the public.

    `until` is the last day on which it may be provided, None without an end or before its clock has started; `marks`
    say that it is contested, and what its subject states.
    """

    item: str
    item_title: Text
    effect: str
    key: str
    subject: str
    organ_name: str
    instrument: str
    decided_on: date | None
    ends_on: date | None
    source: str
    known_from: datetime
    change: str
    until: date | None
    rule: str
    rule_status: str
    citations: Sequence[Citation] = ()
    fields: Sequence[ShownField] = field(default_factory=tuple)
    marks: Sequence[ShownMark] = ()


@dataclass(frozen=True)
class OwnRecord(ProvidedRecord):
    """A record as its subject reads it: with why the public sees it or not.

    A `sealed` one left display for good: the subject is told of it, its content is evidence for the audit role alone.
    """

    visibility: Visibility = Visibility.SHOWN
    sealed: bool = False


@dataclass(frozen=True)
class Gone:
    """Since when a record that was on display is not any more, and why."""

    at: datetime
    why: Visibility


@dataclass(frozen=True)
class Awaiting:
    """Records of one submission that await the legality review before first display (PUB-09)."""

    submission: int
    item: str
    item_title: Text
    records: int


@dataclass(frozen=True)
class ReviewFacts:
    """One decision of the legality review."""

    id: int
    scope: ReviewScope
    about: int
    decision: ReviewDecision
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True)
class PublicityFilter:
    """What somebody asks of the double-publicity column; every part may be left out.

    `about` (codes of organisations) and `instrument` are two ways to name the same thing: either finds a record.
    `after` is the (decision day, version) of the last record of the page before.
    """

    items: tuple[str, ...] = ()
    subject: str = ""
    about: tuple[str, ...] = ()
    instrument: str = ""
    organ: str = ""
    provider: str = ""
    region: str = ""
    decided_from: date | None = None
    decided_to: date | None = None
    after: tuple[date | None, int] | None = None

"""Facts and words of the archive: a record's version, what changed, who may change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from xinheng.kernel.text import Text

ROW_BITS = 24
"""A version's id is `submission << ROW_BITS | row`: the same row of the same submission has the same id, however
often a broken deposit is begun again, and a submission may have 16,777,215 rows."""


class SubjectKind(StrEnum):
    """Whom a record is about; a person appears only as named in a numbered instrument (R1)."""

    ORGANISATION = "organisation"
    PERSON = "person"


class Change(StrEnum):
    """What a version did to its record."""

    NEW = "new"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


CHANGE_TITLES: Mapping[Change, Text] = {
    Change.NEW: Text(zh="首次归集", en="First received"),
    Change.CORRECTED: Text(zh="更正", en="Corrected"),
    Change.WITHDRAWN: Text(zh="撤销", en="Withdrawn"),
}


class Topic(StrEnum):
    """News of the archive, by plumbing/outbox: what changed, for copies, lists, recall. Payloads name, they do not carry.

    deposited: `submission`, and the counts `new`, `corrected`, `withdrawn`. taken_back: `submission`. marked: `mark`,
    `kind`, `case`, `records` (their number). marks_ended: `marks`, `case`.
    """

    DEPOSITED = "archive.deposited"
    TAKEN_BACK = "archive.taken_back"
    MARKED = "archive.marked"
    MARKS_ENDED = "archive.marks_ended"


class Comparison(StrEnum):
    """What the archive says to a row that is about to be deposited."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    NOTHING_TO_WITHDRAW = "nothing_to_withdraw"
    WITHDRAWN_BEFORE = "withdrawn_before"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class VersionFacts:
    """One version of one record, as the archive holds it.

    `data` maps the codes of fields that anybody may be shown to text (what is withheld, `service.content` gives);
    `known_from` is when the platform took it in; `ends_on` None means that no
    end was stated.
    """

    id: int
    item: str
    key: bytes
    content_hash: bytes
    subject_kind: SubjectKind
    subject: str
    organ: str
    instrument: str
    decided_on: date | None
    begins_on: date | None
    ends_on: date | None
    region: str
    provider: str
    source: str
    submission: int
    row: int
    change: Change
    known_from: datetime
    data: Mapping[str, str]


class MarkKind(StrEnum):
    """What is said about a record without changing it; it stands from one moment until it is ended, if ever."""

    OBJECTED = "objected"
    SUSPENDED = "suspended"
    REPAIRED = "repaired"
    REVOKED = "revoked"
    REMOVED = "removed"
    STATED = "stated"


MARK_TITLES: Mapping[MarkKind, Text] = {
    MarkKind.OBJECTED: Text(zh="异议标注", en="Objected"),
    MarkKind.SUSPENDED: Text(zh="暂停公示", en="Display suspended"),
    MarkKind.REPAIRED: Text(zh="已修复", en="Repaired"),
    MarkKind.REVOKED: Text(zh="所依据的行为被撤销", en="The act was revoked"),
    MarkKind.REMOVED: Text(zh="异议成立，已删除", en="Removed after an objection"),
    MarkKind.STATED: Text(zh="主体说明", en="The subject's statement"),
}

VOID_MARKS = frozenset({MarkKind.REVOKED, MarkKind.REMOVED})
"""The record never had a ground: void from the beginning, for display and for all that counts (draft, art. 36)."""

SPENT_MARKS = VOID_MARKS | {MarkKind.REPAIRED}
"""Nothing may count the record any more (draft, art. 35 and 36)."""

HIDING_MARKS = SPENT_MARKS | {MarkKind.SUSPENDED}
"""Nobody is shown the record while the mark stands."""

OPEN_MARKS = frozenset({MarkKind.OBJECTED, MarkKind.STATED})
"""Told on every surface that shows the record."""


@dataclass(frozen=True)
class MarkFacts:
    """One mark on one record; several records marked at once have one `id`.

    `case` names what it rests on, as in ("objection", "YY20261125-0000001"); `words` is what the surfaces say;
    `ended_at` None while it stands.
    """

    id: int
    item: str
    key: bytes
    kind: MarkKind
    case: tuple[str, str]
    words: Text
    at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class KeptMark:
    """A mark as the tables hold it, with the records that bear it in the order of its root."""

    kind: MarkKind
    case: tuple[str, str]
    words: Text
    records: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Placed:
    """What a deposit did: counts by change and the Merkle root over its rows (None when it placed none)."""

    new: int
    corrected: int
    withdrawn: int
    root: bytes | None

    @property
    def total(self) -> int:
        """Number of versions that were added."""
        return self.new + self.corrected + self.withdrawn


@dataclass(frozen=True, slots=True)
class BatchPlace:
    """Where a version lies among those deposited at one moment from one submission; `index` counts from 0."""

    submission: int
    at: datetime
    index: int


def version_id(submission: int, row: int) -> int:
    """The id of the version that a row of a submission makes."""
    return submission << ROW_BITS | row

"""Questions to the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import polars as pl

from xinheng.areas.archive import store
from xinheng.areas.archive.terms import BatchPlace, KeptMark, MarkFacts, VersionFacts
from xinheng.kernel.tlog.content import Content


def compare(rows: pl.DataFrame, *, item: str, department: str, organ: str) -> pl.DataFrame:
    """What the archive says to rows before they are deposited; see `store.compare`."""
    return store.compare(rows, item=item, department=department, organ=organ)


def history(*, item: str, key: bytes, moment: datetime) -> tuple[VersionFacts, ...]:
    """What was known of a record at a moment, version by version, oldest first."""
    return store.versions(item=item, key=key, moment=moment)


def named_by_key(item: str, keys: Sequence[bytes], *, moment: datetime) -> pl.DataFrame:
    """Standing records of an item by key: `store.naming.NAMED`, a line for each that is held."""
    return store.by_keys(item, keys, moment=moment)


def named_by_instrument(
    item: str, subjects: Sequence[str], instruments: Sequence[str], *, moment: datetime
) -> pl.DataFrame:
    """Standing records of an item by subject and canonical instrument number: `store.naming.NAMED`."""
    return store.by_instruments(item, subjects, instruments, moment=moment)


def marks(*, item: str, key: bytes, moment: datetime) -> tuple[MarkFacts, ...]:
    """Every mark that a record bore by a moment, oldest first; those that stand then have `ended_at` None."""
    return store.marks_of_record(item=item, key=key, moment=moment)


def kept_mark(number: int) -> KeptMark | None:
    """A mark as the tables hold it; None when there is no such mark."""
    return store.kept_mark(number)


def mark_numbers() -> tuple[frozenset[int], frozenset[int]]:
    """Numbers of all marks, and of those that were ended: what the log's entries must account for."""
    return store.mark_numbers()


def latest_mark() -> tuple[int, datetime | None]:
    """Number of the newest mark, and when one was last ended: another answer when any mark began or ended since."""
    return store.latest_mark()


def counting(
    subjects: Sequence[str], *, moment: datetime, items: Sequence[str] | None = None
) -> tuple[VersionFacts, ...]:
    """Versions about any of the codes that may count at a moment: they stand, and are neither withdrawn nor void nor repaired.

    The archive knows no law: what is past its term is left out by `disclosure.service.counting`, which lists, checks
    and evaluation ask when they answer (R4).
    """
    return store.counting(subjects, items=items, moment=moment)


def marks_of_case(case: tuple[str, str]) -> tuple[MarkFacts, ...]:
    """Every mark of a case, ended ones too: a line for each record that bears it."""
    return store.marks_of_case(case)


def standing_about(
    subjects: Sequence[str],
    *,
    moment: datetime,
    items: Sequence[str] | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[VersionFacts, ...]:
    """What stands about a subject, given every code it ever had or its keyed hash, newest decision first.

    Everything, shown or not: whoever asks has to be the subject, or to have been let in by `consent.service`.
    """
    return store.standing_about(subjects, moment=moment, items=items, limit=limit, offset=offset)


def items_about(subjects: Sequence[str], *, moment: datetime) -> frozenset[str]:
    """The items of which something about a subject stands."""
    return store.items_about(subjects, moment=moment)


def count_about(subjects: Sequence[str], *, moment: datetime, items: Sequence[str] | None = None) -> int:
    """How many records about a subject stand."""
    return store.count_about(subjects, moment=moment, items=items)


def batch_place(version_id: int) -> BatchPlace | None:
    """Where a version lies among those deposited with it."""
    return store.batch_place(version_id)


def batch_rows(place: BatchPlace, *, wanted: range) -> pl.DataFrame:
    """Rows of a batch by their places, as the ledger needs them for a proof."""
    return store.batch_rows(place, wanted=wanted)


def content(version_id: int) -> Content | None:
    """A version's content, opened: with the withheld part, which only who may read it is given; None: no such version.

    A public proof carries `closed` of it.
    """
    return store.content(version_id)


def withheld(version_id: int) -> Mapping[str, str]:
    """What of a version is not for everybody, by field code: for decisions that hang on it, and for who may read it."""
    found = store.content(version_id)
    fields = found.opened.withheld if found and found.opened else {}
    return {code: str(told) for code, told in fields.items()}


def content_hashes(data: pl.Series, withheld: pl.Series, *, keys: pl.Series) -> pl.Series:
    """Hash of each content that is to be deposited; see `store.content_hashes`."""
    return store.content_hashes(data, withheld, keys=keys)


def changed_rows(place: BatchPlace, *, wanted: range) -> tuple[int, ...]:
    """Rows of a batch, by their places, whose content is not what was deposited; none, unless somebody changed it."""
    return store.changed_rows(place, wanted=wanted)


def standing_of(submission: int) -> int:
    """Number of a submission's versions that stand: none was replaced, and it was not taken back."""
    return store.standing_of(submission)


def first_received_days(submission: int) -> dict[date, int]:
    """Of the records that a submission brought in for the first time: decision day → number."""
    return store.first_received_days(submission)

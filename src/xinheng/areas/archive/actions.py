"""The archive's state changes: each is one transaction with one ledger entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Event
from typing import Any

import polars as pl
import pyarrow as pa
from django.db import Error as DatabaseFault
from django.db import connection

from xinheng.areas.archive import store
from xinheng.areas.archive.models import TakenBack
from xinheng.areas.archive.terms import ROW_BITS, Change, MarkKind, Placed, Topic
from xinheng.areas.ledger.actions import Batch, Recorded, batch_of, recorded
from xinheng.kernel.text import Text
from xinheng.kernel.tlog import rows as tlog
from xinheng.kernel.tlog.canonical import Json, canonical
from xinheng.plumbing.outbox.publishing import publish
from xinheng.plumbing.tabular.ahead import read_ahead
from xinheng.plumbing.tabular.copy import arrow_batches

SHELF_FROM = 100_000
"""A load of this many rows or more becomes a shelf of its own (measured: below it INSERT is as fast)."""


@dataclass(frozen=True)
class Load:
    """Versions that lie staged beside the archive, with the Merkle tree over them; deposited by `deposit`."""

    submission: int
    staged: store.Staged
    changes: pl.DataFrame
    instruments: pl.Series
    batch: Batch


@contextmanager
def prepared(
    frames: Iterator[pl.DataFrame], *, submission: int, expected: int, known_from: datetime
) -> Iterator[Callable[[], Load]]:
    """A load that lies staged until `deposit` takes it; where that fails, nothing of it is left.

    `frames` of versions: columns of `archive_version` without shelf, id and known_from; plus current_id. They are
    read in a thread: a big load is staged on a connection of its own while the caller goes on, and the function that
    the context gives waits for it. Nothing counts until `deposit` commits. A load that is prepared again replaces
    what a killed process left.
    """
    given_up = Event()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="stage") as beside:
        try:
            if expected < SHELF_FROM:
                load = _prepare(
                    frames, submission=submission, shelf=store.EVERYDAY_SHELF, known_from=known_from
                )
                yield lambda: load
            else:
                wanted = _until(given_up, frames)
                staging = beside.submit(_prepare_beside, wanted, submission=submission, known_from=known_from)
                yield staging.result
        except BaseException:
            given_up.set()
            beside.shutdown()
            # when even this fails, the database being gone, `loads_left` tells of the table later
            with suppress(DatabaseFault):
                store.discard(submission)
            raise


class GivenUp(Exception):
    """Nobody wants the load any more."""


def _until(given_up: Event, frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    for frame in frames:
        if given_up.is_set():
            raise GivenUp
        yield frame


def _prepare_beside(frames: Iterator[pl.DataFrame], *, submission: int, known_from: datetime) -> Load:
    """Stage a big load in a thread, whose connection ends with it."""
    try:
        return _prepare(frames, submission=submission, shelf=submission, known_from=known_from)
    finally:
        connection.close()


def loads_left() -> tuple[int, ...]:
    """Submissions of which something lies staged: being deposited, or left by a killed process."""
    return store.staged_submissions()


def discard_load(submission: int) -> None:
    """Drop what a killed process left staged; the caller knows that nobody works on the submission."""
    store.discard(submission)


def _prepare(frames: Iterator[pl.DataFrame], *, submission: int, shelf: int, known_from: datetime) -> Load:
    changes: list[pl.DataFrame] = []

    def batches() -> Iterator[pa.RecordBatch]:
        for frame in frames:
            changes.append(frame.select(_CHANGES.names()))
            yield from _version_batches(frame, submission=submission, shelf=shelf, known_from=known_from)

    with closing(read_ahead(batches(), depth=2)) as ahead:
        staged = store.stage(ahead, submission=submission, shelf=shelf)
    rows = pl.concat([_CHANGES.to_frame(), *changes])
    with ThreadPoolExecutor(max_workers=1) as hashing:
        batch = hashing.submit(batch_of, rows.select("row_no", "change", "key", "content_hash"))
        store.index(staged)
    return Load(
        submission=submission,
        staged=staged,
        changes=rows.select("row_no", "change", "current_id"),
        instruments=rows["instrument"],
        batch=batch.result(),
    )


_CHANGES = pl.Schema(
    {
        "row_no": pl.UInt32,
        "change": pl.String,
        "current_id": pl.Int64,
        "key": pl.Binary,
        "content_hash": pl.Binary,
        "instrument": pl.String,
    }
)


def _version_batches(
    frame: pl.DataFrame, *, submission: int, shelf: int, known_from: datetime
) -> list[pa.RecordBatch]:
    """The frame in the columns, order and types of the version table."""
    complete = frame.with_columns(
        shelf=pl.lit(shelf, dtype=pl.Int32),
        id=pl.lit(submission << ROW_BITS, dtype=pl.Int64) + pl.col("row_no").cast(pl.Int64),
        submission_id=pl.lit(submission, dtype=pl.Int64),
        row_no=pl.col("row_no").cast(pl.Int32),
        known_from=pl.lit(known_from).dt.convert_time_zone("UTC").cast(pl.Datetime("us", "UTC")),
    )
    return arrow_batches(complete, store.VERSION_SCHEMA)


@recorded("archive.deposited")
def deposit(
    load: Load, *, actor: str, at: datetime, about: tuple[str, str], facts: dict[str, Any]
) -> Recorded[Placed]:
    """Make a prepared load part of the archive.

    `about` names what the rows came with (a submission), `facts` goes into the ledger entry beside the counts and
    the Merkle root over the rows.
    """
    store.attach(load.staged)
    _supersede(load.changes.filter(pl.col("current_id").is_not_null()), submission=load.submission, at=at)
    counts = dict(load.changes.group_by("change").len().iter_rows())
    placed = Placed(
        new=counts.get(Change.NEW, 0),
        corrected=counts.get(Change.CORRECTED, 0),
        withdrawn=counts.get(Change.WITHDRAWN, 0),
        root=load.batch.root if load.changes.height else None,
    )
    changed = {"new": placed.new, "corrected": placed.corrected, "withdrawn": placed.withdrawn}
    if placed.total:
        publish(Topic.DEPOSITED, {"submission": load.submission, **changed}, at=at)
    payload = changed | facts
    return Recorded(placed, about=about, payload=payload, batch=load.batch if load.changes.height else None)


def _supersede(changed: pl.DataFrame, *, submission: int, at: datetime) -> None:
    """Put the new versions in the place of those that stood."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO archive_supersession (version_id, by_version_id, submission_id, at)
            SELECT current_id, (%s::bigint << %s) | row_no, %s, %s
            FROM unnest(%s::bigint[], %s::bigint[]) AS changed (current_id, row_no)
            """,
            [
                submission,
                ROW_BITS,
                submission,
                at,
                changed["current_id"].to_list(),
                changed["row_no"].to_list(),
            ],
        )


class UnableToTakeBack(RuntimeError):
    """The submission was taken back before."""


@recorded("archive.taken_back")
def take_back(
    submission: int, *, reason: str, actor: str, at: datetime, about: tuple[str, str]
) -> Recorded[int]:
    """Take back everything a submission placed; what stood before it stands again. Returns the versions concerned."""
    _taken, first = TakenBack.objects.get_or_create(
        submission_id=submission, defaults={"at": at, "reason": reason, "actor": actor}
    )
    if not first:
        raise UnableToTakeBack(f"submission {submission} was taken back before")
    with connection.cursor() as cursor:
        # a version that came later than the mistaken one now stands in the place of what the mistaken one replaced
        cursor.execute(
            """
            INSERT INTO archive_supersession (version_id, by_version_id, submission_id, at)
            SELECT earlier.version_id, later.by_version_id, later.submission_id, %s
            FROM archive_supersession earlier
            JOIN archive_supersession later ON later.version_id = earlier.by_version_id
            WHERE earlier.submission_id = %s
            ON CONFLICT DO NOTHING
            """,
            [at, submission],
        )
        cursor.execute(
            "SELECT count(*) FROM archive_version WHERE id >= %s AND id < %s",
            [submission << ROW_BITS, (submission + 1) << ROW_BITS],
        )
        versions = int(cursor.fetchone()[0])
    publish(Topic.TAKEN_BACK, {"submission": submission}, at=at)
    return Recorded(versions, about=about, payload={"versions": versions, "reason": reason})


NAMED_AT_MOST = 20
"""Records that the log's entry of a mark names itself; more are under a root."""


class UnableToMark(ValueError):
    """No record was named, one that the archive never held, or all bear this mark of this case already."""


@recorded("archive.marked")
def mark(
    records: Sequence[tuple[str, bytes]],
    kind: MarkKind,
    *,
    case: tuple[str, str],
    words: Text,
    actor: str,
    at: datetime,
) -> Recorded[int]:
    """Mark records, named by item and natural key, for a case. Returns how many bear the mark now that did not.

    What is shown and what counts follows from the marks when it is asked: with the commit a revoked, removed or
    repaired record is gone everywhere. A record that bears this mark of this case already is left out. `words` is
    what the surfaces say: no personal data; the log keeps its hash alone.
    """
    asked = sorted(set(records))
    if not asked or store.unknown_records(asked):
        raise UnableToMark(f"{case[1]}: no record named, or one that the archive does not hold")
    bearing = store.bearing(asked, kind=kind, case=case, moment=at)
    fresh = [record for record in asked if record not in bearing]
    if not fresh:
        raise UnableToMark(f"{case[1]}: every record bears this mark already")
    number = store.add_mark(fresh, kind, case=case, words=words, at=at)
    says = mark_content(kind, case=case, words=words)
    news: dict[str, Json] = {"mark": number, "kind": kind.value, "case": [*case], "records": len(fresh)}
    publish(Topic.MARKED, news, at=at)
    payload: dict[str, Json] = {"mark": number, "kind": kind.value, "records": len(fresh), "says": says.hex()}
    if len(fresh) > NAMED_AT_MOST:
        return Recorded(len(fresh), about=case, payload=payload, batch=batch_of(mark_rows(fresh, says)))
    payload["of"] = [[item, key.hex()] for item, key in fresh]
    return Recorded(len(fresh), about=case, payload=payload)


def mark_content(kind: MarkKind, *, case: tuple[str, str], words: Text) -> bytes:
    """Hash of what a mark says."""
    said: dict[str, Json] = {"kind": kind.value, "case": [*case], "zh": words.zh, "en": words.en}
    return sha256(canonical(said)).digest()


def mark_rows(records: Sequence[tuple[str, bytes]], says: bytes) -> pl.DataFrame:
    """Marked records in their order, as the ledger makes leaves of them."""
    return pl.DataFrame(
        {
            "row_no": range(1, len(records) + 1),
            "change": [tlog.Change.MARKED.value] * len(records),
            "key": [key for _item, key in records],
            "content_hash": [sha256(item.encode() + says).digest() for item, _key in records],
        },
        schema_overrides={"row_no": pl.UInt32},
    )


def end_marks(*, case: tuple[str, str], kinds: Iterable[MarkKind], why: str, actor: str, at: datetime) -> int:
    """End the marks of these kinds that a case has. Returns how many records bore them; 0, and nothing is kept, for none."""
    standing = store.standing_of_case(case, kinds, moment=at)
    return _end_marks(standing, case=case, why=why, actor=actor, at=at) if standing else 0


@recorded("archive.marks_ended")
def _end_marks(
    standing: Sequence[tuple[int, int]], *, case: tuple[str, str], why: str, actor: str, at: datetime
) -> Recorded[int]:
    if not why.strip():
        raise UnableToMark(f"{case[1]}: say why the mark ends")
    store.end_marks([number for number, _records in standing], why=why, at=at)
    ended = sum(records for _number, records in standing)
    publish(Topic.MARKS_ENDED, {"marks": [number for number, _records in standing], "case": [*case]}, at=at)
    return Recorded(
        ended,
        about=case,
        payload={"marks": [number for number, _records in standing], "records": ended, "why": why},
    )

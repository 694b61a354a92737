"""The log's queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import connection

from xinheng.areas.ledger import models
from xinheng.areas.ledger.terms import Batch, CheckpointFacts, EntryKind
from xinheng.kernel.tlog.entries import BatchFacts, LogEntry, moment
from xinheng.kernel.tlog.tree import Node

_LOCK = 0x78696E68656E67
"""Key of the advisory lock that orders appends ("xinheng" in ASCII)."""

_PAGE = 5000


def lock_log() -> None:
    """Wait until nobody else appends; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def log_size() -> int:
    """Number of entries; to append, ask after `lock_log`: an earlier statement may not see the last ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq) + 1, 0) FROM ledger_entry")
        return int(cursor.fetchone()[0])


def keep_batch(batch: Batch) -> int:
    """Keep a batch; returns its number."""
    row = models.Batch.objects.create(
        size=batch.size, root=batch.root, subtrees=batch.subtrees, secret=batch.secret
    )
    return row.pk


def add_entry(entry: LogEntry, *, at: datetime, batch_id: int | None) -> None:
    """Add an entry at the end."""
    models.Entry.objects.create(
        seq=entry.seq,
        at=at,
        kind=entry.kind,
        actor=entry.actor,
        about_kind=entry.about[0],
        about_id=entry.about[1],
        payload=entry.payload,
        salt=entry.salt,
        leaf_hash=entry.leaf(),
        batch_id=batch_id,
    )


def find_entry(seq: int) -> LogEntry | None:
    """The entry at a place."""
    row = models.Entry.objects.select_related("batch").defer("batch__subtrees").filter(seq=seq).first()
    return None if row is None else _entry(row)


def entries_about(kind: str, about_id: str) -> list[LogEntry]:
    """All entries about one thing, oldest first."""
    rows = models.Entry.objects.filter(about_kind=kind, about_id=about_id).order_by("seq")
    return [_entry(row) for row in rows.select_related("batch").defer("batch__subtrees")]


def entries(*, start: int, stop: int) -> Iterator[LogEntry]:
    """Entries start ≤ seq < stop in order, read in pages."""
    for first in range(start, stop, _PAGE):
        rows = models.Entry.objects.filter(seq__gte=first, seq__lt=min(first + _PAGE, stop)).order_by("seq")
        for row in rows.select_related("batch").defer("batch__subtrees"):
            yield _entry(row)


def of_kind(kind: EntryKind) -> Iterator[LogEntry]:
    """Entries of a kind, in order."""
    rows = models.Entry.objects.filter(kind=kind).order_by("seq").select_related("batch")
    for row in rows.defer("batch__subtrees").iterator():
        yield _entry(row)


def leaf_hashes(*, start: int, stop: int) -> Iterator[bytes]:
    """Leaf hashes start ≤ seq < stop in order."""
    for first in range(start, stop, _PAGE):
        rows = models.Entry.objects.filter(seq__gte=first, seq__lt=min(first + _PAGE, stop)).order_by("seq")
        for leaf in rows.values_list("leaf_hash", flat=True):
            yield bytes(leaf)


def find_batch(seq: int) -> Batch | None:
    """The batch that an entry deposited."""
    row = models.Batch.objects.filter(entry__seq=seq).first()
    if row is None:
        return None
    return Batch(row.size, bytes(row.root), bytes(row.subtrees), bytes(row.secret))


def add_nodes(nodes: Iterable[tuple[Node, bytes]]) -> None:
    """Keep hashes of complete subtrees."""
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY ledger_treenode (level, position, hash) FROM STDIN") as copy,
    ):
        for node, value in nodes:
            copy.write_row((node.level, node.position, value))


def read_nodes(nodes: Sequence[Node]) -> Mapping[Node, bytes]:
    """Hashes of complete subtrees that a checkpoint covers, in two queries."""
    leaves = [node.position for node in nodes if node.level == 0]
    above = [node for node in nodes if node.level > 0]
    found: dict[Node, bytes] = {}
    for seq, leaf in models.Entry.objects.filter(seq__in=leaves).values_list("seq", "leaf_hash"):
        found[Node(0, seq)] = bytes(leaf)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT level, position, hash FROM unnest(%s::smallint[], %s::bigint[]) AS wanted (level, position)
            JOIN ledger_treenode USING (level, position)
            """,
            [[node.level for node in above], [node.position for node in above]],
        )
        for level, position, value in cursor.fetchall():
            found[Node(level, position)] = bytes(value)
    return found


def latest_checkpoint() -> CheckpointFacts | None:
    """The newest checkpoint."""
    row = models.Checkpoint.objects.order_by("-size").first()
    return None if row is None else _checkpoint(row)


def checkpoint_of(size: int) -> CheckpointFacts | None:
    """The checkpoint of exactly that size."""
    row = models.Checkpoint.objects.filter(size=size).first()
    return None if row is None else _checkpoint(row)


def newest_checkpoints(limit: int) -> tuple[CheckpointFacts, ...]:
    """The newest checkpoints, newest first."""
    return tuple(_checkpoint(row) for row in models.Checkpoint.objects.order_by("-size")[:limit])


def checkpoints() -> Iterator[CheckpointFacts]:
    """All checkpoints, oldest first."""
    for row in models.Checkpoint.objects.order_by("size").iterator():
        yield _checkpoint(row)


def add_checkpoint(facts: CheckpointFacts) -> None:
    """Keep a signed checkpoint."""
    models.Checkpoint.objects.create(size=facts.size, root=facts.root, at=facts.at, note=facts.note)


def _entry(row: models.Entry) -> LogEntry:
    batch = row.batch
    return LogEntry(
        seq=row.seq,
        at=moment(row.at),
        kind=row.kind,
        actor=row.actor,
        about=(row.about_kind, row.about_id),
        payload=row.payload,
        salt=bytes(row.salt),
        batch=None if batch is None else BatchFacts(batch.size, bytes(batch.root)),
    )


def _checkpoint(row: models.Checkpoint) -> CheckpointFacts:
    return CheckpointFacts(size=row.size, root=bytes(row.root), at=row.at, note=row.note)

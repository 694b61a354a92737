"""Reading the log and proving what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

import polars as pl

from xinheng.areas.ledger import store
from xinheng.areas.ledger.actions import leaves_of
from xinheng.areas.ledger.terms import Batch, CheckpointFacts, EntryKind, InclusionProof
from xinheng.kernel.tlog.batch import batch_proof, chunk_of
from xinheng.kernel.tlog.content import Content
from xinheng.kernel.tlog.entries import LogEntry
from xinheng.kernel.tlog.export import CHAIN_FORMAT, LOG_FORMAT, checkpoint_line, entry_line, header_line
from xinheng.kernel.tlog.hashing import HASH_SIZE
from xinheng.kernel.tlog.keys import VerifierKey
from xinheng.kernel.tlog.proof import RecordProof
from xinheng.kernel.tlog.rows import Change, Row, row_salts
from xinheng.kernel.tlog.tree import consistency_proof, inclusion_proof
from xinheng.kernel.tlog.verify import verify_inclusion


class NoSuchEntry(LookupError):
    """The log has no entry at that place, or it deposited no rows."""


class NotYetCovered(LookupError):
    """No checkpoint covers the entry yet: sign one first."""


class UnableToProve(RuntimeError):
    """The rows at hand are not those whose root stands in the log: somebody changed them."""


def entry(seq: int) -> LogEntry:
    """The entry at a place."""
    found = store.find_entry(seq)
    if found is None:
        raise NoSuchEntry(f"the log has no entry {seq}")
    return found


def entries_about(kind: str, about_id: str) -> list[LogEntry]:
    """All entries about one thing, oldest first; an entry's `seq` is its position in the log."""
    return store.entries_about(kind, about_id)


def size() -> int:
    """Number of entries."""
    return store.log_size()


def latest_checkpoint() -> CheckpointFacts | None:
    """The newest signed checkpoint."""
    return store.latest_checkpoint()


def checkpoints(*, limit: int) -> tuple[CheckpointFacts, ...]:
    """The newest checkpoints, newest first."""
    return store.newest_checkpoints(limit)


def newest_entries(*, below: int, limit: int) -> tuple[LogEntry, ...]:
    """Entries before the place `below`, newest first."""
    found = tuple(store.entries(start=max(0, below - limit), stop=max(0, below)))
    return found[::-1]


def inclusion(seq: int, *, checkpoint_size: int | None = None) -> InclusionProof:
    """Proof that an entry stands under a checkpoint: the newest, or the one of that size."""
    found = entry(seq)
    checkpoint = (
        store.latest_checkpoint() if checkpoint_size is None else store.checkpoint_of(checkpoint_size)
    )
    if checkpoint is None or checkpoint.size <= seq:
        raise NotYetCovered(f"no checkpoint covers entry {seq} yet")
    proof = inclusion_proof(seq, checkpoint.size, store.read_nodes)
    return InclusionProof(entry=found, checkpoint=checkpoint, proof=proof)


def consistency(first: int, second: int) -> tuple[bytes, ...]:
    """Proof that the log of size `first` is the beginning of that of size `second`."""
    covered = store.latest_checkpoint()
    if covered is None or covered.size < second:
        raise NotYetCovered(f"no checkpoint covers {second} entries yet")
    return consistency_proof(first, second, store.read_nodes)


def deposits() -> Iterator[LogEntry]:
    """Every entry that deposited rows, oldest first."""
    return (entry for entry in store.of_kind(EntryKind.ARCHIVE_DEPOSITED) if entry.batch is not None)


def entries_of(kind: EntryKind) -> Iterator[LogEntry]:
    """Every entry of a kind, oldest first."""
    return store.of_kind(kind)


def batch(seq: int) -> Batch:
    """The batch of rows that an entry deposited."""
    found = store.find_batch(seq)
    if found is None:
        raise NoSuchEntry(f"entry {seq} deposited no rows")
    return found


def rows_needed(seq: int, index: int) -> range:
    """Places in the batch of entry `seq` of the rows that `record_proof` must be given for row `index`."""
    return chunk_of(index, batch(seq).size)


def record_proof(
    seq: int,
    *,
    index: int,
    chunk: pl.DataFrame,
    content: Content | None,
    keys: Sequence[VerifierKey],
) -> RecordProof:
    """Proof of one row of the batch that entry `seq` deposited.

    `index` is the row's place in the batch, `chunk` the rows at `rows_needed` (columns as for
    `actions.batch_of`), `content` what may be handed on of the record's content, `keys` the verifier keys to
    name in the file.
    """
    kept, included = batch(seq), inclusion(seq)
    leaves = leaves_of(chunk, secret=kept.secret)
    proof = batch_proof(index, size=kept.size, chunk=leaves, subtrees=kept.subtrees)
    place = index - chunk_of(index, kept.size).start
    leaf = leaves[place * HASH_SIZE : (place + 1) * HASH_SIZE]
    if not verify_inclusion(leaf=leaf, index=index, size=kept.size, proof=proof, root=kept.root):
        raise UnableToProve(f"row {index} of entry {seq} is not what was deposited")
    facts = chunk.row(place, named=True)
    row = Row(facts["row_no"], Change(facts["change"]), facts["key"], facts["content_hash"])
    return RecordProof(
        row=row,
        salt=row_salts(kept.secret, [row.row_no]),
        content=content,
        index=index,
        batch_proof=proof,
        entry=included.entry,
        log_size=included.checkpoint.size,
        log_proof=included.proof,
        checkpoint=included.checkpoint.note,
        keys=tuple(key.text() for key in keys),
    )


def export_log(out: IO[bytes], *, origin: str, keys: Sequence[VerifierKey]) -> int:
    """Write the whole log as JSON lines for `xinheng-verify export`; returns the number of entries."""
    out.write(header_line(form=LOG_FORMAT, origin=origin, keys=[key.text() for key in keys]))
    written = 0
    for checkpoint in store.checkpoints():
        for found in store.entries(start=written, stop=checkpoint.size):
            out.write(entry_line(found))
        out.write(checkpoint_line(checkpoint.note))
        written = checkpoint.size
    stop = store.log_size()
    for found in store.entries(start=written, stop=stop):
        out.write(entry_line(found))
    return max(written, stop)


def export_checkpoints(out: IO[bytes], *, origin: str, keys: Sequence[VerifierKey]) -> int:
    """Write the chain of checkpoints for `xinheng-verify checkpoints`; returns their number."""
    out.write(header_line(form=CHAIN_FORMAT, origin=origin, keys=[key.text() for key in keys]))
    count, before = 0, 0
    for checkpoint in store.checkpoints():
        proof = consistency_proof(before, checkpoint.size, store.read_nodes) if before else ()
        out.write(checkpoint_line(checkpoint.note, proof=proof))
        count, before = count + 1, checkpoint.size
    return count

"""The frame that every action runs in, and the log's own action: the checkpoint.

    @recorded("subjects.merged")
    def merge(kept: str, given_up: str, *, reason: str, actor: str, at: datetime) -> Recorded[Subject]:
        ...
        return Recorded(subject, about=("subject", kept), payload={"given_up": given_up, "reason": reason})

The frame opens the transaction, runs the action, appends its entry and gives back the bare result.
Appending waits for one lock, so it comes last: an action called inside another one has its entry kept until
the outer one is done.
"""

from __future__ import annotations

import functools
import inspect
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ParamSpec, TypeVar, cast

import polars as pl
from django.db import transaction

from xinheng.areas.ledger import store
from xinheng.areas.ledger.terms import Batch, CheckpointFacts, EntryKind, Recorded
from xinheng.kernel.identifiers import citizen_id
from xinheng.kernel.tlog.batch import batch_root
from xinheng.kernel.tlog.canonical import Json
from xinheng.kernel.tlog.checkpoint import Checkpoint
from xinheng.kernel.tlog.entries import BatchFacts, LogEntry, moment
from xinheng.kernel.tlog.hashing import SALT_SIZE
from xinheng.kernel.tlog.note import Signer
from xinheng.kernel.tlog.rows import SECRET_SIZE, change_letters, row_leaves
from xinheng.kernel.tlog.tree import Growing, Node, cover

__all__ = ["Batch", "Recorded", "append", "batch_of", "checkpoint", "leaves_of", "one_entry_each", "recorded"]

P = ParamSpec("P")
T = TypeVar("T")

_CITIZEN_ID = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")


class NotAnAction(TypeError):
    """The function lacks the keyword-only `actor` and `at`, or returned something else than Recorded."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """An entry that waits for the end of the outermost action."""

    kind: EntryKind
    actor: str
    at: datetime
    about: tuple[str, str]
    payload: Mapping[str, Json]
    batch: BatchFacts | None
    batch_id: int | None


_pending: ContextVar[list[_Pending] | None] = ContextVar("ledger_pending", default=None)


def recorded(kind: str) -> Callable[[Callable[P, Recorded[T]]], Callable[P, T]]:
    """Frame an action: one transaction, exactly one entry of `kind`, appended last."""
    term = EntryKind(kind)

    def frame(action: Callable[P, Recorded[T]]) -> Callable[P, T]:
        _check_signature(action)

        @functools.wraps(action)
        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            outer = _pending.get()
            mine: list[_Pending] = []
            token = _pending.set(mine)
            try:
                with transaction.atomic():
                    told = action(*args, **kwargs)
                    mine.append(_keep(term, told, cast(dict[str, Any], kwargs)))
                    if outer is None:
                        _append_all(mine)
            finally:
                _pending.reset(token)
            if outer is not None:
                outer.extend(mine)
            return told.result

        return run

    return frame


@contextmanager
def one_entry_each() -> Iterator[None]:
    """One transaction around several actions; their entries are appended when the block ends.

    Without it the first action would hold the log's lock for as long as the others work.
    """
    outer = _pending.get()
    mine: list[_Pending] = []
    token = _pending.set(mine)
    try:
        with transaction.atomic():
            yield
            if outer is None:
                _append_all(mine)
    finally:
        _pending.reset(token)
    if outer is not None:
        outer.extend(mine)


def append(
    kind: EntryKind, *, actor: str, at: datetime, about: tuple[str, str], payload: Mapping[str, Json]
) -> LogEntry:
    """Append one entry now and hold the lock until the caller's transaction ends. Prefer `recorded`."""
    pending = _Pending(kind, actor, at, about, payload, None, None)
    with transaction.atomic():
        return _append_all([pending])[0]


def batch_of(rows: pl.DataFrame) -> Batch:
    """The tree over deposited rows, in their order, under a fresh secret.

    Columns: row_no (integer), change (`new`, `corrected`, `withdrawn`), key (Binary, 16 bytes),
    content_hash (Binary, 32).
    """
    secret = secrets.token_bytes(SECRET_SIZE)
    found = batch_root(leaves_of(rows, secret=secret))
    return Batch(size=found.size, root=found.root, subtrees=found.subtrees, secret=secret)


def leaves_of(rows: pl.DataFrame, *, secret: bytes) -> bytes:
    """Leaf hashes of rows (columns as in `batch_of`) under a batch's secret, concatenated."""
    return row_leaves(
        row_numbers=rows["row_no"].to_numpy(),
        changes=change_letters(rows["change"]),
        keys=b"".join(rows["key"]),
        content_hashes=b"".join(rows["content_hash"]),
        secret=secret,
    )


def checkpoint(*, at: datetime, signer: Signer, actor: str = "ledger") -> CheckpointFacts:
    """Sign the log as it stands. Returns the last checkpoint again when nothing was appended since.

    The checkpoint's own entry names the one before and is the last that the signature covers: the time and
    the order of checkpoints are in the log itself. Keeps the hashes of all subtrees that became complete,
    for later proofs.
    """
    with transaction.atomic():
        store.lock_log()
        last = store.latest_checkpoint()
        if last is not None and last.size == store.log_size():
            return last
        previous: Json = None if last is None else {"size": last.size, "root": last.root.hex()}
        entry = append(
            EntryKind.LEDGER_CHECKPOINTED,
            actor=actor,
            at=at,
            about=("log", signer.key.name),
            payload={"previous": previous},
        )
        size = entry.seq + 1
        root = _grow(0 if last is None else last.size, size)
        note = Checkpoint(signer.key.name, size, root).sign([signer])
        facts = CheckpointFacts(size=size, root=root, at=at, note=note)
        store.add_checkpoint(facts)
        return facts


def _grow(start: int, stop: int) -> bytes:
    """Keep the nodes that the entries start ≤ seq < stop complete; returns the root over `stop` entries."""
    nodes = store.read_nodes(cover(0, start))
    tree = Growing(start, [nodes[node] for node in cover(0, start)])

    def finished() -> Iterable[tuple[Node, bytes]]:
        for leaf in store.leaf_hashes(start=start, stop=stop):
            yield from tree.add(leaf)

    store.add_nodes(list(finished()))
    return tree.root()


def _check_signature(action: Callable[..., object]) -> None:
    """Every action is told who and when, by name."""
    parameters = inspect.signature(action).parameters
    for name in ("actor", "at"):
        parameter = parameters.get(name)
        named = parameter is not None and parameter.kind is inspect.Parameter.KEYWORD_ONLY
        if not named or parameter is None or parameter.default is not inspect.Parameter.empty:
            raise NotAnAction(
                f"{action.__qualname__} needs the keyword-only argument {name} without a default"
            )


def _keep(kind: EntryKind, told: object, named: Mapping[str, Any]) -> _Pending:
    """What the entry will say; its batch is kept before the lock is asked for."""
    if not isinstance(told, Recorded):
        raise NotAnAction(f"the action of {kind} must return Recorded")
    batch = told.batch
    return _Pending(
        kind=kind,
        actor=named["actor"],
        at=named["at"],
        about=told.about,
        payload=told.payload,
        batch=None if batch is None else BatchFacts(batch.size, batch.root),
        batch_id=None if batch is None else store.keep_batch(batch),
    )


def _append_all(pending: Sequence[_Pending]) -> list[LogEntry]:
    """Take the lock, number the entries, add them."""
    store.lock_log()
    found = []
    for seq, each in enumerate(pending, start=store.log_size()):
        entry = LogEntry(
            seq=seq,
            at=moment(each.at),
            kind=str(each.kind),
            actor=each.actor,
            about=each.about,
            payload=cast(Mapping[str, Json], _without_citizen_ids(each.payload)),
            salt=secrets.token_bytes(SALT_SIZE),
            batch=each.batch,
        )
        store.add_entry(entry, at=each.at, batch_id=each.batch_id)
        found.append(entry)
    return found


def _without_citizen_ids(value: object) -> object:
    """The payload with citizen ids masked that somebody wrote into it: the log can never be corrected."""
    if isinstance(value, str):
        return _CITIZEN_ID.sub(lambda match: _masked(match.group()), value)
    if isinstance(value, Mapping):
        return {key: _without_citizen_ids(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_citizen_ids(inner) for inner in value]
    return value


def _masked(number: str) -> str:
    return citizen_id.mask(number) if citizen_id.is_valid(number) else number

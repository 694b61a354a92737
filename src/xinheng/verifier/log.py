"""Checking a whole export: every entry hashed again, every checkpoint compared and its signature verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xinheng.kernel.tlog.checkpoint import Checkpoint
from xinheng.kernel.tlog.entries import LogEntry, MalformedEntry, entry_from
from xinheng.kernel.tlog.export import LOG_FORMAT
from xinheng.kernel.tlog.keys import VerifierKey
from xinheng.kernel.tlog.tree import Growing
from xinheng.verifier.failures import CheckFailed, Failure
from xinheng.verifier.files import read_body, read_header, read_text
from xinheng.verifier.signed import verified

_CHECKPOINTED = "ledger.checkpointed"


@dataclass(frozen=True, slots=True)
class LogReport:
    """A sound log: `entries` in all, of which the last `uncovered` stand under no checkpoint yet."""

    origin: str
    entries: int
    checkpoints: int
    uncovered: int
    root: bytes


class _Walk:
    """One pass over an export."""

    def __init__(self, origin: str, keys: Sequence[VerifierKey], known: Checkpoint | None) -> None:
        self.origin, self.keys, self.known = origin, keys, known
        self.tree = Growing()
        self.last: Checkpoint | None = None
        self.checkpoints = 0
        self.expected = False

    def entry(self, value: Any, place: str) -> None:
        """The next entry stands where it says and, if it is a checkpoint's, names the one before."""
        try:
            entry = entry_from(value)
            leaf = entry.leaf()
        except (MalformedEntry, ValueError) as error:
            raise CheckFailed(Failure.ENTRY_MALFORMED, place=place, detail=str(error)) from error
        if entry.seq != self.tree.size:
            detail = f"{self.tree.size} expected, {entry.seq} found"
            raise CheckFailed(Failure.ENTRY_OUT_OF_ORDER, place=place, detail=detail)
        if self.expected:
            raise CheckFailed(Failure.CHECKPOINT_MISSING, place=place)
        if entry.kind == _CHECKPOINTED:
            self._names_the_last(entry, place)
            self.expected = True
        self.tree.add(leaf)
        if (
            self.known is not None
            and self.tree.size == self.known.size
            and self.tree.root() != self.known.root
        ):
            raise CheckFailed(Failure.KNOWN_DIFFERS, place=place)

    def _names_the_last(self, entry: LogEntry, place: str) -> None:
        last = self.last
        previous = None if last is None else {"size": last.size, "root": last.root.hex()}
        if entry.payload.get("previous") != previous:
            raise CheckFailed(Failure.PREVIOUS_DIFFERS, place=place)

    def checkpoint(self, note: object, place: str) -> None:
        """The checkpoint signs exactly the entries before it."""
        found = verified(note, self.keys, place=place)
        if found.origin != self.origin:
            raise CheckFailed(Failure.ORIGIN_DIFFERS, place=place, detail=found.origin)
        if found.size != self.tree.size or not self.expected:
            detail = f"{found.size} signed, {self.tree.size} before it"
            raise CheckFailed(Failure.CHECKPOINT_OUT_OF_PLACE, place=place, detail=detail)
        if found.root != self.tree.root():
            raise CheckFailed(Failure.ROOT_DIFFERS, place=place)
        self.last, self.expected = found, False
        self.checkpoints += 1


def check_log(path: Path, keys: Sequence[VerifierKey], *, known: Path | None = None) -> LogReport:
    """Check an export; without `keys` those of its own header are taken.

    `known` is the file of a checkpoint that the checker kept from before: only it shows that the whole log
    was not made anew, or its end cut off.
    """
    header = read_header(path, LOG_FORMAT)
    trusted = keys or header.keys
    before = None if known is None else verified(read_text(known), trusted, place=str(known))
    walk = _Walk(header.origin, trusted, before)
    for place, value in read_body(path):
        if value["type"] == "entry":
            walk.entry(value.get("entry"), place)
        else:
            walk.checkpoint(value.get("note"), place)
    if walk.expected:
        raise CheckFailed(Failure.CHECKPOINT_MISSING, place="end")
    if walk.last is None:
        raise CheckFailed(Failure.NO_CHECKPOINT, place="end")
    size = walk.tree.size
    if before is not None and (before.size > size or before.origin != header.origin):
        raise CheckFailed(Failure.KNOWN_DIFFERS, place="end", detail=f"{before.origin} {before.size}")
    return LogReport(header.origin, size, walk.checkpoints, size - walk.last.size, walk.last.root)

"""A small honest log, made with the kernel alone, for tests to tamper with."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from xinheng.kernel.tlog.batch import batch_proof, batch_root, chunk_of
from xinheng.kernel.tlog.canonical import Json, canonical
from xinheng.kernel.tlog.checkpoint import Checkpoint
from xinheng.kernel.tlog.content import Content, closed, content_of, hash_of
from xinheng.kernel.tlog.entries import BatchFacts, LogEntry
from xinheng.kernel.tlog.export import (
    CHAIN_FORMAT,
    LOG_FORMAT,
    checkpoint_line,
    entry_line,
    header_line,
)
from xinheng.kernel.tlog.keys import SignatureKind, VerifierKey
from xinheng.kernel.tlog.proof import RecordProof
from xinheng.kernel.tlog.rows import Change, Row, row_leaf, row_salts
from xinheng.kernel.tlog.tree import MemoryTree, consistency_proof, inclusion_proof

ORIGIN = "node.example/log"
SECRET = bytes(range(32))
KEY = bytes(range(16))
PEPPER = b"0" * 64
DATA: dict[str, Json] = {"CF_WSH": "黔市监罚字〔2026〕7号", "CF_NR": "罚款"}
WITHHELD: dict[str, Json] = {"CF_FRDB": "示例甲某", "CF_FR_ZJHM": "h:0123456789abcdef0123456789abcdef"}
CONTENT = content_of(DATA, WITHHELD, key=KEY, pepper=PEPPER)
PUBLIC = closed(CONTENT)


@dataclass(frozen=True)
class Keeper:
    """Signs with a fixed key."""

    seed: int = 1
    name: str = ORIGIN

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes([self.seed]) * 32)

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(self.name, SignatureKind.ED25519, self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


KEEPER = Keeper()


@dataclass
class Log:
    """Entries and checkpoints in order, as lines of an export."""

    entries: list[LogEntry] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    points: list[Checkpoint] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines.append(header_line(form=LOG_FORMAT, origin=ORIGIN, keys=[KEEPER.key.text()]))

    def tree(self) -> MemoryTree:
        return MemoryTree(entry.leaf() for entry in self.entries)

    def add(self, kind: str, payload: dict[str, Json], batch: BatchFacts | None = None) -> None:
        seq = len(self.entries)
        at = f"2026-03-01T08:00:{seq:02}.000000Z"
        salt = sha256(b"%d" % seq).digest()[:16]
        self.entries.append(LogEntry(seq, at, kind, "job", ("submission", "1"), payload, salt, batch))
        self.lines.append(entry_line(self.entries[-1]))

    def sign(self) -> None:
        last = self.points[-1] if self.points else None
        previous = {"size": last.size, "root": last.root.hex()} if last else None
        self.add("ledger.checkpointed", {"previous": previous})
        self.points.append(Checkpoint(ORIGIN, len(self.entries), self.tree().root()))
        self.notes.append(self.points[-1].sign([KEEPER]))
        self.lines.append(checkpoint_line(self.notes[-1]))

    def chain(self) -> list[bytes]:
        lines, read = (
            [header_line(form=CHAIN_FORMAT, origin=ORIGIN, keys=[KEEPER.key.text()])],
            self.tree().read,
        )
        for index, note in enumerate(self.notes):
            steps = ()
            if index:
                steps = consistency_proof(self.points[index - 1].size, self.points[index].size, read)
            lines.append(checkpoint_line(note, proof=steps))
        return lines


def row(number: int) -> Row:
    digest = sha256(b"row %d" % number).digest()
    if number == 7:
        return Row(number, Change.NEW, KEY, hash_of(DATA, withheld_hash=CONTENT.withheld_hash))
    return Row(number, Change.NEW, digest[:16], digest)


def honest() -> Log:
    """Nine entries: two received, a deposit of 300 rows, a checkpoint, three received, a checkpoint, one more."""
    log = Log()
    log.add("intake.received", {"n": 1})
    log.add("intake.received", {"n": 2})
    kept = batch_root(b"".join(row_leaf(row(n), secret=SECRET) for n in range(300)))
    log.add("archive.deposited", {"new": 300}, BatchFacts(kept.size, kept.root))
    log.sign()
    for n in (3, 4, 5):
        log.add("intake.received", {"n": n})
    log.sign()
    log.add("intake.received", {"n": 6})
    return log


def proof_of(log: Log, *, content: Content | None = PUBLIC) -> dict[str, Any]:
    """The proof file of row 7 under the last checkpoint, as anybody gets it."""
    leaves = [row_leaf(row(n), secret=SECRET) for n in range(300)]
    kept = batch_root(b"".join(leaves))
    needed = chunk_of(7, 300)
    chunk = b"".join(leaves[needed.start : needed.stop])
    size = log.points[-1].size
    proof = RecordProof(
        row=row(7),
        salt=row_salts(SECRET, [7]),
        content=content,
        index=7,
        batch_proof=batch_proof(7, size=300, chunk=chunk, subtrees=kept.subtrees),
        entry=log.entries[2],
        log_size=size,
        log_proof=inclusion_proof(2, size, log.tree().read),
        checkpoint=log.notes[-1],
        keys=(KEEPER.key.text(),),
    )
    found: dict[str, Any] = json.loads(json.dumps(proof.as_json()))
    return found


def write(folder: Path, lines: list[bytes], name: str = "log.jsonl") -> Path:
    path = folder / name
    path.write_bytes(b"".join(lines))
    return path


def edit(line: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """A line with its value changed in place."""
    value = json.loads(line)
    change(value)
    return canonical(value) + b"\n"

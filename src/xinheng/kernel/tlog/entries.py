"""One entry of the log, and the bytes that its leaf hash covers.

The content of an entry is the canonical JSON of all that it says: seq, at, kind, actor, about, payload and,
where it deposits a batch of rows, the batch's size and root. The salt stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from xinheng.kernel.tlog.canonical import Json, canonical
from xinheng.kernel.tlog.hashing import HASH_SIZE, SALT_SIZE, leaf_hash


class MalformedEntry(ValueError):
    """An exported entry lacks a part or has one of the wrong form."""


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """The rows that an entry deposited: how many, and their root (32 bytes)."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Who did what to which thing; `at` as `moment` writes it, `salt` 16 bytes, `payload` a JSON mapping."""

    seq: int
    at: str
    kind: str
    actor: str
    about: tuple[str, str]
    payload: Mapping[str, Json]
    salt: bytes
    batch: BatchFacts | None = None

    def said(self) -> dict[str, Json]:
        """What the entry says, as JSON."""
        found: dict[str, Json] = {
            "seq": self.seq,
            "at": self.at,
            "kind": self.kind,
            "actor": self.actor,
            "about": {"kind": self.about[0], "id": self.about[1]},
            "payload": self.payload,
        }
        if self.batch is not None:
            found["batch"] = {"size": self.batch.size, "root": self.batch.root.hex()}
        return found

    def leaf(self) -> bytes:
        """The leaf hash."""
        return leaf_hash(canonical(self.said()), salt=self.salt)

    def exported(self) -> dict[str, Json]:
        """The entry with its salt, as it stands in an export."""
        return {**self.said(), "salt": self.salt.hex()}


def moment(at: datetime) -> str:
    """A moment as entries write it: UTC, microseconds.

    >>> moment(datetime(2026, 3, 1, 8, 0, tzinfo=UTC))
    '2026-03-01T08:00:00.000000Z'
    """
    if at.tzinfo is None:
        raise MalformedEntry("a moment needs a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def entry_from(value: Any) -> LogEntry:
    """An entry from its exported form; every part must be there and nothing else."""
    try:
        batch, about = value.get("batch"), value["about"]
        entry = LogEntry(
            seq=_count(value["seq"]),
            at=_text(value["at"]),
            kind=_text(value["kind"]),
            actor=_text(value["actor"]),
            about=(_text(about["kind"]), _text(about["id"])),
            payload=dict(value["payload"].items()),
            salt=hex_bytes(value["salt"], SALT_SIZE),
            batch=None
            if batch is None
            else BatchFacts(_count(batch["size"]), hex_bytes(batch["root"], HASH_SIZE)),
        )
        same = entry.exported() == value
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise MalformedEntry(f"no entry: {error!r}") from error
    if not same:
        raise MalformedEntry("an entry holds parts that no entry has")
    return entry


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise MalformedEntry(f"{value!r} is no text")
    return value


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise MalformedEntry(f"{value!r} is no number from 0 on")
    return value


def hex_bytes(text: str, size: int) -> bytes:
    """Bytes from lower-case hexadecimal of exactly `size` bytes."""
    found = bytes.fromhex(text)
    if len(found) != size or found.hex() != text:
        raise MalformedEntry(f"{text!r} is not {size} bytes in lower-case hexadecimal")
    return found

"""A record's proof as a file: row in batch, batch's entry in the log, log under a signed checkpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xinheng.kernel.tlog.canonical import Json
from xinheng.kernel.tlog.entries import LogEntry, entry_from, hex_bytes
from xinheng.kernel.tlog.hashing import HASH_SIZE, SALT_SIZE
from xinheng.kernel.tlog.rows import KEY_SIZE, Change, Row

PROOF_FORMAT = "xinheng-record-proof/1"


class MalformedProof(ValueError):
    """A proof file lacks a part or has one of the wrong form."""


@dataclass(frozen=True, slots=True)
class RecordProof:
    """All that is needed to check one record.

    `data` is the record's content, or None where the holder may not hand it on: the rest is still checked.
    `index` is the row's place in the batch, `log_size` the size that `log_proof` and the checkpoint are
    about.
    """

    row: Row
    salt: bytes
    data: Mapping[str, Json] | None
    index: int
    batch_proof: tuple[bytes, ...]
    entry: LogEntry
    log_size: int
    log_proof: tuple[bytes, ...]
    checkpoint: str
    keys: tuple[str, ...]

    def as_json(self) -> dict[str, Json]:
        """The proof file."""
        record: dict[str, Json] = {
            "row_no": self.row.row_no,
            "change": str(self.row.change),
            "key": self.row.key.hex(),
            "content_hash": self.row.content_hash.hex(),
            "salt": self.salt.hex(),
        }
        if self.data is not None:
            record["data"] = self.data
        return {
            "format": PROOF_FORMAT,
            "record": record,
            "batch": {"index": self.index, "proof": [each.hex() for each in self.batch_proof]},
            "entry": self.entry.exported(),
            "log": {"size": self.log_size, "proof": [each.hex() for each in self.log_proof]},
            "checkpoint": self.checkpoint,
            "keys": list(self.keys),
        }


def proof_from(value: Any) -> RecordProof:
    """A proof from the parsed file."""
    if not isinstance(value, dict) or value.get("format") != PROOF_FORMAT:
        raise MalformedProof(f"the format is not {PROOF_FORMAT}")
    try:
        record, batch, log = value["record"], value["batch"], value["log"]
        return RecordProof(
            row=Row(
                row_no=_number(record["row_no"]),
                change=Change(record["change"]),
                key=hex_bytes(record["key"], KEY_SIZE),
                content_hash=hex_bytes(record["content_hash"], HASH_SIZE),
            ),
            salt=hex_bytes(record["salt"], SALT_SIZE),
            data=record.get("data"),
            index=_number(batch["index"]),
            batch_proof=hashes_from(batch["proof"]),
            entry=entry_from(value["entry"]),
            log_size=_number(log["size"]),
            log_proof=hashes_from(log["proof"]),
            checkpoint=value["checkpoint"],
            keys=tuple(value["keys"]),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise MalformedProof(f"no record proof: {error!r}") from error


def hashes_from(value: Sequence[str]) -> tuple[bytes, ...]:
    """Hashes from hexadecimal."""
    return tuple(hex_bytes(each, HASH_SIZE) for each in value)


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**32:
        raise MalformedProof(f"{value!r} is no number from 0 to 2**32 - 1")
    return value

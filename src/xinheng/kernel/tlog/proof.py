"""A record's proof as a file: row in batch, batch's entry in the log, log under a signed checkpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xinheng.kernel.tlog.canonical import Json
from xinheng.kernel.tlog.content import Content, Opened
from xinheng.kernel.tlog.entries import LogEntry, entry_from, hex_bytes
from xinheng.kernel.tlog.hashing import HASH_SIZE, SALT_SIZE
from xinheng.kernel.tlog.rows import KEY_SIZE, Change, Row

PROOF_FORMAT = "xinheng-record-proof/1"


class MalformedProof(ValueError):
    """A proof file lacks a part or has one of the wrong form."""


@dataclass(frozen=True, slots=True)
class RecordProof:
    """All that is needed to check one record.

    `content` is what may be handed on of the record, or None where even the shown part may not be (a later
    law hides a field of it): the rest is still checked. `index` is the row's place in the batch, `log_size`
    the size that `log_proof` and the checkpoint are about.
    """

    row: Row
    salt: bytes
    content: Content | None
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
        if self.content is not None:
            record |= _written(self.content)
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
            content=_content(record),
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


def _written(content: Content) -> dict[str, Json]:
    """The parts of the file that carry the content."""
    written: dict[str, Json] = {"data": content.data, "withheld_hash": content.withheld_hash.hex()}
    if content.opened is not None:
        written |= {"withheld": content.opened.withheld, "withheld_salt": content.opened.salt.hex()}
    return written


_SHOWN, _OPENED = frozenset({"data", "withheld_hash"}), frozenset({"withheld", "withheld_salt"})


def _content(record: Mapping[str, Any]) -> Content | None:
    """The content of a proof file: nothing, the shown part, or both parts."""
    given = record.keys() & (_SHOWN | _OPENED)
    if not given:
        return None
    if given not in (_SHOWN, _SHOWN | _OPENED):
        raise MalformedProof(f"half a content: {', '.join(sorted(given))}")
    opened = None
    if given > _SHOWN:
        opened = Opened(_fields(record["withheld"]), hex_bytes(record["withheld_salt"], HASH_SIZE))
    return Content(_fields(record["data"]), hex_bytes(record["withheld_hash"], HASH_SIZE), opened)


def _fields(value: object) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise MalformedProof("a content is no object of fields")
    return value


def hashes_from(value: Sequence[str]) -> tuple[bytes, ...]:
    """Hashes from hexadecimal."""
    return tuple(hex_bytes(each, HASH_SIZE) for each in value)


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**32:
        raise MalformedProof(f"{value!r} is no number from 0 to 2**32 - 1")
    return value

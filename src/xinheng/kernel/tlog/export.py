"""The files that leave the platform for whoever wants to check it.

JSON lines, each in canonical form. An export of the log: a header, the entries in order, each checkpoint
right after the last entry that it covers. A checkpoint chain: a header, then the checkpoints with the
consistency proof that leads from the one before to each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xinheng.kernel.tlog.canonical import Json, canonical, parse
from xinheng.kernel.tlog.entries import LogEntry

LOG_FORMAT = "xinheng-log/1"
CHAIN_FORMAT = "xinheng-checkpoints/1"
LOG_FILE = "log.jsonl"


class MalformedLine(ValueError):
    """A line of an export is no JSON object with a known type."""


def header_line(*, form: str, origin: str, keys: Sequence[str]) -> bytes:
    """First line: format, the log's origin, the verifier keys of its keeper."""
    return _line({"type": "header", "format": form, "origin": origin, "keys": list(keys)})


def entry_line(entry: LogEntry) -> bytes:
    """An entry, whole."""
    return _line({"type": "entry", "entry": entry.exported()})


def checkpoint_line(note: str, *, proof: Sequence[bytes] | None = None) -> bytes:
    """A signed checkpoint, in a chain with the proof that it continues the one before."""
    value: dict[str, Json] = {"type": "checkpoint", "note": note}
    if proof is not None:
        value["proof"] = [each.hex() for each in proof]
    return _line(value)


def read_line(line: str) -> dict[str, Any]:
    """A line as a mapping that has a `type`."""
    try:
        value = parse(line)
    except (ValueError, RecursionError) as error:
        raise MalformedLine(str(error)) from error
    if not isinstance(value, dict) or value.get("type") not in {"header", "entry", "checkpoint"}:
        raise MalformedLine("a line is an object of type header, entry or checkpoint")
    return value


def _line(value: Json) -> bytes:
    return canonical(value) + b"\n"

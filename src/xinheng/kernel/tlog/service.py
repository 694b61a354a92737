"""Proof of service as a file: what a notice said, the entry that sent it, and those that tell how it arrived.

The leaf is the salted hash of all that the notice says and whom it went to. Notices that were sent together stand under
one root, which the entry of the sending names (`notices`, `root`). Entries about the same notice name its leaf.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xinheng.kernel.tlog.canonical import Json
from xinheng.kernel.tlog.entries import LogEntry, entry_from, hex_bytes
from xinheng.kernel.tlog.hashing import HASH_SIZE, SALT_SIZE
from xinheng.kernel.tlog.proof import MalformedProof, hashes_from

SERVICE_FORMAT = "xinheng-service-proof/1"
SENT = "notices.sent"
AFTERWARDS = frozenset({"notices.delivered", "notices.undelivered", "notices.read", "notices.followed_up"})
"""Kinds of entries that tell what became of a notice."""
_MOST_ENTRIES = 1000


@dataclass(frozen=True, slots=True)
class Included:
    """An entry and the hashes that lead from it to the checkpoint's root."""

    entry: LogEntry
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ServiceProof:
    """All that is needed to check how one notice was served.

    `said` is what it says, or None where the holder may not hand it on. `place` of `together` is where it stands among
    the notices that were sent with it; `path` leads from its leaf to the root that `sent` names.
    """

    said: Mapping[str, Json] | None
    salt: bytes
    leaf: bytes
    place: int
    path: tuple[bytes, ...]
    sent: Included
    afterwards: tuple[Included, ...]
    log_size: int
    checkpoint: str
    keys: tuple[str, ...]

    def as_json(self) -> dict[str, Json]:
        """The proof file. The salt goes with the text only: alone it would help to guess it."""
        notice: dict[str, Json] = {
            "leaf": self.leaf.hex(),
            "place": self.place,
            "path": [each.hex() for each in self.path],
        }
        if self.said is not None:
            notice |= {"said": self.said, "salt": self.salt.hex()}
        return {
            "format": SERVICE_FORMAT,
            "notice": notice,
            "sent": _entry(self.sent),
            "afterwards": [_entry(each) for each in self.afterwards],
            "log_size": self.log_size,
            "checkpoint": self.checkpoint,
            "keys": list(self.keys),
        }


def service_from(value: Any) -> ServiceProof:
    """A proof from the parsed file."""
    if not isinstance(value, dict) or value.get("format") != SERVICE_FORMAT:
        raise MalformedProof(f"the format is not {SERVICE_FORMAT}")
    try:
        notice = value["notice"]
        said = notice.get("said")
        afterwards = value["afterwards"]
        if len(afterwards) > _MOST_ENTRIES or not isinstance(said, dict | None):
            raise MalformedProof("too many entries, or a notice that is no object")
        return ServiceProof(
            said=said,
            salt=bytes(SALT_SIZE) if said is None else hex_bytes(notice["salt"], SALT_SIZE),
            leaf=hex_bytes(notice["leaf"], HASH_SIZE),
            place=_number(notice["place"]),
            path=hashes_from(notice["path"]),
            sent=_included(value["sent"]),
            afterwards=tuple(_included(each) for each in afterwards),
            log_size=_number(value["log_size"]),
            checkpoint=value["checkpoint"],
            keys=tuple(value["keys"]),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise MalformedProof(f"no proof of service: {error!r}") from error


def _entry(included: Included) -> Json:
    return {"entry": included.entry.exported(), "proof": [each.hex() for each in included.proof]}


def _included(value: Any) -> Included:
    return Included(entry=entry_from(value["entry"]), proof=hashes_from(value["proof"]))


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise MalformedProof(f"{value!r} is no number from 0 on")
    return value

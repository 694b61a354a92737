"""What differs between two readings of the packs: entries added, removed, changed, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from xinheng.kernel.lawbook import keys
from xinheng.kernel.lawbook.files import Written
from xinheng.kernel.lawbook.lawbook import Lawbook
from xinheng.kernel.lawbook.packs import Packs
from xinheng.kernel.text import Text


class Change(StrEnum):
    """What became of an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry that differs. `parts` are (path inside the entry, before, after) of what changed."""

    change: Change
    kind: str
    entry: str
    title: Text
    parts: tuple[tuple[str, str | None, str | None], ...] = ()


def diff(
    before: Lawbook | Packs, after: Lawbook | Packs, *, pack: str | None = None
) -> tuple[Difference, ...]:
    """What differs from one to the other, by entry; of one pack, or of all."""
    old, new = _by_name(before, pack), _by_name(after, pack)
    found: list[Difference] = []
    for name in sorted(old.keys() | new.keys()):
        gone, come = old.get(name), new.get(name)
        if gone is None and come is not None:
            found.append(_difference(Change.ADDED, come))
        elif come is None and gone is not None:
            found.append(_difference(Change.REMOVED, gone))
        elif come is not None and gone is not None:
            parts = tuple(_parts(_plain(gone), _plain(come), ()))
            if parts:
                found.append(_difference(Change.CHANGED, come, parts))
    return tuple(found)


def _difference(
    change: Change, written: Written, parts: tuple[tuple[str, str | None, str | None], ...] = ()
) -> Difference:
    kind = keys.subject_of(written.entry)[0]
    return Difference(change, kind, written.reference, written.entry.title, parts)


def _by_name(law: Lawbook | Packs, pack: str | None) -> dict[tuple[str, int], Written]:
    packs = law.packs if isinstance(law, Lawbook) else law
    named: dict[tuple[str, int], Written] = {}
    for written in packs.entries():
        if pack in {None, written.pack}:
            # successors of one id are told apart by their order in time
            position = sum(1 for reference, _ in named if reference == written.reference)
            named[written.reference, position] = written
    return named


def _plain(written: Written) -> Any:
    return written.entry.model_dump(mode="json", by_alias=True)


def _parts(old: Any, new: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str | None, str | None]]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _parts(old.get(key), new.get(key), (*path, str(key)))
    elif isinstance(old, list) and isinstance(new, list) and _coded(old) and _coded(new):
        by_old, by_new = ({str(part["code"]): part for part in side} for side in (old, new))
        yield from _parts(by_old, by_new, path)
    else:
        yield ".".join(path), _words(old), _words(new)


def _coded(parts: list[Any]) -> bool:
    return all(isinstance(part, dict) and "code" in part for part in parts)


def _words(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        return f"{value['zh']} / {value['en']}"
    if isinstance(value, list):
        return ", ".join(_words(part) or "–" for part in value)
    if isinstance(value, dict):
        return "; ".join(
            f"{key}: {_words(part)}" for key, part in value.items() if part not in (None, [], False)
        )
    return str(value)

"""All packs below one folder: read once for each content, judged as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from xinheng.kernel.lawbook.blocks import complete_item
from xinheng.kernel.lawbook.errors import BrokenPack, Fault, Place
from xinheng.kernel.lawbook.files import PackFolder, Written, read_pack
from xinheng.kernel.lawbook.meta import Block, Instrument, WrittenItem
from xinheng.kernel.text import Text


@dataclass(frozen=True)
class Packs:
    """The packs by id. `digest` is the SHA-256 of every file's path and content."""

    folders: Mapping[str, PackFolder]
    digest: str
    _by_reference: dict[str, tuple[Written, ...]] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        """Index the entries by reference."""
        for written in self.entries():
            known = self._by_reference.get(written.reference, ())
            self._by_reference[written.reference] = (*known, written)

    def __getitem__(self, pack: str) -> PackFolder:
        return self.folders[pack]

    def line_of_descent(self, pack: str) -> tuple[str, ...]:
        """The pack and its parents, nearest first."""
        line: list[str] = []
        following: str | None = pack
        while following is not None and following in self.folders and following not in line:
            line.append(following)
            following = self.folders[following].head.parent
        return tuple(line)

    def related(self, one: str, other: str) -> bool:
        """True when one of the two packs extends the other, or both are the same."""
        return one in self.line_of_descent(other) or other in self.line_of_descent(one)

    def entries(self) -> Iterator[Written]:
        """Every entry of every pack."""
        for folder in self.folders.values():
            yield from folder.entries

    def entries_of(self, reference: str) -> tuple[Written, ...]:
        """The entries of that `<pack>/<id>`; more than one where a rule has successors."""
        return self._by_reference.get(reference, ())

    def instrument(self, pack: str, instrument: str) -> tuple[str, Instrument] | None:
        """The instrument of that id in the pack or its nearest parent, with the pack it stands in."""
        for ancestor in self.line_of_descent(pack):
            for candidate in self.folders[ancestor].head.instruments:
                if candidate.id == instrument:
                    return ancestor, candidate
        return None

    def blocks(self, pack: str) -> dict[str, Block]:
        """The blocks that the pack sees by id, its own before those of its parents."""
        line = reversed(self.line_of_descent(pack))
        return {written.block.id: written.block for name in line for written in self.folders[name].blocks}


_read: dict[str, Packs] = {}


def read_packs(root: Path) -> Packs:
    """Every pack below `root`, items complete with their blocks; the same content is read only once.

    Raises BrokenPack with file, line and reason of all that does not fit. The whole is judged by `judge`.
    """
    files = _files(root)
    digest = hashlib.sha256()
    for pack, contents in files.items():
        for path, text in contents.items():
            digest.update(f"{pack}/{path}\0{len(text)}\0{text}".encode())
    key = digest.hexdigest()
    if key not in _read:
        packs = _parse(files, key)
        _read.clear()
        _read[key] = packs
    return _read[key]


def _files(root: Path) -> dict[str, dict[str, str]]:
    heads = sorted(root.glob("*/pack.yml"))
    if not heads:
        reason = Text(zh="此处没有法律包", en="There is no lawpack here")
        raise BrokenPack([Fault(Place(root.name, 1), reason)])
    return {head.parent.name: dict(_pack_files(head.parent)) for head in heads}


def _pack_files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        is_source = path.suffix == ".md" and path.parent == folder / "sources"
        if path.suffix in {".yml", ".yaml"} or is_source:
            yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")


def _parse(files: Mapping[str, Mapping[str, str]], digest: str) -> Packs:
    faults: list[Fault] = []
    folders: dict[str, PackFolder] = {}
    for name, contents in files.items():
        try:
            folders[name] = read_pack(name, contents)
        except BrokenPack as broken:
            faults += broken.faults
    if faults:
        raise BrokenPack(faults)
    return _complete(Packs(folders, digest))


def _complete(packs: Packs) -> Packs:
    faults: list[Fault] = []
    folders: dict[str, PackFolder] = {}
    for name, folder in packs.folders.items():
        blocks = packs.blocks(name)
        entries: list[Written] = []
        for written in folder.entries:
            if not isinstance(written.entry, WrittenItem):
                entries.append(written)
                continue
            item, problems = complete_item(written.entry, blocks)
            faults += [Fault(written.place(*path), reason) for path, reason in problems]
            entries.append(replace(written, entry=item))
        folders[name] = replace(folder, entries=tuple(entries))
    if faults:
        raise BrokenPack(faults)
    return Packs(folders, packs.digest)

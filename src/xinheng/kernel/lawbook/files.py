"""Which file of a pack holds what, and one pack read from its folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from xinheng.kernel.lawbook.errors import BrokenPack, Fault, Place
from xinheng.kernel.lawbook.meta import (
    Block,
    CalendarYear,
    Case,
    Deadline,
    DepartmentKind,
    DisclosureTerm,
    DishonestyClass,
    Entry,
    FixedHolidays,
    Lapse,
    NameAlias,
    Pack,
    QualityRule,
    QueryMatter,
    ReadingGround,
    RepairRule,
    SubjectKind,
    WrittenItem,
)
from xinheng.kernel.lawbook.reading import Document, parse, read_document
from xinheng.kernel.lawbook.sources import SourceText
from xinheng.kernel.text import Text


@dataclass(frozen=True, slots=True)
class FileKind:
    """Files whose path matches hold the shape; `name` is the name of its JSON Schema."""

    name: str
    path: re.Pattern[str]
    shape: TypeAdapter[Any]


def _kind(name: str, path: str, shape: Any) -> FileKind:
    return FileKind(name, re.compile(path), TypeAdapter(shape))


# the first that matches says what a file is; a YAML file that none matches is a fault
FILE_KINDS = (
    _kind("pack", r"pack\.yml", Pack),
    _kind("blocks", r"catalogue/blocks\.yml", tuple[Block, ...]),
    _kind("catalogue", r"catalogue/[^/]+\.yml", tuple[WrittenItem, ...]),
    _kind("department-kinds", r"departments/kinds\.yml", tuple[DepartmentKind, ...]),
    _kind("subject-kinds", r"subjects/kinds\.yml", tuple[SubjectKind, ...]),
    _kind("disclosure", r"disclosure/[^/]+\.yml", tuple[DisclosureTerm, ...]),
    _kind("deadlines", r"deadlines/[^/]+\.yml", tuple[Deadline, ...]),
    _kind("lapses", r"lapses/[^/]+\.yml", tuple[Lapse, ...]),
    _kind("repair", r"repair/[^/]+\.yml", tuple[RepairRule, ...]),
    _kind("matters", r"matters/[^/]+\.yml", tuple[QueryMatter, ...]),
    _kind("grounds", r"grounds/[^/]+\.yml", tuple[ReadingGround, ...]),
    _kind("quality", r"quality/[^/]+\.yml", tuple[QualityRule, ...]),
    _kind("fixed-holidays", r"calendar/fixed\.yml", tuple[FixedHolidays, ...]),
    _kind("calendar", r"calendar/\d{4}\.yml", tuple[CalendarYear, ...]),
    _kind("aliases", r"aliases/[^/]+\.yml", tuple[NameAlias, ...]),
    _kind("classes", r"classes/[^/]+\.yml", tuple[DishonestyClass, ...]),
    _kind("cases", r"cases/[^/]+\.yml", tuple[Case, ...]),
)
_SOURCE = re.compile(r"sources/[^/]+\.md")


@dataclass(frozen=True, slots=True)
class Written:
    """An entry, the pack it stands in, and the document and position it was read from."""

    entry: Entry
    pack: str
    document: Document
    index: int

    @property
    def reference(self) -> str:
        """`<pack>/<id>`, as overrides and adoptions name it."""
        return f"{self.pack}/{self.entry.id}"

    def place(self, *path: str | int) -> Place:
        """Where the entry, or a part of it, stands."""
        return self.document.place(self.index, *path)


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """A case and where it stands."""

    case: Case
    pack: str
    place: Place


@dataclass(frozen=True, slots=True)
class WrittenBlock:
    """A field block and where it stands."""

    block: Block
    pack: str
    place: Place


@dataclass(frozen=True, slots=True)
class PackFolder:
    """One pack as written. Nothing is judged yet but the shape of each file."""

    head: Pack
    document: Document
    entries: tuple[Written, ...]
    blocks: tuple[WrittenBlock, ...]
    department_kinds: tuple[DepartmentKind, ...]
    cases: tuple[WrittenCase, ...]
    sources: Mapping[str, SourceText]


def read_pack(name: str, files: Mapping[str, str]) -> PackFolder:
    """The pack of that folder from its files (path → text); BrokenPack lists what does not fit."""
    faults: list[Fault] = []
    parsed: dict[str, list[tuple[Document, Any]]] = {kind.name: [] for kind in FILE_KINDS}
    sources: dict[str, SourceText] = {}
    for path, text in sorted(files.items()):
        if _SOURCE.fullmatch(path):
            sources[path] = SourceText.parse(text)
            continue
        kind = next((kind for kind in FILE_KINDS if kind.path.fullmatch(path)), None)
        if kind is None:
            faults.append(_stray(f"{name}/{path}"))
            continue
        try:
            document = read_document(text, file=f"{name}/{path}")
            parsed[kind.name].append((document, parse(kind.shape, document)))
        except BrokenPack as broken:
            faults += broken.faults
    if faults:
        raise BrokenPack(faults)
    return _assemble(name, parsed, sources)


def _stray(path: str) -> Fault:
    reason = Text(zh="法律包中没有这种文件", en="A lawpack has no such file")
    return Fault(Place(path, 1), reason)


def _assemble(
    name: str, parsed: Mapping[str, list[tuple[Document, Any]]], sources: Mapping[str, SourceText]
) -> PackFolder:
    document, head = parsed["pack"][0]
    entries = [
        Written(entry, name, where, index)
        for documents in parsed.values()
        for where, values in documents
        if isinstance(values, tuple)
        for index, entry in enumerate(values)
        if isinstance(entry, Entry)
    ]
    cases = [
        WrittenCase(case, name, where.place(index))
        for where, values in parsed["cases"]
        for index, case in enumerate(values)
    ]
    blocks = [
        WrittenBlock(block, name, where.place(index))
        for where, values in parsed["blocks"]
        for index, block in enumerate(values)
    ]
    return PackFolder(
        head=head,
        document=document,
        entries=tuple(entries),
        blocks=tuple(blocks),
        department_kinds=tuple(kind for _, kinds in parsed["department-kinds"] for kind in kinds),
        cases=tuple(cases),
        sources=sources,
    )

"""The law this node runs on: every pack, every rule, word for word, with the status it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.catalogue import service
from xinheng.kernel.lawbook import Citation, Lawbook
from xinheng.kernel.lawbook.files import Written
from xinheng.kernel.lawbook.lawbook import citations
from xinheng.kernel.lawbook.meta import Adoption, Pack, Status
from xinheng.kernel.text import Text
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import public_page
from xinheng.web import words

FOLDER_TITLES: dict[str, Text] = {
    "catalogue": Text(zh="目录事项", en="Catalogue items"),
    "disclosure": Text(zh="公示方式和期限", en="Disclosure and terms"),
    "deadlines": Text(zh="办理期限", en="Deadlines"),
    "lapses": Text(zh="逾期后果", en="What lapsed deadlines do"),
    "repair": Text(zh="信用修复", en="Credit repair"),
    "matters": Text(zh="查询事项", en="Query matters"),
    "quality": Text(zh="数据质量", en="Data quality"),
    "subjects": Text(zh="主体类别", en="Kinds of subject"),
    "classes": Text(zh="失信类别", en="Classes of dishonesty"),
    "calendar": Text(zh="工作日历", en="Working days"),
    "aliases": Text(zh="名称对照", en="Names read as another"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """An entry of a pack; `effective` whether it drives anything on this node today."""

    written: Written
    citations: tuple[Citation, ...]
    status: Status
    adoption: Adoption | None
    effective: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """The rules of one folder of a pack."""

    folder: str
    title: Text
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """A pack in the list: applied here or only at hand."""

    head: Pack
    applied: bool
    rules: int


@public_page
def packs(request: HttpRequest) -> HttpResponse:
    """All packs at hand; those of this node first."""
    lawbook = service.lawbook()
    adopted = {adoption.entry.partition("/")[0] for adoption in lawbook.node.adopt}
    order = [*lawbook.line, *sorted(set(lawbook.packs.folders) - set(lawbook.line))]
    volumes = [
        Volume(
            head=lawbook.packs[name].head,
            applied=name in lawbook.line or name in adopted,
            rules=len(lawbook.packs[name].entries),
        )
        for name in order
    ]
    context = {"volumes": volumes, "adoptions": lawbook.node.adopt, "digest": lawbook.digest}
    return render(request, "portal/law.html", context)


@public_page
def pack(request: HttpRequest, pack: str) -> HttpResponse:
    """One pack: its instruments, and its rules with the words they rest on."""
    lawbook = service.lawbook()
    if pack not in lawbook.packs.folders:
        raise Http404("no such pack")
    folder = lawbook.packs[pack]
    today = clock.today()
    chapters = []
    for name, title in FOLDER_TITLES.items():
        written = [entry for entry in folder.entries if entry.document.file.split("/")[-2:-1] == [name]]
        if written:
            rules = tuple(_rule(entry, lawbook, today) for entry in written)
            chapters.append(Chapter(folder=name, title=title, rules=rules))
    levels = [(one, words.INSTRUMENT_LEVEL_TITLES[one.level]) for one in folder.head.instruments]
    context = {"head": folder.head, "instruments": levels, "chapters": chapters}
    return render(request, "portal/pack.html", context)


def _rule(written: Written, lawbook: Lawbook, today: date) -> Rule:
    adoption = next((one for one in lawbook.node.adopt if one.entry == written.reference), None)
    adopted = adoption is not None and adoption.covers(today)
    status = Status.ADOPTED_PROVISIONAL if adopted else written.entry.status
    in_time = adopted or (
        written.entry.in_force.covers(today) and lawbook.packs[written.pack].head.in_force.covers(today)
    )
    applied = adopted or written.pack in lawbook.line
    return Rule(
        written=written,
        citations=tuple(citations(written, lawbook.packs)),
        status=status,
        adoption=adoption if adopted else None,
        effective=status.effective and in_time and applied,
    )

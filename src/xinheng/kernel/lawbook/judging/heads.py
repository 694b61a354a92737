"""Is each pack.yml right: its name, its parent, its instruments and their texts?"""

from __future__ import annotations

from collections.abc import Iterator

from xinheng.kernel.lawbook.errors import Fault, Place
from xinheng.kernel.lawbook.files import PackFolder
from xinheng.kernel.lawbook.meta import Status
from xinheng.kernel.lawbook.packs import Packs
from xinheng.kernel.text import Text


def head_faults(packs: Packs) -> Iterator[Fault]:
    """What is wrong with the heads."""
    for name, folder in packs.folders.items():
        yield from _identity(name, folder, packs)
        yield from _instruments(folder)
        yield from _unnamed_sources(name, folder)


def _identity(name: str, folder: PackFolder, packs: Packs) -> Iterator[Fault]:
    head, place = folder.head, folder.document.place
    if head.id != name:
        yield Fault(place("id"), Text(zh=f"应与目录名“{name}”相同", en=f"Must be the folder's name “{name}”"))
    if head.parent is not None and head.parent not in packs.folders:
        reason = Text(zh=f"没有上级法律包“{head.parent}”", en=f"There is no parent pack “{head.parent}”")
        yield Fault(place("parent"), reason)
    elif head.parent is not None and packs.folders[packs.line_of_descent(name)[-1]].head.parent is not None:
        yield Fault(place("parent"), Text(zh="上级关系成环", en="The parents go round in a circle"))
    if head.status is Status.ADOPTED_PROVISIONAL:
        reason = Text(zh="暂行采用只能由节点决定", en="Only a node adopts provisionally")
        yield Fault(place("status"), reason)
    if head.status is Status.EXPIRED and head.in_force.last is None:
        yield Fault(
            place("in_force"), Text(zh="已失效的法律包须写明末日", en="An expired pack needs its last day")
        )
    if head.status is Status.IN_FORCE and head.in_force.first is None:
        reason = Text(zh="施行日期空白，只能是草案", en="With a blank first day it can only be a draft")
        yield Fault(place("in_force"), reason)


def _instruments(folder: PackFolder) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, instrument in enumerate(folder.head.instruments):
        place = folder.document.place("instruments", index)
        if instrument.id in seen:
            yield Fault(
                place, Text(zh=f"文件“{instrument.id}”重复", en=f"Instrument “{instrument.id}” twice")
            )
        seen.add(instrument.id)
        if instrument.file is not None and instrument.file not in folder.sources:
            where = folder.document.place("instruments", index, "file")
            yield Fault(
                where, Text(zh=f"没有文本 {instrument.file}", en=f"There is no text {instrument.file}")
            )
        if instrument.status is Status.IN_FORCE and instrument.in_force.first is None:
            where = folder.document.place("instruments", index, "in_force")
            reason = Text(
                zh="施行日期空白的文件不能标为有效", en="An instrument without a first day is not in force"
            )
            yield Fault(where, reason)


def _unnamed_sources(name: str, folder: PackFolder) -> Iterator[Fault]:
    named = {instrument.file for instrument in folder.head.instruments}
    for path in sorted(set(folder.sources) - named):
        reason = Text(zh="没有文件引用此文本", en="No instrument names this text")
        yield Fault(Place(f"{name}/{path}", 1), reason)

"""Is each entry right: its basis, its status, its name among the others?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from xinheng.kernel.lawbook.errors import Fault
from xinheng.kernel.lawbook.files import Written
from xinheng.kernel.lawbook.keys import subject_of
from xinheng.kernel.lawbook.meta import Basis, Instrument, InstrumentLevel, Status
from xinheng.kernel.lawbook.packs import Packs
from xinheng.kernel.text import Text


def entry_faults(written: Written, packs: Packs) -> Iterator[Fault]:
    """What is wrong with an entry by itself: basis, status, override."""
    for index, basis in enumerate(written.entry.basis):
        yield from basis_faults(written, basis, packs, "basis", index)
    yield from _status(written, packs)
    if written.entry.status is Status.IN_FORCE:
        yield from _effective(written, packs)
    if written.entry.overrides is not None:
        yield from _override(written, packs)


def basis_faults(written: Written, basis: Basis, packs: Packs, *path: str | int) -> Iterator[Fault]:
    """Does the instrument exist, has it the article, has the article the words?"""
    found = packs.instrument(written.pack, basis.instrument)
    if found is None:
        reason = Text(zh=f"没有文件“{basis.instrument}”", en=f"There is no instrument “{basis.instrument}”")
        yield Fault(written.place(*path, "instrument"), reason)
        return
    pack, instrument = found
    text = packs[pack].sources.get(instrument.file or "")
    if text is None:
        if written.entry.status is Status.IN_FORCE:
            reason = Text(
                zh=f"生效条目不得依据没有文本的文件“{instrument.id}”",
                en=f"An entry in force may not rest on “{instrument.id}”, whose text is not at hand",
            )
            yield Fault(written.place(*path), reason)
        return
    if not text.has(basis.article):
        reason = Text(zh=f"文本中没有条款“{basis.article}”", en=f"The text has no article “{basis.article}”")
        yield Fault(written.place(*path, "article"), reason)
    elif basis.quote is not None and not text.holds(basis.article, basis.quote):
        reason = Text(
            zh=f"在“{instrument.id}”{basis.article} 中找不到引文",
            en=f"The quote is not found in “{instrument.id}”, {basis.article}",
        )
        yield Fault(written.place(*path, "quote"), reason)


def _status(written: Written, packs: Packs) -> Iterator[Fault]:
    entry, head = written.entry, packs[written.pack].head
    if entry.status is Status.ADOPTED_PROVISIONAL:
        reason = Text(
            zh="暂行采用只能由节点的签署决定作出", en="Only a node's signed decision adopts provisionally"
        )
        yield Fault(written.place("status"), reason)
    if entry.status is Status.IN_FORCE and head.status in {Status.DRAFT, Status.UNVERIFIED}:
        reason = Text(
            zh="草案或未核实的法律包中没有生效条目", en="No entry of a draft or unverified pack is in force"
        )
        yield Fault(written.place("status"), reason)
    if entry.status is Status.EXPIRED and entry.in_force.last is None:
        yield Fault(written.place("in_force"), Text(zh="已失效的条目须写明末日", en="Expired since when?"))


def _effective(written: Written, packs: Packs) -> Iterator[Fault]:
    entry = written.entry
    quoted = [basis for basis in entry.basis if basis.quote is not None]
    if not quoted:
        yield Fault(
            written.place(), Text(zh="生效条目缺少依据", en="An entry in force without a quoted basis")
        )
        return
    if entry.in_force.first is None:
        reason = Text(
            zh="施行日期空白的条目只能是草案", en="With a blank first day an entry can only be a draft"
        )
        yield Fault(written.place("in_force"), reason)
        return
    instruments = [
        found[1] for basis in quoted if (found := packs.instrument(written.pack, basis.instrument))
    ]
    binding = [one for one in instruments if _binds(one)]
    if instruments and not binding:
        reason = Text(zh="依据只有草案，不能生效", en="It rests on drafts only and cannot be in force")
        yield Fault(written.place("basis"), reason)
    elif binding and not _within(written, binding):
        reason = Text(
            zh="条目的施行期超出其依据的施行期", en="The entry is in force longer than what it rests on"
        )
        yield Fault(written.place("in_force"), reason)


def _binds(instrument: Instrument) -> bool:
    has_been_in_force = instrument.status in {Status.IN_FORCE, Status.EXPIRED}
    return instrument.level is not InstrumentLevel.DRAFT and has_been_in_force


def _within(written: Written, binding: list[Instrument]) -> bool:
    span = written.entry.in_force
    firsts = [one.in_force.first for one in binding if one.in_force.first is not None]
    begins = bool(firsts) and span.first is not None and min(firsts) <= span.first
    lasts = [one.in_force.last for one in binding]
    ends = None in lasts or (span.last is not None and span.last <= max(last for last in lasts if last))
    return begins and ends


def _override(written: Written, packs: Packs) -> Iterator[Fault]:
    reference = str(written.entry.overrides)
    pack = reference.partition("/")[0]
    replaced = packs.entries_of(reference)
    if not replaced or pack not in packs.line_of_descent(written.pack)[1:]:
        reason = Text(zh=f"上级法律包中没有“{reference}”", en=f"No parent pack has “{reference}”")
        yield Fault(written.place("overrides"), reason)
    elif any(subject_of(one.entry) != subject_of(written.entry) for one in replaced):
        reason = Text(zh=f"与“{reference}”规定的不是同一事项", en=f"“{reference}” rules something else")
        yield Fault(written.place("overrides"), reason)
    elif any(_national(one, packs) for one in replaced) and not _national(written, packs):
        reason = Text(
            zh="法律、行政法规另有规定的从其规定，不得以地方规则取代",
            en="It rests on a law or administrative regulation: no local rule takes its place",
        )
        yield Fault(written.place("overrides"), reason)


def _national(written: Written, packs: Packs) -> bool:
    found = [packs.instrument(written.pack, basis.instrument) for basis in written.entry.basis]
    effective = written.entry.status is Status.IN_FORCE
    return effective and any(one is not None and one[1].level.national_law for one in found)


def twin_faults(packs: Packs) -> Iterator[Fault]:
    """Two entries for one thing: the same id twice, or two rules of one pack on the same day."""
    for name, folder in packs.folders.items():
        by_id: dict[str, list[Written]] = {}
        by_subject: dict[tuple[str, str], list[Written]] = {}
        for written in folder.entries:
            by_id.setdefault(written.entry.id, []).append(written)
            by_subject.setdefault(subject_of(written.entry), []).append(written)
        for namesakes in by_id.values():
            yield from _namesakes(namesakes)
            yield from _shadowed(namesakes, packs, name)
        for rivals in by_subject.values():
            yield from _rivals(rivals)


def _namesakes(namesakes: list[Written]) -> Iterator[Fault]:
    for first, second in combinations(namesakes, 2):
        successor = subject_of(first.entry) == subject_of(second.entry)
        if not successor or first.entry.in_force.meets(second.entry.in_force):
            reason = Text(
                zh=f"编号“{second.entry.id}”已用于 {first.place()}",
                en=f"The id “{second.entry.id}” already stands at {first.place()}",
            )
            yield Fault(second.place("id"), reason)


def _shadowed(namesakes: list[Written], packs: Packs, pack: str) -> Iterator[Fault]:
    for written in namesakes:
        for ancestor in packs.line_of_descent(pack)[1:]:
            reference = f"{ancestor}/{written.entry.id}"
            if packs.entries_of(reference) and written.entry.overrides != reference:
                reason = Text(
                    zh=f"与“{reference}”同编号而未写明取代 (overrides)",
                    en=f"The same id as “{reference}” without saying so in overrides",
                )
                yield Fault(written.place("id"), reason)


def _rivals(rivals: list[Written]) -> Iterator[Fault]:
    effective = [written for written in rivals if written.entry.status is Status.IN_FORCE]
    for first, second in combinations(effective, 2):
        overlap = first.entry.in_force.meets(second.entry.in_force)
        if overlap and first.entry.id != second.entry.id:
            reason = Text(
                zh=f"与 {first.place()} 对同一事项作出规定", en=f"It rules the same thing as {first.place()}"
            )
            yield Fault(second.place(), reason)

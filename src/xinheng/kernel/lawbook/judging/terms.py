"""Do terms, deadlines and subject kinds name what there is, and does every adverse effect have an end?"""

from __future__ import annotations

from collections.abc import Iterator

from xinheng.kernel.lawbook.errors import Fault
from xinheng.kernel.lawbook.files import Written
from xinheng.kernel.lawbook.meta import (
    CatalogueItem,
    Deadline,
    DisclosureTerm,
    Effect,
    Mode,
    Status,
    SubjectKind,
    TermStart,
    Until,
)
from xinheng.kernel.lawbook.packs import Packs
from xinheng.kernel.text import Text


def reference_faults(written: Written, packs: Packs) -> Iterator[Fault]:
    """What is wrong between this entry and the others it names."""
    entry = written.entry
    match entry:
        case DisclosureTerm():
            yield from _term(written, entry, packs)
        case Deadline():
            for item in entry.items:
                if not items_of(packs, written.pack, item):
                    yield Fault(written.place("items"), no_item(item))
        case SubjectKind() if entry.part_of is not None:
            line = packs.line_of_descent(written.pack)
            if not any(
                isinstance(one.entry, SubjectKind)
                for pack in line
                for one in packs.entries_of(f"{pack}/{entry.part_of}")
            ):
                reason = Text(
                    zh=f"没有主体类型“{entry.part_of}”", en=f"There is no subject kind “{entry.part_of}”"
                )
                yield Fault(written.place("part_of"), reason)
        case CatalogueItem() if entry.status is Status.IN_FORCE and not _has_mode(written, packs):
            reason = Text(
                zh=f"事项“{entry.id}”没有公开方式", en=f"The item “{entry.id}” has no disclosure mode"
            )
            yield Fault(written.place(), reason)
        case _:
            return


def no_item(item: str) -> Text:
    """What is said of an item that no pack in sight has."""
    return Text(zh=f"没有事项“{item}”", en=f"There is no item “{item}”")


def items_of(packs: Packs, pack: str, item: str) -> list[CatalogueItem]:
    """The catalogue entries of that id that a pack sees, its own first."""
    found = [
        one.entry
        for ancestor in packs.line_of_descent(pack)
        for one in packs.entries_of(f"{ancestor}/{item}")
    ]
    return [entry for entry in found if isinstance(entry, CatalogueItem)]


def _has_mode(written: Written, packs: Packs) -> bool:
    terms = (one for one in packs.entries() if isinstance(one.entry, DisclosureTerm))
    return any(
        one.entry.item == written.entry.id and packs.related(one.pack, written.pack)
        for one in terms
        if isinstance(one.entry, DisclosureTerm)
    )


def _term(written: Written, term: DisclosureTerm, packs: Packs) -> Iterator[Fault]:
    items = items_of(packs, written.pack, term.item)
    if not items:
        yield Fault(written.place("item"), no_item(term.item))
    for item in items[:1]:
        if term.mode is Mode.NOT_PUBLIC:
            continue
        if term.length is not None and term.starts is TermStart.DECIDED_ON and item.roles.decided_on is None:
            reason = Text(
                zh="事项没有决定日期，期限无从起算", en="The item has no day of decision to start from"
            )
            yield Fault(written.place("starts"), reason)
        if item.effect is Effect.ADVERSE and not _ends(term, item):
            reason = Text(
                zh="不利信息须有终止日期或终止条件",
                en="An adverse record needs an end: a date or a condition",
            )
            yield Fault(written.place(), reason)


def _ends(term: DisclosureTerm, item: CatalogueItem) -> bool:
    if term.until is Until.ALWAYS:
        return False
    end_is_known = item.roles.ends_on is not None or item.end_condition is not None
    runs_from_end = term.until is Until.VALID or term.starts is TermStart.ENDS_ON
    return end_is_known or not runs_from_end

"""Do lapses, repair rules and query matters name what there is, and keep within their limits?

A service standard or a lapse rule of the platform's own is never law of a pack. A matter about persons asks for named items that
rest on an instrument with a number, and has effect by itself only on the word of a law or regulation.
"""

from __future__ import annotations

from collections.abc import Iterator

from xinheng.kernel.lawbook.errors import Fault
from xinheng.kernel.lawbook.files import Written
from xinheng.kernel.lawbook.judging.terms import items_of, no_item
from xinheng.kernel.lawbook.meta import (
    ANY_ORGAN,
    Deadline,
    Effect,
    InstrumentLevel,
    Lapse,
    QueryMatter,
    RepairRule,
    Status,
)
from xinheng.kernel.lawbook.packs import Packs
from xinheng.kernel.text import Text

_OWN = Text(
    zh="平台自定规则不能标为有效，只能由节点签署采用",
    en="A rule of the platform's own is never in force: only a node's signed decision adopts it",
)
_LAWS = frozenset({InstrumentLevel.LAW, InstrumentLevel.REGULATION, InstrumentLevel.LOCAL_REGULATION})


def rights_faults(written: Written, packs: Packs) -> Iterator[Fault]:
    """What is wrong with a service standard, a lapse, a repair rule or a matter; nothing for other entries."""
    match written.entry:
        case Deadline() as deadline:
            if not deadline.statutory and deadline.status is Status.IN_FORCE:
                yield Fault(written.place("status"), _OWN)
        case Lapse() as lapse:
            yield from _lapse(written, lapse, packs)
        case RepairRule() as rule:
            yield from _repair(written, rule, packs)
        case QueryMatter() as matter:
            yield from _matter(written, matter, packs)


def _lapse(written: Written, lapse: Lapse, packs: Packs) -> Iterator[Fault]:
    yield from _unknown_deadlines(written, (lapse.deadline,), packs, "deadline")
    if lapse.own_rule and lapse.status is Status.IN_FORCE:
        yield Fault(written.place("status"), _OWN)


def _repair(written: Written, rule: RepairRule, packs: Packs) -> Iterator[Fault]:
    yield from _unknown_deadlines(written, rule.deadlines, packs, "deadlines")
    if rule.item is None:
        return
    found = items_of(packs, written.pack, rule.item)
    if not found:
        yield Fault(written.place("item"), no_item(rule.item))
    for item in found[:1]:
        if item.effect is not Effect.ADVERSE:
            reason = Text(
                zh=f"事项“{rule.item}”不是不利信息，无需修复",
                en=f"The item “{rule.item}” does no harm: there is nothing to repair",
            )
            yield Fault(written.place("item"), reason)


def _matter(written: Written, matter: QueryMatter, packs: Packs) -> Iterator[Fault]:
    line = packs.line_of_descent(written.pack)
    known = {kind.id for pack in line for kind in packs[pack].department_kinds} | {ANY_ORGAN}
    for organ in sorted(set(matter.organs) - known):
        reason = Text(zh=f"没有部门类型“{organ}”", en=f"There is no department kind “{organ}”")
        yield Fault(written.place("organs"), reason)
    for item in matter.items:
        if not items_of(packs, written.pack, item):
            yield Fault(written.place("items"), no_item(item))
    if matter.about_persons:
        yield from _about_persons(written, matter, packs)


def _about_persons(written: Written, matter: QueryMatter, packs: Packs) -> Iterator[Fault]:
    if not matter.items:
        reason = Text(
            zh="涉及自然人的查询事项须逐项列明目录事项",
            en="A matter about persons names every item it asks for",
        )
        yield Fault(written.place("items"), reason)
    for item in (found for name in matter.items for found in items_of(packs, written.pack, name)[:1]):
        if not item.about_persons or item.roles.instrument is None:
            reason = Text(
                zh=f"自然人在事项“{item.id}”中没有有文号的文书",
                en=f"The item “{item.id}” has no instrument with a number about a person",
            )
            yield Fault(written.place("items"), reason)
    if matter.status is Status.IN_FORCE and not _rests_on_law(written, packs):
        reason = Text(
            zh="涉及自然人的查询事项须有法律、法规的明文规定",
            en="A matter about persons rests on a law or regulation",
        )
        yield Fault(written.place("basis"), reason)


def _rests_on_law(written: Written, packs: Packs) -> bool:
    found = (packs.instrument(written.pack, basis.instrument) for basis in written.entry.basis)
    return any(one is not None and one[1].level in _LAWS for one in found)


def _unknown_deadlines(
    written: Written, deadlines: tuple[str, ...], packs: Packs, key: str
) -> Iterator[Fault]:
    known = {
        one.entry.id
        for one in packs.entries()
        if isinstance(one.entry, Deadline) and packs.related(one.pack, written.pack)
    }
    for deadline in sorted(set(deadlines) - known):
        reason = Text(zh=f"没有期限“{deadline}”", en=f"There is no deadline “{deadline}”")
        yield Fault(written.place(key), reason)

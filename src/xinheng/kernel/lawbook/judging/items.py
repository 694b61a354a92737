"""Is each catalogue item right: fields, roles, key, providers, subjects, and nothing forbidden?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xinheng.kernel.forbidden import forbidden_names
from xinheng.kernel.lawbook.errors import Fault
from xinheng.kernel.lawbook.files import Written
from xinheng.kernel.lawbook.judging.entries import basis_faults
from xinheng.kernel.lawbook.meta import (
    ANY_ORGAN,
    CatalogueItem,
    FieldType,
    InformationClass,
    SubjectKind,
)
from xinheng.kernel.lawbook.packs import Packs
from xinheng.kernel.text import Text

_DATES = frozenset({FieldType.DATE, FieldType.END_DATE})
_DATE_ROLES = ("decided_on", "begins_on", "ends_on", "shown_until")
# words of a natural key → roles of which one must be there
_KEY_WORDS = {
    "organ": ("organ_code", "organ_name"),
    "instrument": ("instrument",),
    "subject": ("subject_uscc", "subject_codes", "subject_name"),
}


def item_faults(written: Written, packs: Packs) -> Iterator[Fault]:
    """What is wrong with an item; nothing for other entries."""
    item = written.entry
    if not isinstance(item, CatalogueItem):
        return
    yield from _forbidden(written, item)
    yield from _fields(written, item, packs)
    yield from _roles(written, item)
    yield from _key(written, item)
    yield from _vocabulary(written, item, packs)
    yield from _closed_lists(written, item, packs)


def _forbidden(written: Written, item: CatalogueItem) -> Iterator[Fault]:
    names = [item.id, item.title.zh, item.title.en]
    for field in item.fields:
        names += [field.code, field.title.zh, field.title.en, *field.aliases]
    for found in forbidden_names(names):
        yield Fault(written.place("fields"), found.reason)


def _fields(written: Written, item: CatalogueItem, packs: Packs) -> Iterator[Fault]:
    codes = Counter(item.field_codes)
    for code, times in codes.items():
        if times > 1:
            reason = Text(
                zh=f"字段“{code}”出现 {times} 次", en=f"The field “{code}” stands there {times} times"
            )
            yield Fault(written.place("fields"), reason)
    for field in item.fields:
        for code in field.references:
            if code not in codes:
                reason = Text(
                    zh=f"字段“{field.code}”引用的字段“{code}”不存在",
                    en=f"The field “{field.code}” names “{code}”, which is not there",
                )
                yield Fault(written.place("fields"), reason)
        if field.shown_on_order is not None:
            yield from basis_faults(written, field.shown_on_order, packs, "fields")


def _roles(written: Written, item: CatalogueItem) -> Iterator[Fault]:
    types = {field.code: field.type for field in item.fields}
    for role, codes in item.roles.named().items():
        for code in codes:
            if code not in types:
                reason = Text(
                    zh=f"角色“{role}”指向不存在的字段“{code}”",
                    en=f"The role “{role}” names no field of the item: “{code}”",
                )
                yield Fault(written.place("roles", role), reason)
            elif role in _DATE_ROLES and types[code] not in _DATES:
                reason = Text(zh=f"角色“{role}”须是日期字段", en=f"The role “{role}” needs a date field")
                yield Fault(written.place("roles", role), reason)


def _key(written: Written, item: CatalogueItem) -> Iterator[Fault]:
    named = item.roles.named()
    for word in item.natural_key:
        roles = _KEY_WORDS.get(word)
        if roles is None and word not in item.field_codes:
            reason = Text(zh=f"自然键中没有字段“{word}”", en=f"The natural key names no field: “{word}”")
            yield Fault(written.place("natural_key"), reason)
        elif roles is not None and not any(role in named for role in roles):
            reason = Text(zh=f"自然键“{word}”没有对应角色", en=f"No role answers the natural key “{word}”")
            yield Fault(written.place("natural_key"), reason)


def _vocabulary(written: Written, item: CatalogueItem, packs: Packs) -> Iterator[Fault]:
    line = packs.line_of_descent(written.pack)
    providers = {kind.id for pack in line for kind in packs[pack].department_kinds} | {ANY_ORGAN}
    for provider in sorted(set(item.providers) - providers):
        reason = Text(zh=f"没有部门类型“{provider}”", en=f"There is no department kind “{provider}”")
        yield Fault(written.place("providers"), reason)
    kinds = {
        one.entry.id for pack in line for one in packs[pack].entries if isinstance(one.entry, SubjectKind)
    }
    for subject in sorted(set(item.subjects) - kinds):
        reason = Text(zh=f"没有主体类型“{subject}”", en=f"There is no subject kind “{subject}”")
        yield Fault(written.place("subjects"), reason)
    if item.class_ is InformationClass.MARKET and item.about_persons:
        reason = Text(
            zh="市场信用信息不得涉及自然人", en="Market credit information is never about a natural person"
        )
        yield Fault(written.place("subjects"), reason)


def _closed_lists(written: Written, item: CatalogueItem, packs: Packs) -> Iterator[Fault]:
    for index, basis in enumerate(item.basis):
        found = packs.instrument(written.pack, basis.instrument)
        only = found[1].only_items if found else None
        if only is not None and item.id not in only:
            reason = Text(
                zh=f"“{basis.instrument}”已规定可纳入目录的违法事项，其他事项不得纳入",
                en=f"“{basis.instrument}” itself says which violations enter the catalogue; no other may",
            )
            yield Fault(written.place("basis", index), reason)


def unused_block_faults(packs: Packs) -> Iterator[Fault]:
    """Blocks that no item of the pack or of one that extends it puts in."""
    used: dict[str, set[str]] = {}
    for written in packs.entries():
        uses = written.document.value[written.index].get("fields") or ()
        names = (
            {use["block"] for use in uses if "block" in use}
            if isinstance(written.entry, CatalogueItem)
            else set()
        )
        for pack in packs.line_of_descent(written.pack):
            used.setdefault(pack, set()).update(names)
    for name, folder in packs.folders.items():
        for block in folder.blocks:
            if block.block.id not in used.get(name, set()):
                reason = Text(
                    zh=f"字段块“{block.block.id}”无人使用", en=f"Nothing uses the block “{block.block.id}”"
                )
                yield Fault(block.place, reason)

"""Field blocks put into the items that use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xinheng.kernel.lawbook.meta import (
    Block,
    BlockUse,
    CatalogueField,
    CatalogueItem,
    Condition,
    When,
    WrittenItem,
)
from xinheng.kernel.text import Text

Problem = tuple[tuple[str | int, ...], Text]


def complete_item(written: WrittenItem, blocks: Mapping[str, Block]) -> tuple[CatalogueItem, list[Problem]]:
    """The item with every field there, and what is wrong: (path in the entry, reason)."""
    fields: list[CatalogueField] = []
    problems: list[Problem] = []
    for index, part in enumerate(written.fields):
        if isinstance(part, CatalogueField):
            fields.append(part)
        elif part.block not in blocks:
            reason = Text(zh=f"没有字段块“{part.block}”", en=f"There is no block “{part.block}”")
            problems.append((("fields", index, "block"), reason))
        else:
            problems += _unknown_omissions(part, blocks, index)
            fields += _put_in(part, blocks[part.block])
    values = {name: getattr(written, name) for name in type(written).model_fields}
    return CatalogueItem.model_construct(**{**values, "fields": tuple(fields)}), problems


def _unknown_omissions(use: BlockUse, blocks: Mapping[str, Block], index: int) -> Iterator[Problem]:
    known = {field.code for field in blocks[use.block].fields}
    for code in use.without:
        if code not in known:
            reason = Text(zh=f"字段块没有字段“{code}”", en=f"The block has no field “{code}”")
            yield ("fields", index, "without"), reason


def _put_in(use: BlockUse, block: Block) -> Iterator[CatalogueField]:
    own = {field.code for field in block.fields}

    def named(code: str) -> str:
        return f"{use.prefix}_{code}" if use.prefix and code in own else code

    for field in block.fields:
        if field.code in use.without:
            continue
        changes: dict[str, object] = {"code": named(field.code)}
        if isinstance(field.required, When):
            when = field.required.when
            changes["required"] = When(when=Condition(field=named(when.field), any_of=when.any_of))
        for name in ("not_before", "compare_amount_with"):
            code = getattr(field, name)
            changes[name] = code and named(code)
        yield field.model_copy(update=changes)

"""Which items of the catalogue come in at all, and from whom (COL-01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xinheng.areas.quality.terms import Coverage, CoverageLine, Held, Share
from xinheng.kernel.lawbook.meta import ANY_ORGAN, CatalogueItem


def coverage(
    items: Sequence[CatalogueItem], kinds: Mapping[str, str], held: Mapping[tuple[str, str], Held]
) -> Coverage:
    """`kinds`: department → its kind; `held`: what stands, by (department, item).

    A department is expected to deliver an item when the item names its kind. Items that any organ may
    provide count among the items, and not among the pairs.
    """
    made = tuple(_line(item, kinds, held) for item in items)
    shares = [line.share for line in made]
    return Coverage(
        items=Share(sum(1 for line in made if line.records), len(made)),
        pairs=Share(sum(share.part for share in shares), sum(share.whole for share in shares)),
        lines=made,
    )


def _line(
    item: CatalogueItem, kinds: Mapping[str, str], held: Mapping[tuple[str, str], Held]
) -> CoverageLine:
    mine = {department: found for (department, of), found in held.items() if of == item.id}
    return CoverageLine(
        item=item.id,
        title=item.title,
        expected=tuple(sorted(code for code, kind in kinds.items() if kind in item.providers)),
        delivered=tuple(sorted(mine)),
        open_to_any=ANY_ORGAN in item.providers,
        records=sum(found.records for found in mine.values()),
        last_on=max((found.last_on for found in mine.values()), default=None),
    )

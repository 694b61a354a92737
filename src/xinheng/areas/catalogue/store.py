"""The lawbook of this node, and queries over the catalogue's versions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from xinheng.areas.catalogue.models import CatalogueEntry, CatalogueVersion
from xinheng.areas.catalogue.terms import CatalogueState
from xinheng.kernel.lawbook import Lawbook, load_packs
from xinheng.kernel.lawbook.meta import CatalogueItem
from xinheng.kernel.tlog.canonical import canonical

_loaded: dict[tuple[str, str], Lawbook] = {}


@dataclass(frozen=True, slots=True)
class Definition:
    """An item as it is decided on: its words without provenance, and their hash."""

    item: CatalogueItem
    entry: str
    content: dict[str, Any]
    digest: bytes


def lawbook() -> Lawbook:
    """This node's law, read once in the life of the process; BrokenPack when it is not sound."""
    key = str(settings.XINHENG.lawpack_root), str(settings.XINHENG.node_file)
    if key not in _loaded:
        _loaded[key] = load_packs(settings.XINHENG.lawpack_root, settings.XINHENG.node_file)
    return _loaded[key]


def define(item: CatalogueItem, entry: str) -> Definition:
    """The item's definition. Its title's wording counts, its status and notes do not."""
    content = item.model_dump(mode="json", by_alias=True, exclude={"status", "note"})
    return Definition(item, entry, content, hashlib.sha256(canonical(content)).digest())


def definitions(law: Lawbook) -> tuple[Definition, ...]:
    """Every item that has effect on some day, successors included."""
    return tuple(define(ruled.value, ruled.entry) for ruled in law.items_ever())


def digest_of(found: Iterable[Definition]) -> str:
    """SHA-256 over the sorted hashes, hexadecimal: two catalogues are the same when it is."""
    return hashlib.sha256(b"".join(sorted(one.digest for one in found))).hexdigest()


def latest(state: CatalogueState | None = None) -> CatalogueVersion | None:
    """The newest version, or the newest in that state."""
    versions = CatalogueVersion.objects.all()
    if state is not None:
        versions = versions.filter(state=state.value)
    return versions.order_by("-id").first()


def items_of(version: CatalogueVersion) -> dict[str, CatalogueItem]:
    """The version's items by id, the newest definition of each."""
    rows = version.entries.order_by("in_force_from").values_list("item", "definition")
    return {
        item: CatalogueItem.model_validate({**definition, "status": "in_force"}) for item, definition in rows
    }


def add_version(version: CatalogueVersion, found: Iterable[Definition]) -> CatalogueVersion:
    """Keep a compiled version with its entries."""
    version.save(force_insert=True)
    CatalogueEntry.objects.bulk_create(
        CatalogueEntry(
            version=version,
            item=one.item.id,
            entry=one.entry,
            in_force_from=one.item.in_force.first,
            content_hash=one.digest,
            definition=one.content,
        )
        for one in found
    )
    return version


def published_hashes() -> frozenset[bytes]:
    """Content hashes of every definition that some published version holds."""
    rows = CatalogueEntry.objects.filter(version__state=CatalogueState.PUBLISHED.value)
    return frozenset(bytes(digest) for digest in rows.values_list("content_hash", flat=True).distinct())


def is_published(digest: bytes) -> bool:
    """True when some published version holds the definition."""
    rows = CatalogueEntry.objects.filter(version__state=CatalogueState.PUBLISHED.value, content_hash=digest)
    return rows.exists()

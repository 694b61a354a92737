"""What others ask the catalogue: the law of this node, and the items that may validate data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from xinheng.areas.catalogue import actions, store
from xinheng.areas.catalogue.models import CatalogueVersion
from xinheng.areas.catalogue.store import lawbook
from xinheng.areas.catalogue.terms import CatalogueState
from xinheng.kernel.lawbook import NotInCatalogue, Ruled
from xinheng.kernel.lawbook.meta import CatalogueItem, Opinion
from xinheng.kernel.text import Text

__all__ = ["NotPublished", "VersionView", "item", "items", "lawbook", "publish_from_packs", "versions"]


class NotPublished(NotInCatalogue):
    """The packs have the item, but no published version of the catalogue holds it in these words (CAT-03)."""

    def __init__(self, item_id: str, day: date) -> None:
        super().__init__(item_id, day)
        self.reason = Text(
            zh=f"事项“{item_id}”所在的目录版本尚未公布，不能据以校验数据",
            en=f"The catalogue version that holds “{item_id}” is not published and validates no data",
        )


@dataclass(frozen=True, slots=True)
class VersionView:
    """A catalogue version for a page."""

    id: int
    state: CatalogueState
    packs: dict[str, str]
    reasons: str
    affected: tuple[str, ...]
    consultation: str
    assessment: str
    opinions: tuple[Opinion, ...]
    approval: str
    compiled_at: datetime
    published_at: datetime | None
    item_count: int


def item(item_id: str, *, on: date) -> Ruled[CatalogueItem]:
    """The item that validates data of that day; NotInCatalogue, or its kind NotPublished, when none does."""
    ruled = lawbook().as_of(on).item(item_id)
    if not store.is_published(store.define(ruled.value, ruled.entry).digest):
        raise NotPublished(item_id, on)
    return ruled


def items(*, on: date) -> tuple[Ruled[CatalogueItem], ...]:
    """Every item that may validate data of that day, by id."""
    published = store.published_hashes()
    ruled = lawbook().as_of(on).items()
    return tuple(one for one in ruled if store.define(one.value, one.entry).digest in published)


def versions() -> tuple[VersionView, ...]:
    """Every version, newest first."""
    return tuple(_view(version) for version in CatalogueVersion.objects.order_by("-id"))


def publish_from_packs(*, actor: str, at: datetime) -> VersionView:
    """Bring the store up to the packs; called wherever they are loaded. Without a change it does nothing.

    A changed catalogue is compiled as a new version. It goes on to publication only where the node's file
    records, for these very versions of the packs, its consultation and approval; else people lead it on.
    """
    law = lawbook()
    digest = store.digest_of(store.definitions(law))
    version = store.latest()
    record = law.node.catalogue
    if version is None or version.digest != digest:
        reasons = str(record.reasons) if record else f"{law.node.pack} {law.heads[0].version}"
        version = actions.compile_version(reasons=reasons, actor=actor, at=at)
    if record is None or record.versions != law.versions:
        return _view(version)
    if version.state == CatalogueState.COMPILED.value:
        version = actions.consult(version.pk, consultation=record.consultation, actor=actor, at=at)
    if version.state == CatalogueState.CONSULTED.value:
        version = actions.approve(
            version.pk,
            approval=record.approval,
            assessment=record.assessment or "",
            opinions=record.opinions,
            actor=actor,
            at=at,
        )
    if version.state == CatalogueState.APPROVED.value:
        version = actions.publish(version.pk, actor=actor, at=at)
    return _view(version)


def _view(version: CatalogueVersion) -> VersionView:
    return VersionView(
        id=version.pk,
        state=CatalogueState(version.state),
        packs=version.packs,
        reasons=version.reasons,
        affected=tuple(version.affected),
        consultation=version.consultation,
        assessment=version.assessment,
        opinions=version.facts.opinions,
        approval=version.approval,
        compiled_at=version.compiled_at,
        published_at=version.published_at,
        item_count=version.entries.count(),
    )

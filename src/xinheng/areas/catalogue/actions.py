"""A catalogue version is compiled, consulted on, approved, published; each step is one entry of the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xinheng.areas.catalogue import store
from xinheng.areas.catalogue.models import CatalogueVersion
from xinheng.areas.catalogue.rules import may_move, may_reduce_rights
from xinheng.areas.catalogue.terms import CatalogueState, Move
from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.kernel.lawbook import Lawbook, Reason
from xinheng.kernel.lawbook.meta import Opinion
from xinheng.kernel.text import Text


class UnableToMoveCatalogue(ValueError):
    """The version may not take this step; `reasons` say why."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("；".join(reason.text.zh for reason in self.reasons))


@recorded("catalogue.state_changed")
def compile_version(
    *, reasons: str, actor: str, at: datetime, lawbook: Lawbook | None = None
) -> Recorded[CatalogueVersion]:
    """Write down the catalogue as the packs have it; UnableToMoveCatalogue without stated reasons."""
    if not reasons.strip():
        text = Text(zh="增减事项应当说明理由", en="Adding or removing items needs reasons")
        raise UnableToMoveCatalogue([Reason("reasons", text)])
    law = lawbook or store.lawbook()
    found = store.definitions(law)
    last = store.latest(CatalogueState.PUBLISHED)
    affected = may_reduce_rights(
        store.items_of(last) if last else {}, {one.item.id: one.item for one in found}
    )
    version = CatalogueVersion(
        digest=store.digest_of(found),
        packs=law.versions,
        reasons=reasons,
        may_reduce_rights=bool(affected),
        affected=list(affected),
        compiled_at=at,
    )
    return _recorded(store.add_version(version, found))


@recorded("catalogue.state_changed")
def consult(version_id: int, *, consultation: str, actor: str, at: datetime) -> Recorded[CatalogueVersion]:
    """Record that departments and the public were consulted, and where."""
    version = _locked(version_id)
    version.consultation, version.consulted_at = consultation, at
    return _moved(version, CatalogueState.CONSULTED)


@recorded("catalogue.state_changed")
def approve(
    version_id: int,
    *,
    approval: str,
    actor: str,
    at: datetime,
    assessment: str = "",
    opinions: Sequence[Opinion] = (),
) -> Recorded[CatalogueVersion]:
    """Record the approval; where rights may be reduced, with assessment and opinions (CAT-05)."""
    version = _locked(version_id)
    version.approval, version.approved_at = approval, at
    version.assessment = assessment
    version.opinions = [opinion.model_dump(mode="json") for opinion in opinions]
    return _moved(version, CatalogueState.APPROVED)


@recorded("catalogue.state_changed")
def publish(version_id: int, *, actor: str, at: datetime) -> Recorded[CatalogueVersion]:
    """Publish an approved version: from now on its items validate data."""
    version = _locked(version_id)
    version.published_at = at
    return _moved(version, CatalogueState.PUBLISHED)


def _locked(version_id: int) -> CatalogueVersion:
    return CatalogueVersion.objects.select_for_update().get(pk=version_id)


def _moved(version: CatalogueVersion, to: CatalogueState) -> Recorded[CatalogueVersion]:
    decision = may_move(version.facts, to)
    if decision.outcome is Move.REFUSED:
        raise UnableToMoveCatalogue(decision.reasons)
    version.state = to.value
    version.save()
    return _recorded(version)


def _recorded(version: CatalogueVersion) -> Recorded[CatalogueVersion]:
    payload = {"state": version.state, "digest": version.digest, "packs": version.packs}
    if version.state == CatalogueState.COMPILED.value:
        payload |= {"reasons": version.reasons, "affected": version.affected}
    return Recorded(version, about=("catalogue_version", str(version.pk)), payload=payload)

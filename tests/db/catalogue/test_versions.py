"""Catalogue versions in the database: their order, what each state needs, and which items validate data."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import Error, IntegrityError, transaction

from tests.unit.kernel.lawbook.small import DEPARTMENTS, ITEM, TERM, write_packs
from xinheng.areas.catalogue import actions, service, store
from xinheng.areas.catalogue.actions import UnableToMoveCatalogue
from xinheng.areas.catalogue.models import CatalogueEntry, CatalogueVersion
from xinheng.areas.catalogue.terms import CatalogueState
from xinheng.areas.ledger.models import Entry
from xinheng.kernel.lawbook import Lawbook, NotInCatalogue, load_packs
from xinheng.kernel.lawbook.meta import Node, Opinion, OpinionKind

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, tzinfo=UTC)
DAY = date(2026, 3, 2)
BY = {"actor": "legal-officer", "at": AT}
HEARD = [Opinion(kind=kind, by="甲", words="同意") for kind in OpinionKind]


@pytest.fixture
def law(tmp_path: Path) -> Lawbook:
    return load_packs(write_packs(tmp_path), Node(pack="gz"))


@pytest.fixture
def version(law: Lawbook) -> CatalogueVersion:
    return actions.compile_version(reasons="首版", lawbook=law, **BY)


@pytest.fixture
def node_law(law: Lawbook, monkeypatch: pytest.MonkeyPatch) -> Lawbook:
    monkeypatch.setattr(service, "lawbook", lambda: law)
    monkeypatch.setattr(store, "lawbook", lambda: law)
    return law


def lead_to_publication(version: CatalogueVersion) -> CatalogueVersion:
    actions.consult(version.pk, consultation="公告1号", **BY)
    actions.approve(version.pk, approval="批复1号", assessment="评估", opinions=HEARD, **BY)
    return actions.publish(version.pk, **BY)


@pytest.mark.requirement("CAT-03", "CAT-01")
def test_only_a_published_version_validates_data(version: CatalogueVersion, node_law: Lawbook) -> None:
    with pytest.raises(service.NotPublished):
        service.item("penalty", on=DAY)
    assert service.items(on=DAY) == ()
    lead_to_publication(version)
    assert service.item("penalty", on=DAY).value.id == "penalty"
    assert [ruled.value.id for ruled in service.items(on=DAY)] == ["penalty"]
    with pytest.raises(NotInCatalogue):
        service.item("good-deeds", on=DAY)


def test_each_step_is_one_entry_of_the_log(version: CatalogueVersion) -> None:
    lead_to_publication(version)
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["catalogue.state_changed"] * 4


@pytest.mark.requirement("CAT-04")
def test_no_version_without_reasons(law: Lawbook) -> None:
    with pytest.raises(UnableToMoveCatalogue, match="应当说明理由"):
        actions.compile_version(reasons=" ", lawbook=law, **BY)
    assert CatalogueVersion.objects.count() == 0
    with pytest.raises(IntegrityError, match="catalogue_version_has_reasons"), transaction.atomic():
        CatalogueVersion.objects.create(
            digest="0" * 64, packs={}, reasons="", may_reduce_rights=False, compiled_at=AT
        )


@pytest.mark.requirement("CAT-05")
def test_no_approval_without_assessment_and_opinions(version: CatalogueVersion) -> None:
    assert (version.may_reduce_rights, version.affected) == (True, ["penalty"])
    actions.consult(version.pk, consultation="公告1号", **BY)
    with pytest.raises(UnableToMoveCatalogue, match="须经评估"):
        actions.approve(version.pk, approval="批复1号", **BY)
    with pytest.raises(IntegrityError, match="catalogue_version_assessed"), transaction.atomic():
        CatalogueVersion.objects.filter(pk=version.pk).update(
            state="approved", approval="批复", approved_at=AT
        )
    version.refresh_from_db()
    assert version.state == CatalogueState.CONSULTED.value


@pytest.mark.requirement("CAT-03")
@pytest.mark.parametrize(
    "change",
    [
        {"state": "approved", "approval": "x", "approved_at": AT, "consultation": "x", "consulted_at": AT,
         "assessment": "x", "opinions": [{"kind": "expert", "by": "x", "words": "x"}]},
        {"state": "consulted"},
        {"state": "adopted"},
        {"reasons": "另一理由"},
        {"may_reduce_rights": False},
    ],
    ids=["skips-a-state", "without-consultation", "unknown-state", "other-reasons", "harmless"],
)  # fmt: skip
def test_the_database_keeps_the_order(version: CatalogueVersion, change: dict[str, object]) -> None:
    with pytest.raises(Error), transaction.atomic():
        CatalogueVersion.objects.filter(pk=version.pk).update(**change)
    version.refresh_from_db()
    assert (version.state, version.reasons) == ("compiled", "首版")


def test_nothing_published_changes(version: CatalogueVersion) -> None:
    lead_to_publication(version)
    for change in (
        lambda: CatalogueVersion.objects.filter(pk=version.pk).update(approval="批复2号"),
        lambda: CatalogueVersion.objects.filter(pk=version.pk)._raw_delete("default"),
        lambda: CatalogueEntry.objects.update(definition={}),
        lambda: CatalogueEntry.objects.all()._raw_delete("default"),
        lambda: CatalogueEntry.objects.create(
            version=version, item="x", entry="x/x", content_hash=b"x", definition={}
        ),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
    assert CatalogueEntry.objects.count() == 1


def test_a_version_begins_compiled(version: CatalogueVersion) -> None:
    with pytest.raises(IntegrityError, match="begins as compiled"), transaction.atomic():
        CatalogueVersion.objects.create(
            digest="0" * 64, packs={}, reasons="x", may_reduce_rights=False, state="consulted",
            consultation="x", compiled_at=AT, consulted_at=AT,
        )  # fmt: skip


def test_a_harmless_change_needs_no_assessment(version: CatalogueVersion, tmp_path: Path) -> None:
    lead_to_publication(version)
    award = (
        ITEM.replace("id: penalty", "id: award")
        .replace("adverse", "favourable")
        .replace("act: penalty", "act: reward")
    )
    award = award.replace("CF", "RW").replace("  roles", "  roles", 1)
    shown = TERM.replace("show-penalty", "show-award").replace("item: penalty", "item: award")
    more = load_packs(
        write_packs(
            tmp_path / "more", cn__catalogue__penalty=ITEM + award, cn__disclosure__terms=TERM + shown
        ),
        Node(pack="gz"),
    )
    second = actions.compile_version(reasons="增加表彰", lawbook=more, **BY)
    assert (second.may_reduce_rights, second.affected) == (False, [])
    actions.consult(second.pk, consultation="公告2号", **BY)
    assert actions.approve(second.pk, approval="批复2号", **BY).state == "approved"


def test_the_project_s_packs_are_published_by_the_node_s_record() -> None:
    view = service.publish_from_packs(**BY)
    assert view.state is CatalogueState.PUBLISHED
    assert view.item_count >= 60
    entries = Entry.objects.count()
    assert service.publish_from_packs(**BY).id == view.id
    assert Entry.objects.count() == entries
    assert service.item("penalty", on=DAY).entry == "cn-gz/penalty"


def test_without_a_record_a_version_waits(node_law: Lawbook) -> None:
    view = service.publish_from_packs(**BY)
    assert view.state is CatalogueState.COMPILED
    assert service.publish_from_packs(**BY).id == view.id
    assert [one.id for one in service.versions()] == [view.id]


@pytest.mark.requirement("CAT-10")
def test_the_store_holds_408_items_of_49_departments(tmp_path: Path) -> None:
    kinds = "".join(f"- {{id: d-{n}, title: {{zh: 部门{n}, en: D{n}}}}}\n" for n in range(49))
    items = "".join(
        ITEM.replace("id: penalty", f"id: item-{n}").replace("market-regulation", f"d-{n % 49}")
        for n in range(408)
    )
    terms = "".join(
        TERM.replace("show-penalty", f"show-{n}").replace("item: penalty", f"item: item-{n}")
        for n in range(408)
    )
    root = write_packs(
        tmp_path, cn__departments__kinds=kinds + DEPARTMENTS, cn__catalogue__penalty=items,
        cn__disclosure__terms=terms, gz__deadlines__publication=None, gz_draft__deadlines__rights=None,
    )  # fmt: skip
    law = load_packs(root, Node(pack="gz"))
    version = lead_to_publication(actions.compile_version(reasons="征集目录", lawbook=law, **BY))
    assert version.entries.count() == 408
    providers = {provider for item in store.items_of(version).values() for provider in item.providers}
    assert len(providers) == 49

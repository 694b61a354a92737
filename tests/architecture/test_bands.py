"""Calls go down: foreign keys follow the bands, look-ups stay inside their area, nobody listens to signals."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

import pytest
from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from scripts.import_contracts import AREAS, BANDS, TARGET, contracts
from tests.architecture.tree import Module, below, calls, dotted, modules, strings, written

BAND = {area: depth for depth, band in enumerate(BANDS) for area in band}
QUERIES = frozenset(
    {
        "filter", "exclude", "get", "order_by", "values", "values_list", "annotate", "aggregate", "alias", "only",
        "defer", "distinct", "select_related", "prefetch_related", "get_or_create", "update_or_create", "Q", "F",
        "OuterRef", "Count", "Sum", "Min", "Max", "Avg", "earliest", "latest", "get_object_or_404",
    }
)  # fmt: skip
OWN_COLUMN = frozenset({"in", "isnull", "exact"})
"""What may follow a foreign key without leaving the table."""


def area_of(model: type[Model]) -> str | None:
    """The area that a model belongs to, None for packages that are not ours."""
    parts = model.__module__.split(".")
    return parts[2] if parts[:2] == ["xinheng", "areas"] else None


def relations() -> Iterator[tuple[str, Field]]:
    """Every relation that a model of ours declares, with the model's area."""
    for model in apps.get_models(include_auto_created=True):
        area = area_of(model)
        if area is not None:
            for field in model._meta.get_fields():
                if field.is_relation and field.concrete and not field.auto_created:
                    yield area, field


def relation_fault(area: str, field: Field) -> str | None:
    """Why a relation may not be, None when it may."""
    target = area_of(field.related_model)
    if target is None or target == area:
        return None
    if BAND[target] <= BAND[area]:
        return f"{field} points up or sideways, from {area} to {target}"
    if field.remote_field.related_name != "+":
        return f"{field} crosses into {target} and needs related_name='+'"
    return None


def crossing() -> dict[str, set[str]]:
    """Area → names of its foreign keys that point into another area."""
    found: dict[str, set[str]] = {}
    for area, field in relations():
        if area_of(field.related_model) not in {None, area}:
            found.setdefault(area, set()).add(field.name)
    return found


def lookup_faults(module: Module, keys: Mapping[str, set[str]]) -> Iterator[str]:
    """Look-ups that follow a foreign key into another area."""
    names = keys.get(module.area, set()) if module.area else set.union(set(), *keys.values())
    for call in calls(module.tree):
        if dotted(call.func).rpartition(".")[2] not in QUERIES:
            continue
        paths = [each.arg for each in call.keywords if each.arg]
        paths += [text.value.lstrip("-") for text in strings(call.args)]
        for path in paths:
            head, _, rest = path.partition("__")
            if rest and head in names and rest not in OWN_COLUMN:
                yield f"{module.at(call)}: {path}"


def signal_faults(module: Module) -> Iterator[str]:
    """Imports of Django's signals."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module in {
            "django.dispatch",
            "django.db.models.signals",
        }:
            yield f"{module.at(node)}: {node.module}"
        if isinstance(node, ast.ImportFrom) and any(alias.name == "signals" for alias in node.names):
            yield f"{module.at(node)}: {node.module}.signals"


def test_every_area_has_a_band() -> None:
    assert {path.name for path in AREAS.iterdir() if (path / "__init__.py").exists()} <= BAND.keys()


def test_foreign_keys_follow_the_bands() -> None:
    assert [fault for fault in (relation_fault(*each) for each in relations()) if fault] == []


def test_relations_that_cross_areas_are_seen() -> None:
    assert "department" in crossing()["intake"]


@pytest.mark.parametrize(
    ("area", "related_name", "said"),
    [
        ("ledger", "+", "points up or sideways"),
        ("catalogue", "+", "points up or sideways"),
        ("intake", "rows", "needs related_name"),
        ("intake", "+", None),
    ],
)
def test_a_key_against_the_bands_is_caught(area: str, related_name: str, said: str | None) -> None:
    field = ForeignKey("departments.Department", on_delete=lambda: None, related_name=related_name)
    field.set_attributes_from_name("planted")
    field.model = apps.get_model("departments", "Department")
    field.remote_field.model = apps.get_model("departments", "Department")
    fault = relation_fault(area, field)
    assert fault is None if said is None else fault is not None and said in fault


def test_look_ups_stay_in_their_area() -> None:
    keys = crossing()
    assert [fault for module in modules() for fault in lookup_faults(module, keys)] == []


def test_a_look_up_across_areas_is_caught() -> None:
    planted = written(
        "areas/intake/store.py",
        "rows.filter(department__region='520000')\nrows.order_by('-department__name_zh')\n"
        "rows.filter(department__in=codes)\nrows.filter(submission__state='open')\nQ(department__kind='x')\n",
    )
    assert list(lookup_faults(planted, {"intake": {"department"}})) == [
        "xinheng/areas/intake/store.py:1: department__region",
        "xinheng/areas/intake/store.py:2: department__name_zh",
        "xinheng/areas/intake/store.py:5: department__kind",
    ]


def test_nobody_listens_to_signals() -> None:
    assert [fault for module in modules() for fault in signal_faults(module)] == []


def test_a_listener_is_caught() -> None:
    planted = "from django.db.models.signals import post_save\nfrom django.dispatch import receiver\n"
    assert len(list(signal_faults(written("areas/x/apps.py", planted)))) == 2


def test_import_contracts_are_those_of_the_tree() -> None:
    assert TARGET.read_text(encoding="utf-8") == contracts()


def test_every_area_says_what_it_does() -> None:
    silent = [module.place for module in below("areas/") if module.place.count("/") == 3
              and module.place.endswith("__init__.py") and not ast.get_docstring(module.tree)]  # fmt: skip
    assert silent == []

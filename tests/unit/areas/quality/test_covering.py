"""Coverage of the catalogue: who is expected to deliver what, and who did."""

from datetime import date

import pytest

from tests.unit.areas.intake.items import ENTRY, field
from xinheng.areas.quality.rules.covering import coverage
from xinheng.areas.quality.terms import Held, Share
from xinheng.kernel.lawbook.meta import CatalogueItem


def item(name: str, *providers: str) -> CatalogueItem:
    return CatalogueItem.model_validate(
        ENTRY
        | {"id": name, "title": {"zh": name, "en": name}, "act": "penalty", "effect": "neutral"}
        | {"providers": list(providers), "subjects": ["enterprise"], "roles": {}, "natural_key": ["A"]}
        | {"fields": [field("A", "text")]}
    )


@pytest.mark.requirement("COL-01", "DQ-06")
def test_named_providers_are_expected_and_any_organ_is_not() -> None:
    found = coverage(
        [item("tax", "taxation"), item("quality", "market", "customs"), item("penalty", "any_organ")],
        {"t1": "taxation", "t2": "taxation", "m": "market"},
        {
            ("t1", "tax"): Held(3, date(2026, 3, 1)),
            ("m", "penalty"): Held(5, date(2026, 3, 2)),
            ("t2", "penalty"): Held(1, date(2026, 3, 4)),
            # somebody who is not named delivered it: it is there, and nobody's duty is done by it
            ("t2", "quality"): Held(1, date(2026, 3, 3)),
        },
    )
    assert found.items == Share(3, 3)
    assert found.pairs == Share(1, 3)
    tax, quality, penalty = found.lines
    assert (tax.expected, tax.delivered, tax.share) == (("t1", "t2"), ("t1",), Share(1, 2))
    assert (quality.expected, quality.delivered, quality.share) == (("m",), ("t2",), Share(0, 1))
    assert (penalty.expected, penalty.open_to_any, penalty.records) == ((), True, 6)
    assert penalty.last_on == date(2026, 3, 4)


def test_an_item_that_never_came_has_no_day() -> None:
    (line,) = coverage([item("tax", "taxation")], {}, {}).lines
    assert (line.records, line.last_on, line.share.known) == (0, None, False)

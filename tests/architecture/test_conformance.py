"""The page of conformance says what the tests show, neither more nor less."""

from __future__ import annotations

import ast
from collections import Counter

from scripts.conformance import (
    MET,
    NOT_MET,
    PAGE,
    PARTLY,
    Shown,
    gaps,
    groups,
    marks,
    page,
    requirements,
    shown,
    state_of,
)  # fmt: skip


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "make docs"


def test_every_requirement_is_carried_once() -> None:
    rows = requirements()
    assert len(rows) == len({row.id for row in rows})
    assert Counter(row.priority for row in rows) == {"P1": 249, "P2": 236, "P3": 105, "implied": 20}
    assert {row.group for row in rows} == groups().keys()
    assert [row.id for row in rows if not row.text or len(row.text) > 100] == []


def test_a_gap_is_named_only_where_a_test_shows_the_rest() -> None:
    assert set(gaps()) <= set(shown())


def test_marks_are_read_from_functions_classes_and_modules() -> None:
    tree = ast.parse(
        "pytestmark = [pytest.mark.django_db, pytest.mark.requirement('A-1')]\n"
        "@pytest.mark.requirement('A-2', 'A-3')\ndef test_x(): ...\n"
        "@pytest.mark.requirement('A-4')\nclass TestY:\n    def test_z(self): ...\n"
        "@pytest.mark.requirement('A-5')\ndef helper(): ...\n"
    )
    assert list(marks(tree)) == [("test_x", ("A-2", "A-3", "A-1")), ("TestY::test_z", ("A-4", "A-1"))]


def test_what_nothing_shows_is_not_met() -> None:
    tests = {"A-1": [Shown("tests/x.py", "test_x")], "A-2": [Shown("tests/x.py", "test_x")]}
    states = [
        state_of(ident, tests=tests, missing={"A-2": "the other half"}) for ident in ("A-1", "A-2", "A-3")
    ]
    assert states == [MET, PARTLY, NOT_MET]

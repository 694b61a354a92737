"""Merging and undoing, in any order, always leaves each organisation with one place."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.db.subjects.support import AT, code, opened
from xinheng.areas.subjects import actions, service
from xinheng.areas.subjects.models import Merge
from xinheng.areas.subjects.terms import CodeKind

pytestmark = pytest.mark.django_db

CODES = [code(number) for number in range(6)]


def merged_into(uscc: str) -> str | None:
    found = service.organisation(uscc)
    assert found is not None
    return found.merged_into


def merge(absorbed: int, survivor: int) -> int:
    return actions.merge(CODES[absorbed], CODES[survivor], reason="同一主体", actor="centre", at=AT).id


def test_a_merge_is_followed_through_and_undone() -> None:
    opened(*((each, f"公司{n}") for n, each in enumerate(CODES)))
    first, second = merge(0, 1), merge(1, 2)
    assert [merged_into(each) for each in CODES[:3]] == [CODES[2], CODES[2], None]
    last = service.organisation(CODES[2])
    assert last is not None
    assert last.absorbed == (CODES[0], CODES[1])
    own = CODES[0][8:17]
    assert service.resolve_codes(CodeKind.ORGANISATION_CODE, [own]) == {own: CODES[2]}
    undone = actions.unmerge(second, reason="查明不是", actor="centre", at=AT)
    assert undone.undone_at == AT
    assert [merged_into(each) for each in CODES[:3]] == [CODES[1], None, None]
    assert Merge.objects.count() == 2
    with pytest.raises(actions.UnableToMerge):
        actions.unmerge(second, reason="再来", actor="centre", at=AT)
    actions.unmerge(first, reason="查明不是", actor="centre", at=AT)
    assert [merged_into(each) for each in CODES[:3]] == [None, None, None]


def test_what_cannot_be_merged() -> None:
    opened(*((each, "公司") for each in CODES[:3]))
    merge(0, 1)
    for absorbed, survivor in ((0, 2), (1, 0), (2, 2)):
        with pytest.raises(actions.UnableToMerge):
            merge(absorbed, survivor)
    merge(1, 2)
    with pytest.raises(actions.UnableToMerge, match="成环"):
        merge(2, 0)
    with pytest.raises(actions.UnableToMerge, match="没有主体"):
        merge(5, 0)
    with pytest.raises(actions.UnableToMerge, match="理由"):
        actions.merge(CODES[2], CODES[0], reason=" ", actor="centre", at=AT)


steps = st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.integers(0, 5)), max_size=14)


@given(steps)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_merging_and_undoing_agrees_with_a_model(order: list[tuple[bool, int, int]]) -> None:
    opened(*((each, "公司") for each in CODES))
    for held in Merge.objects.filter(undone_at=None):
        actions.unmerge(held.pk, reason="重新开始", actor="centre", at=AT)
    model: dict[int, tuple[int, int]] = {}

    def root(place: int) -> int:
        return root(model[place][0]) if place in model else place

    for joins, first, second in order:
        if joins and first not in model and root(second) != first:
            model[first] = (second, merge(first, second))
        elif joins:
            with pytest.raises(actions.UnableToMerge):
                merge(first, second)
        elif first in model:
            actions.unmerge(model.pop(first)[1], reason="查明不是", actor="centre", at=AT)
        expected = [None if root(n) == n else CODES[root(n)] for n in range(6)]
        assert [merged_into(each) for each in CODES] == expected

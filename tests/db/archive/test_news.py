"""What the archive did is news in the transaction that did it; a payload names, it does not carry."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.conftest import department, law, send
from tests.acceptance.rows import ORGAN, penalty
from tests.db.archive.support import at, hold, key_of
from xinheng.areas.archive import actions
from xinheng.areas.archive.terms import MarkKind, Topic
from xinheng.kernel.text import Text
from xinheng.plumbing.outbox.models import News

__all__ = ["department", "law", "send"]

pytestmark = pytest.mark.django_db

CASE = ("objection", "YY20261125-0000001")


def news() -> list[tuple[str, dict[str, Any]]]:
    return list(News.objects.order_by("id").values_list("topic", "payload"))


def test_marks_are_news() -> None:
    hold("one", known_from=at(3, 5))
    words = Text(zh="本条记录正在接受异议核查。", en="This record is contested.")
    actions.mark(
        [("penalty", key_of("one"))], MarkKind.OBJECTED, case=CASE, words=words, actor="t", at=at(3, 6)
    )
    actions.end_marks(case=CASE, kinds=[MarkKind.OBJECTED], why="核查完毕", actor="t", at=at(3, 7))
    ((marked, what), (ended, which)) = news()
    assert (marked, ended) == (Topic.MARKED, Topic.MARKS_ENDED)
    assert what == {"mark": which["marks"][0], "kind": "objected", "case": [*CASE], "records": 1}
    assert which["case"] == [*CASE]


def test_a_deposit_is_news_and_one_that_changed_nothing_is_none(department: Any, send: Any) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    rows = [penalty(CF_WSH=f"黔示罚〔2026〕{number}号") for number in (1, 2)]
    first = send(sender, "penalty", rows, on=at(3, 5).date())
    send(sender, "penalty", rows, on=at(3, 6).date())
    assert news() == [(Topic.DEPOSITED, {"submission": first.pk, "new": 2, "corrected": 0, "withdrawn": 0})]
    actions.take_back(first.pk, reason="错报", actor="t", at=at(3, 7), about=("submission", first.receipt_no))
    assert news()[1:] == [(Topic.TAKEN_BACK, {"submission": first.pk})]

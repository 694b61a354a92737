"""What nobody read and what did not arrive comes to a person, and stays until something was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.db.notices.conftest import work
from tests.db.notices.gateways import plan
from tests.db.notices.support import AT, CASE, FARM, MILL, PLAIN
from xinheng.areas.ledger import service as ledger
from xinheng.areas.notices import actions, service
from xinheng.areas.notices.terms import FollowUp, NoticeKind
from xinheng.plumbing.sending.terms import Refused

pytestmark = pytest.mark.django_db

SENT, LATER = date(2026, 3, 5), date(2026, 3, 11)


def send(to: Any = MILL) -> Any:
    return actions.send(to, NoticeKind.OBJECTION_RECEIVED, PLAIN, about=CASE, actor="centre", at=AT)


def wanted(today: date = LATER, after: int = 5) -> list[str]:
    found = service.to_follow_up(today=today, after=after)
    assert service.to_follow_up_count(today=today, after=after) == len(found)
    return [each.notice.number for each in found]


def test_an_unread_notice_is_followed_up_after_some_days() -> None:
    first, second = send(), send()
    assert wanted(SENT) == wanted(date(2026, 3, 10)) == []
    assert wanted() == [first.number, second.number]
    assert wanted(after=30) == []
    actions.mark_read(first.number, actor="boss", at=AT)
    assert wanted() == [second.number]


def test_what_did_not_arrive_is_followed_up_at_once_unless_it_was_read(reach: Callable[..., Any]) -> None:
    reach(MILL)
    sent = send()
    plan.append(Refused("no such number"))
    work()
    (found,) = service.to_follow_up(today=SENT, after=5)
    assert (found.unread, [each.hint for each in found.failed]) == (False, ["138****0009"])
    actions.mark_read(sent.number, actor="boss", at=AT)
    assert wanted(SENT) == []


def test_what_was_done_is_kept_and_ends_it_unless_no_way_was_found() -> None:
    sent = send()
    actions.follow_up(sent.number, FollowUp.NO_WAY_FOUND, "电话无人接听", actor="centre", at=AT)
    (found,) = service.to_follow_up(today=LATER, after=5)
    assert [each.words for each in found.done] == ["电话无人接听"]
    actions.follow_up(sent.number, FollowUp.POSTED, "挂号信 123", actor="centre", at=AT)
    assert wanted() == []
    served = service.served(sent.number)
    assert served is not None
    assert [each.did for each in served.follow_ups] == [FollowUp.NO_WAY_FOUND, FollowUp.POSTED]
    entry = ledger.entries_about("notice", sent.number)[-1]
    assert (entry.payload["did"], "挂号信" in str(entry.said())) == ("posted", False)


@pytest.mark.parametrize(("number", "words"), [("TZ-none", "电话"), ("", "电话"), (None, " ")])
def test_nothing_is_kept_that_says_nothing(number: str | None, words: str) -> None:
    sent = send()
    with pytest.raises(actions.UnableToFollowUp):
        actions.follow_up(sent.number if number is None else number, FollowUp.POSTED, words, actor="c", at=AT)


def test_a_page_takes_the_same_queries_for_one_and_for_many(django_assert_num_queries: Any) -> None:
    send()
    for _ in range(20):
        send(FARM)
    for limit in (1, 20):
        with django_assert_num_queries(4):
            assert len(service.to_follow_up(today=LATER, after=5, limit=limit)) == limit

"""At 00:00 in Shanghai after its last day a record is gone from every surface, and no job has run (R4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from tests.acceptance.conftest import at
from tests.acceptance.rows import MILL, ORGAN, licence, penalty
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import PublicityFilter

LAST = date(2027, 3, 1)


def surfaces(day: date, moment: datetime) -> dict[str, int]:
    """How many records each surface shows."""
    return {
        "page": len(disclosure.shown_records([MILL], day=day, moment=moment)),
        "count": sum(disclosure.shown_counts([MILL], day=day, moment=moment).values()),
        "column": len(disclosure.publicity(PublicityFilter(), day=day, moment=moment)),
        "column count": disclosure.publicity_count(PublicityFilter(), day=day, moment=moment),
        "export": sum(
            len(part) for part in disclosure.publicity_export(PublicityFilter(), day=day, moment=moment)
        ),
    }


@pytest.mark.requirement("DIS-08")
def test_a_licence_is_gone_the_day_after_its_last(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "licence", [licence(XK_YXQZI=LAST.isoformat())], on=date(2026, 3, 5))
    before = surfaces(LAST, at(LAST, 23, 59))
    after = surfaces(LAST + timedelta(days=1), at(LAST + timedelta(days=1), 0))
    assert before == {"page": 1, "count": 1, "column": 1, "column count": 1, "export": 1}
    assert after == {"page": 0, "count": 0, "column": 0, "column count": 0, "export": 0}


@pytest.mark.requirement("DIS-07", "DIS-08")
def test_a_penalty_is_shown_three_years_under_the_adopted_draft(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty(CF_JDRQ="2026-03-02")], on=date(2026, 3, 5))
    (record,) = disclosure.shown_records([MILL], day=date(2029, 3, 2), moment=at(date(2029, 3, 2)))
    assert record.shown_until == date(2029, 3, 2)
    assert record.rule_status == "adopted_provisional"
    assert disclosure.shown_records([MILL], day=date(2029, 3, 3), moment=at(date(2029, 3, 3))) == []

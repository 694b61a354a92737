"""At 00:00 in Shanghai after its last day a record is gone from every surface, and no job has run (R4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.acceptance.conftest import at
from tests.acceptance.rows import MILL, ORGAN, licence, penalty
from tests.acceptance.surfaces import Surfaces, the_only
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import Visibility
from xinheng.areas.ledger import actions as ledger
from xinheng.plumbing.crypto.signing import node_signer

SENT = date(2026, 3, 5)
PAST = date(2026, 3, 6)
LAST = date(2027, 3, 1)
NEXT = LAST + timedelta(days=1)


@pytest.mark.requirement("DIS-08")
def test_a_licence_is_gone_from_every_surface_the_day_after_its_last(
    department: Callable, send: Callable, surfaces: Surfaces
) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "licence", [licence(XK_YXQZI=LAST.isoformat())], on=SENT)
    ledger.checkpoint(at=at(SENT, 11), signer=node_signer())
    record = the_only("licence", at=at(SENT))
    assert surfaces.at(at(LAST, 23, 59)).everywhere(record, past=PAST) is True
    assert surfaces.at(at(NEXT, 0)).everywhere(record, past=PAST) is False
    gone = disclosure.when_gone("licence", bytes.fromhex(record.key), at=at(NEXT, 12))
    assert gone is not None
    assert (gone.at, gone.why) == (at(NEXT, 0), Visibility.OVER)


@pytest.mark.requirement("DIS-08")
def test_what_counts_ends_at_the_same_midnight(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty(CF_JDRQ="2026-03-02")], on=SENT)
    last, following = date(2029, 3, 2), date(2029, 3, 3)
    (counted,) = disclosure.counting([MILL], day=last, moment=at(last, 23, 59))
    assert (counted.counts_until, counted.effect) == (last, "adverse")
    assert disclosure.counting([MILL], day=following, moment=at(following, 0)) == ()


@pytest.mark.requirement("DIS-07", "DIS-08")
def test_a_penalty_is_shown_three_years_under_the_adopted_draft(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty(CF_JDRQ="2026-03-02")], on=SENT)
    (record,) = disclosure.shown_records([MILL], day=date(2029, 3, 2), moment=at(date(2029, 3, 2)))
    assert record.shown_until == date(2029, 3, 2)
    assert record.rule_status == "adopted_provisional"
    assert disclosure.shown_records([MILL], day=date(2029, 3, 3), moment=at(date(2029, 3, 3))) == []

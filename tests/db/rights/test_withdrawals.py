"""A record falls with its ground, alone or with a hundred others, and stands again when the notice was mistaken."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.acceptance.rows import FARM, MILL
from tests.db.rights.stage import (
    CENTRE,
    MARKET,
    OTHER,
    WEDNESDAY,
    at,
    clocks_of,
    department,
    lodged,
    miller,
    record,
    shown,
)
from xinheng.areas.archive import service as archive
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.clocks.terms import ClockState
from xinheng.areas.ledger import service as ledger
from xinheng.areas.notices import service as notices
from xinheng.areas.notices.terms import Addressee, AddresseeKind, NoticeKind
from xinheng.areas.rights.cases.terms import UnableToStep
from xinheng.areas.rights.withdrawal import actions, store
from xinheng.areas.rights.withdrawal.terms import Cause, NoticeLine, Revocation

pytestmark = pytest.mark.usefixtures("node")
REVOKED = Revocation(Cause.RECONSIDERATION, "黔府行复〔2026〕9号", date(2026, 11, 10))
MARKET_OFFICER = {"actor": "market", "at": at()}


def line(row: int, key: bytes = b"", **changes: object) -> NoticeLine:
    return NoticeLine(**{"row": row, "revocation": REVOKED, "key": key} | changes)  # type: ignore[arg-type]


def withdrawn(*records: tuple[str, bytes]) -> object:
    lines = [line(row, key) for row, (_, key) in enumerate(records, 1)]
    return actions.withdraw("penalty", lines, by=department(MARKET), **MARKET_OFFICER)


@pytest.mark.requirement("WDR-01", "WDR-02")
def test_gone_with_the_notice() -> None:
    about = record()
    assert shown(about, at(hour=9))
    done = withdrawn(about)
    assert (done.withdrawn, done.refused) == (1, ())
    case = done.case
    assert (case.state, case.settled, case.key) == ("withdrawn", True, about[1])
    assert not shown(about, at())
    assert shown(about, at(hour=9))
    # the provider told of it later than the service standard that the demo node adopted
    assert clocks_of(case) == {
        "revocation-notice": ClockState.MET_LATE,
        "revocation-withdraw": ClockState.MET,
    }
    assert [mark.kind for mark in archive.marks_of_case(case.about)] == [MarkKind.REVOKED]
    (told,) = notices.inbox(Addressee(AddresseeKind.ORGANISATION, MILL))
    assert told.kind is NoticeKind.RECORD_WITHDRAWN
    entry = ledger.entries_about("withdrawal", case.number)[-1]
    assert entry.payload["acts"] == [["reconsideration", "黔府行复〔2026〕9号", "2026-11-10"]]


def test_every_line_is_accounted_for() -> None:
    mine, fourth = record("黔示罚〔2026〕1号"), record("黔示罚〔2026〕4号", subject=FARM)
    theirs = record("黔示罚〔2026〕2号", provider=OTHER)
    lines = [
        line(1, mine[1]), line(2, theirs[1]), line(3, b"x" * 16), line(4, mine[1]),
        line(5, subject=FARM, number="黔示罚(2026)4号"), line(6, subject=FARM, number="黔示罚〔2026〕1号"),
        line(7, fourth[1], revocation=Revocation(Cause.ORGAN, "", date(2026, 12, 1))),
    ]  # fmt: skip
    by = department(OTHER)
    seen = actions.preview("penalty", lines, by=by, at=at())
    assert (seen.case, seen.withdrawn, len(seen.refused)) == (None, 1, 6)
    done = actions.withdraw("penalty", lines, by=department(MARKET), **MARKET_OFFICER)
    assert done.withdrawn == 3
    told = {refusal.row: [reason.code for reason in refusal.reasons] for refusal in done.refused}
    assert told == {3: ["not_found"], 4: ["twice"], 6: ["not_found"], 7: ["no_instrument", "in_future"]}
    assert done.case.key is None
    assert {each.key for each in store.of_case(done.case.id, limit=10)} >= {mine[1], fourth[1]}
    assert not shown(fourth, at())


def test_the_organ_itself_may_tell_and_a_stranger_not() -> None:
    about = record(provider=OTHER)
    with pytest.raises(UnableToStep, match="只有报送该记录的单位"):
        actions.withdraw("penalty", [line(1, about[1])], by=department(CENTRE), **MARKET_OFFICER)
    done = actions.withdraw(
        "penalty", [line(1, about[1])], by=department(OTHER), centre=True, actor="officer", at=at()
    )
    assert done.case.channel == "counter"
    with pytest.raises(UnableToStep, match="此前已撤销"):
        withdrawn(about)


@pytest.mark.requirement("WDR-03")
def test_it_counts_no_more_and_is_not_contested_any_more() -> None:
    about = record()
    withdrawn(about)
    with pytest.raises(UnableToStep, match="已经撤销"):
        lodged(about, when=at(hour=12))


def test_a_mistaken_notice_is_put_right_and_the_subject_told() -> None:
    about = record()
    done = withdrawn(about)
    later = at(WEDNESDAY + timedelta(days=1))
    with pytest.raises(UnableToStep, match="理由"):
        actions.reinstate(done.case.number, by=department(MARKET), reason=" ", actor="market", at=later)
    with pytest.raises(UnableToStep, match="只有报送该记录的单位"):
        actions.reinstate(done.case.number, by=department(OTHER), reason="错", actor="other", at=later)
    case = actions.reinstate(
        done.case.number, by=department(MARKET), reason="文号张冠李戴", actor="market", at=later
    )
    assert case.state == "reinstated"
    assert shown(about, later)
    told = notices.inbox(Addressee(AddresseeKind.ORGANISATION, miller().acts_for))[0]
    assert (told.kind, told.text.reasons) == (NoticeKind.RECORD_CORRECTED, "文号张冠李戴")


def test_nothing_is_withdrawn_by_an_empty_notice() -> None:
    with pytest.raises(UnableToStep):
        actions.withdraw("penalty", [], by=department(MARKET), **MARKET_OFFICER)

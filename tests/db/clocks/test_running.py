"""A clock begins with its event, is met or cancelled once, and leaves one entry of the log each time."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import Error, transaction

from tests.db.clocks.support import BY, CASE, at, load, rows, start
from xinheng.areas.clocks import actions, service
from xinheng.areas.clocks.models import Clock
from xinheng.areas.clocks.terms import CENTRE, Bound, BoundKind, ClockState, Reckoning
from xinheng.areas.ledger import service as ledger
from xinheng.kernel.lawbook.meta import Status

pytestmark = pytest.mark.django_db
MONDAY, WEDNESDAY, THURSDAY = date(2026, 9, 14), date(2026, 9, 16), date(2026, 9, 17)


@pytest.mark.requirement("OBJ-05", "OBJ-12")
def test_a_clock_keeps_the_rule_that_gave_its_day() -> None:
    clock = start(on=MONDAY)
    assert (clock.due_on, clock.provisional, clock.state) == (WEDNESDAY, False, ClockState.RUNNING)
    assert clock.rule.startswith("cn-gz-draft-2018-10/objection-transfer@")
    assert clock.status is Status.ADOPTED_PROVISIONAL
    assert service.clocks_about(CASE) == (clock,)
    (reckoned,) = service.reckonings(clock.id)
    assert (reckoned.due_on, reckoned.rule, reckoned.why) == (WEDNESDAY, clock.rule, Reckoning.STARTED)


@pytest.mark.requirement("OBJ-07")
def test_a_service_standard_runs_and_says_that_it_is_none_of_the_law() -> None:
    transfer, tell = start(on=MONDAY), start("objection-tell", on=MONDAY)
    assert (transfer.statutory, tell.statutory) == (True, False)
    assert (tell.due_on, tell.status) == (WEDNESDAY, Status.ADOPTED_PROVISIONAL)
    assert ledger.entries_about(*CASE)[-1].payload["statutory"] is False


def test_each_step_is_one_entry_of_the_log() -> None:
    start(on=MONDAY)
    start("objection-decide-own", on=MONDAY)
    actions.stop(CASE, "objection-transfer", at=at(WEDNESDAY), **BY)
    actions.cancel(CASE, why="申请人撤回异议", at=at(WEDNESDAY), **BY)
    kinds = [entry.kind for entry in ledger.entries_about(*CASE)]
    assert kinds == ["clocks.started", "clocks.started", "clocks.stopped", "clocks.cancelled"]


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2026, 9, 16, 15, 59, 59, tzinfo=at(MONDAY).tzinfo), ClockState.MET),
        (at(WEDNESDAY, 23), ClockState.MET),
        (at(THURSDAY, 0), ClockState.MET_LATE),
    ],
)
def test_in_time_is_the_whole_last_day(moment: datetime, state: ClockState) -> None:
    start(on=MONDAY)
    clock = actions.stop(CASE, "objection-transfer", at=moment, **BY)
    assert clock is not None
    assert (clock.state, clock.stopped_at) == (state, moment)
    assert actions.stop(CASE, "objection-transfer", at=moment, **BY) is None


def test_without_a_rule_nothing_runs_and_nothing_is_kept() -> None:
    size = ledger.size()
    before_adoption = date(2022, 5, 9)
    told = {"about": CASE, "bound": CENTRE, "at": at(MONDAY), **BY}
    assert actions.start("objection-transfer", event_on=before_adoption, **told) is None
    assert actions.start("promises", event_on=MONDAY, **told) is None
    assert actions.stop(CASE, "objection-transfer", at=at(MONDAY), **BY) is None
    assert actions.cancel(CASE, why="", at=at(MONDAY), **BY) == 0
    assert (ledger.size(), Clock.objects.count()) == (size, 0)


def test_a_deadline_runs_once_for_a_case_and_again_when_it_has_ended() -> None:
    start(on=MONDAY)
    with pytest.raises(actions.UnableToStart):
        start(on=MONDAY)
    actions.stop(CASE, "objection-transfer", at=at(WEDNESDAY), **BY)
    made_up_sunday = date(2026, 9, 20)
    assert start(on=THURSDAY).due_on == made_up_sunday


def test_an_end_before_the_beginning_is_refused() -> None:
    start(on=WEDNESDAY)
    with pytest.raises(actions.UnableToStop):
        actions.stop(CASE, "objection-transfer", at=at(MONDAY), **BY)
    with pytest.raises(actions.UnableToStop):
        actions.cancel(CASE, why="撤回", at=at(MONDAY), **BY)
    with pytest.raises(actions.UnableToStop):
        actions.cancel(CASE, why=" ", at=at(THURSDAY), **BY)
    assert service.clocks_about(CASE)[0].running


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE clocks_clock SET event_on = event_on - 1",
        "UPDATE clocks_clock SET bound_kind = 'department', bound_id = 'gz-market'",
        "UPDATE clocks_clock SET about_id = 'other'",
        "DELETE FROM clocks_clock",
        "TRUNCATE clocks_clock CASCADE",
        "UPDATE clocks_clock SET state = 'met'",
        "UPDATE clocks_clock SET state = 'met', stopped_at = '2026-09-17 00:00+08'",
        "UPDATE clocks_clock SET state = 'met_late', stopped_at = '2026-09-16 23:59+08'",
        "UPDATE clocks_reckoning SET due_on = due_on + 1",
        "DELETE FROM clocks_reckoning",
    ],
)
def test_the_database_refuses_to_rewrite_a_clock(change: str) -> None:
    start(on=MONDAY)
    with pytest.raises(Error), transaction.atomic():
        rows(change + " RETURNING 1" if not change.startswith("TRUNCATE") else change)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'running', stopped_at = NULL",
        "stopped_at = stopped_at + interval '1 hour'",
        "state = 'cancelled'",
    ],
)
def test_an_ended_clock_stays_ended(change: str) -> None:
    start(on=MONDAY)
    actions.stop(CASE, "objection-transfer", at=at(WEDNESDAY), **BY)
    with pytest.raises(Error), transaction.atomic():
        rows(f"UPDATE clocks_clock SET {change} RETURNING 1")


@pytest.mark.requirement("OBJ-12")
def test_a_lapsed_clock_suspends_from_the_day_after_until_it_is_met() -> None:
    assert load(MONDAY) == 3
    start(on=MONDAY)
    start("objection-annotate", on=MONDAY)
    actions.stop(CASE, "objection-transfer", at=at(THURSDAY, 12), **BY)

    def suspended(day: date, moment: datetime) -> bool:
        return CASE in rows("SELECT * FROM clocks_suspended(%s, %s)", day, moment)

    assert not suspended(WEDNESDAY, at(WEDNESDAY, 23))
    assert suspended(THURSDAY, at(THURSDAY, 0))
    assert not suspended(THURSDAY, at(THURSDAY, 12))
    assert not suspended(THURSDAY, at(MONDAY, 9))
    (row,) = rows("SELECT about_kind, about_id, due_on, until FROM clocks_suspending")
    assert row == (*CASE, WEDNESDAY, None)


def test_the_lapse_of_a_clock_without_such_a_rule_suspends_nothing() -> None:
    load(MONDAY)
    start("objection-annotate", on=MONDAY, bound=Bound(BoundKind.AGENCY, "91520000MA6DTEST0X"))
    assert rows("SELECT * FROM clocks_suspending") == []


def test_before_its_rule_was_adopted_a_lapse_suspends_nothing() -> None:
    load(MONDAY)
    start(on=date(2025, 11, 3))
    (row,) = rows("SELECT due_on FROM clocks_suspending")
    assert row == (date(2025, 12, 31),)

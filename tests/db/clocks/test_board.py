"""The board: what is overdue, due today, due within five working days; for one who is bound, or for all."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.db.clocks.support import BY, at, start
from xinheng.areas.clocks import actions, service
from xinheng.areas.clocks.terms import CENTRE, Bound, BoundKind, DueState, Figures

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("OBJ-12", "REP-13")]
MARKET, ECOLOGY = Bound(BoundKind.DEPARTMENT, "gz-market"), Bound(BoundKind.DEPARTMENT, "gy-ecology")
TODAY = date(2026, 11, 25)
EVENTS = {
    # two working days from the event: Wednesday 18 → Friday 20, and so on
    date(2026, 11, 18): DueState.OVERDUE,
    date(2026, 11, 20): DueState.OVERDUE,
    date(2026, 11, 23): DueState.DUE_TODAY,
    date(2026, 11, 24): DueState.DUE_SOON,
    date(2026, 11, 30): DueState.DUE_SOON,
    date(2026, 12, 1): DueState.DUE_LATER,
}


@pytest.fixture
def clocks() -> None:
    for number, day in enumerate(EVENTS):
        start(on=day, case=("objection", str(number)), bound=MARKET if number % 2 else CENTRE)


@pytest.mark.usefixtures("clocks")
def test_everybodys_board() -> None:
    board = service.board(None, today=TODAY)
    assert board.soon == date(2026, 12, 2)
    assert board.counts == {
        DueState.OVERDUE: 2,
        DueState.DUE_TODAY: 1,
        DueState.DUE_SOON: 2,
        DueState.DUE_LATER: 1,
    }
    assert board.total == 5
    assert [(line.clock.about[1], line.due, line.days) for line in board.lines] == [
        ("0", DueState.OVERDUE, -3),
        ("1", DueState.OVERDUE, -1),
        ("2", DueState.DUE_TODAY, 0),
        ("3", DueState.DUE_SOON, 1),
        ("4", DueState.DUE_SOON, 5),
    ]


@pytest.mark.usefixtures("clocks")
def test_each_sees_what_binds_them() -> None:
    def cases(*bounds: Bound) -> list[str]:
        return [line.clock.about[1] for line in service.board(bounds, today=TODAY).lines]

    assert (cases(CENTRE), cases(MARKET), cases(ECOLOGY)) == (["0", "2", "4"], ["1", "3"], [])
    assert cases(MARKET, CENTRE) == ["0", "1", "2", "3", "4"]
    assert cases() == []


@pytest.mark.usefixtures("clocks")
def test_one_state_by_pages() -> None:
    overdue = service.board(None, today=TODAY, shown=DueState.OVERDUE, limit=1, offset=1)
    assert ([line.clock.about[1] for line in overdue.lines], overdue.total) == (["1"], 2)
    later = service.board(None, today=TODAY, shown=DueState.DUE_LATER)
    assert [line.clock.about[1] for line in later.lines] == ["5"]


@pytest.mark.usefixtures("clocks")
def test_what_ended_is_not_on_it() -> None:
    actions.stop(("objection", "0"), "objection-transfer", at=at(TODAY), **BY)
    actions.cancel(("objection", "2"), why="撤回", at=at(TODAY), **BY)
    assert [line.clock.about[1] for line in service.board(None, today=TODAY).lines] == ["1", "3", "4"]


def test_the_board_asks_twice_however_much_is_due() -> None:
    for number in range(7):
        start(on=TODAY, case=("objection", str(number)))
    with CaptureQueriesContext(connection) as asked:
        service.board([CENTRE], today=TODAY, limit=3)
    assert len(asked) == 2


def test_the_clocks_of_many_cases_in_one_query() -> None:
    for number in range(3):
        start(on=TODAY, case=("objection", str(number)))
    abouts = [("objection", "0"), ("objection", "2"), ("repair", "0")]
    with CaptureQueriesContext(connection) as asked:
        found = service.clocks_of(abouts)
    assert len(asked) == 1
    assert {about: len(clocks) for about, clocks in found.items()} == dict(
        zip(abouts, (1, 1, 0), strict=True)
    )


@pytest.mark.requirement("OBJ-12")
def test_figures_of_those_who_are_bound() -> None:
    monday = date(2026, 11, 16)
    ends = [17, 17, 18, 18, 18, 19, 20, 23]  # November; the last three are late
    for number, day in enumerate(ends):
        case = ("objection", str(number))
        start(on=monday, case=case, bound=MARKET)
        actions.stop(case, "objection-transfer", at=at(date(2026, 11, day)), **BY)
    start(on=monday, case=("objection", "open"), bound=MARKET)
    start(on=monday, case=("objection", "mine"), bound=CENTRE)
    start(on=monday, case=("objection", "gone"), bound=CENTRE)
    actions.cancel(("objection", "gone"), why="撤回", at=at(TODAY), **BY)
    asked = {"first": date(2026, 11, 1), "last": date(2026, 11, 30), "today": TODAY}
    market = Figures(MARKET, None, on_time=5, late=3, overdue=1, median=2, slowest_tenth=5)
    centre = Figures(CENTRE, None, on_time=0, late=0, overdue=1, median=None, slowest_tenth=None)
    assert service.figures(**asked) == (centre, market)
    (node,) = service.figures(**asked, by=())
    assert (node.bound, node.on_time, node.late, node.overdue) == (None, 5, 3, 2)
    assert [(one.bound, one.deadline) for one in service.figures(**asked, by=("bound", "deadline"))] == [
        (CENTRE, "objection-transfer"),
        (MARKET, "objection-transfer"),
    ]
    assert service.figures(**asked, deadlines=["repair-withdraw"]) == ()
    (october, _) = service.figures(**asked | {"first": date(2026, 11, 23)})
    assert (october.bound, october.late) == (CENTRE, 0)
    assert service.figures(**asked | {"first": date(2026, 11, 23)})[1].late == 1


def test_service_standards_are_counted_apart() -> None:
    monday, case = date(2026, 11, 16), ("objection", "1")
    start(on=monday, case=case, bound=MARKET)
    start("objection-tell", on=monday, case=case, bound=MARKET)
    asked = {"first": monday, "last": TODAY, "today": TODAY, "by": ("deadline",)}
    (law,) = service.figures(**asked)
    (standard,) = service.figures(**asked, statutory=False)
    assert (law.deadline, standard.deadline) == ("objection-transfer", "objection-tell")
    assert len(service.figures(**asked, statutory=None)) == 2

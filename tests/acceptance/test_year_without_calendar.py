"""An objection at the end of the year: its days are provisional until the next year's holidays are announced."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.acceptance.conftest import at
from tests.acceptance.rows import MILL, ORGAN, penalty
from tests.db.consent.support import entered, principal
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.clocks import actions, service
from xinheng.areas.clocks.terms import CENTRE, Bound, BoundKind, ClockState
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments.models import User
from xinheng.areas.departments.terms import DepartmentFacts, Role
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.intake.models import Submission
from xinheng.areas.ledger import service as ledger
from xinheng.areas.rights.objection import actions as objections
from xinheng.areas.rights.objection.terms import Ground, Lodging, Remedy
from xinheng.cli.law_load import load_law
from xinheng.plumbing import clock

pytestmark = pytest.mark.requirement("OBJ-12")
CASE, OTHER = ("objection", "YY20261230-0000001"), ("objection", "YY20261230-0000002")
RECEIVED, NEXT_DAY = date(2026, 12, 30), date(2026, 12, 31)
# what the State Council might announce: Monday 4 January is off, Sunday 10 January is worked
ANNOUNCED = """\
- id: calendar-2027
  title: {zh: 2027年工作日历, en: Working-day calendar 2027}
  year: 2027
  announced: true
  holidays: [2027-01-01, 2027-01-02, 2027-01-03, 2027-01-04]
  workdays: [2027-01-10]
  basis:
    - {instrument: implementation-plan, article: item-38, quote: 在作出行政决定之日起7个工作日内上网公示}
  in_force: {from: 2023-01-01, to: null}
  status: in_force
"""


@pytest.fixture
def centre(law: None) -> Client:
    """The centre's officer at a desk."""
    new = departments.NewUser(username="centre", name="信用中心", role=Role.CENTRE_OFFICER)
    departments.create_user(new, actor="test", at=at(date(2026, 1, 5)))
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT="text/html")
    client.force_login(User.objects.get(username="centre"))
    return client


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Sets the clock of the pages."""

    def set_to(day: date) -> None:
        cache.clear()
        monkeypatch.setattr(clock, "now", lambda: at(day))

    return set_to


@pytest.fixture
def announce(settings: Any, tmp_path: Path) -> Callable[[datetime], None]:
    """A legal officer writes the year's file, and the node starts with the packs as they are now."""

    def enter(moment: datetime) -> None:
        root = Path(shutil.copytree(catalogue_root(settings), tmp_path / "lawpacks"))
        (root / "cn-gz" / "calendar" / "2027.yml").write_text(ANNOUNCED, encoding="utf-8")
        settings.XINHENG = dataclasses.replace(settings.XINHENG, lawpack_root=root)
        load_law(actor="legal", at=moment)

    return enter


def catalogue_root(settings: Any) -> Path:
    return Path(settings.XINHENG.lawpack_root)


def start(deadline: str, case: tuple[str, str] = CASE, bound: Bound = CENTRE) -> None:
    assert actions.start(
        deadline, about=case, bound=bound, event_on=RECEIVED, actor="centre", at=at(RECEIVED)
    )


def dues() -> dict[str, tuple[date, bool]]:
    return {one.deadline: (one.due_on, one.provisional) for one in service.clocks_about(CASE)}


def test_the_day_is_provisional_until_the_calendar_is_entered(
    centre: Client, on: Callable[[date], None], announce: Callable[[datetime], None]
) -> None:
    on(NEXT_DAY)
    start("objection-annotate")
    start("objection-transfer")
    start("objection-decide-own")
    # the first ends in the year that is known; the others count days of one that is not
    assert dues() == {
        "objection-annotate": (date(2026, 12, 31), False),
        "objection-transfer": (date(2027, 1, 4), True),
        "objection-decide-own": (date(2027, 1, 7), True),
    }
    board = centre.get("/desk/due/").content.decode()
    assert (board.count("日期暂定"), "2027-01-07" in board) == (2, True)
    rules = Client(HTTP_HOST="localhost").get("/rules/").content.decode()
    assert "2027 年的安排尚未公布" in rules

    before = ledger.size()
    announce(at(date(2027, 1, 5)))
    on(date(2027, 1, 5))
    assert dues() == {
        "objection-annotate": (date(2026, 12, 31), False),
        "objection-transfer": (date(2027, 1, 5), False),
        "objection-decide-own": (date(2027, 1, 8), False),
    }
    board = centre.get("/desk/due/").content.decode()
    assert ("日期暂定" in board, "2027-01-08" in board) == (False, True)
    assert "2028 年的安排尚未公布" in Client(HTTP_HOST="localhost").get("/rules/").content.decode()
    kinds = [ledger.entry(seq).kind for seq in range(before, ledger.size())]
    assert kinds.count("clocks.recomputed") == 1
    transfer = next(one for one in service.clocks_about(CASE) if one.deadline == "objection-transfer")
    history = [(one.due_on, one.provisional, one.at) for one in service.reckonings(transfer.id)]
    assert history == [
        (date(2027, 1, 4), True, at(RECEIVED)),
        (date(2027, 1, 5), False, at(date(2027, 1, 5))),
    ]


def test_nobody_stays_late_by_a_day_that_nobody_could_know(
    centre: Client, announce: Callable[[datetime], None]
) -> None:
    department = Bound(BoundKind.DEPARTMENT, "scjg")
    start("objection-transfer", bound=department)
    start("objection-transfer", OTHER, bound=department)
    actions.stop(CASE, "objection-transfer", actor="centre", at=at(date(2027, 1, 5)))
    actions.stop(OTHER, "objection-transfer", actor="centre", at=at(date(2027, 1, 6)))
    asked = {"first": RECEIVED, "last": date(2027, 1, 31), "today": date(2027, 1, 31)}
    (before,) = service.figures(**asked)
    assert (before.on_time, before.late) == (0, 2)
    announce(at(date(2027, 1, 20)))
    (after,) = service.figures(**asked)
    assert (after.on_time, after.late) == (1, 1)
    assert [service.clocks_about(case)[0].state for case in (CASE, OTHER)] == [
        ClockState.MET,
        ClockState.MET_LATE,
    ]


def test_display_is_suspended_by_the_announced_day(
    department: Callable[..., DepartmentFacts],
    send: Callable[..., Submission],
    centre: Client,
    on: Callable[[date], None],
    announce: Callable[[datetime], None],
) -> None:
    """An objection at the turn of the year: its pages say that the day may move, and display follows where it moves to."""
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty()], on=date(2026, 3, 5))
    (shown,) = disclosure.shown_records([MILL], day=RECEIVED, moment=at(RECEIVED))
    asker = principal(entered(1, MILL), f"organisation:{MILL}", at=at(RECEIVED))
    says = Lodging(ground=Ground.WRONG, says="罚款金额写错", wants=Remedy.CORRECT)
    case = objections.lodge(
        (shown.item, bytes.fromhex(shown.key)), says, asker=asker, actor="miller", at=at(RECEIVED)
    )
    assert [clock.due_on for clock in service.clocks_about(case.about) if clock.running] == [date(2027, 1, 4)]

    def displayed(day: date) -> bool:
        return bool(disclosure.shown_records([MILL], day=day, moment=at(day, 0)))

    on(NEXT_DAY)
    for path in ("/desk/due/", "/desk/cases/", f"/desk/cases/{case.number}/"):
        assert "日期暂定" in centre.get(path).content.decode(), path
    # nobody transfers it; by the provisional day display is suspended on the 5th, by the announced one on the 6th
    assert [displayed(date(2027, 1, day)) for day in (4, 5, 6)] == [True, False, False]
    announce(at(date(2027, 1, 4), 9))
    assert [displayed(date(2027, 1, day)) for day in (4, 5, 6)] == [True, True, False]
    on(date(2027, 1, 4))
    for path in ("/desk/due/", "/desk/cases/", f"/desk/cases/{case.number}/"):
        page = centre.get(path).content.decode()
        assert ("日期暂定" in page, "2027-01-05" in page) == (False, True), path


def test_the_same_packs_again_change_nothing(centre: Client) -> None:
    start("objection-decide-own")
    load_law(actor="test", at=at(NEXT_DAY))
    assert len(service.reckonings(service.clocks_about(CASE)[0].id)) == 1
    assert catalogue.lawbook().as_of(NEXT_DAY).calendar().announced(2027) is False

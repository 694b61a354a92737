"""When the calendar or the packs change, days are reckoned again, set by set, and what stood before is kept."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.db.clocks.support import BY, CASE, at, start
from xinheng.areas.clocks import actions, service
from xinheng.areas.clocks.terms import ClockState, Reckoning
from xinheng.areas.ledger import service as ledger
from xinheng.kernel.lawbook import Lawbook, load_packs
from xinheng.kernel.lawbook.meta import Adoption, Node, Status

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
NEW_YEARS_EVE = date(2026, 12, 31)
LATER = at(date(2027, 3, 1))
CALENDAR_2027 = """\
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


def law_with(tmp_path: Path, files: dict[str, str], node: Node | None = None) -> Lawbook:
    """This node's law with other files in it."""
    root = Path(shutil.copytree(ROOT / "lawpacks", tmp_path / "lawpacks"))
    for path, text in files.items():
        (root / path).write_text(text, encoding="utf-8")
    return load_packs(root, node or ROOT / "demo" / "node.yml")


@pytest.fixture
def announced(tmp_path: Path) -> Lawbook:
    return law_with(tmp_path, {"cn-gz/calendar/2027.yml": CALENDAR_2027})


@pytest.mark.requirement("OBJ-12")
def test_a_provisional_day_is_reckoned_when_the_calendar_is_entered(announced: Lawbook) -> None:
    clock = start(on=NEW_YEARS_EVE)
    assert (clock.due_on, clock.provisional) == (date(2027, 1, 5), True)
    assert actions.recompute(announced, at=LATER, **BY) == 1
    (now,) = service.clocks_about(CASE)
    assert (now.due_on, now.provisional, now.state) == (date(2027, 1, 6), False, ClockState.RUNNING)
    days = [(one.due_on, one.provisional, one.why) for one in service.reckonings(clock.id)]
    assert days == [
        (date(2027, 1, 5), True, Reckoning.STARTED),
        (date(2027, 1, 6), False, Reckoning.RECOMPUTED),
    ]


def test_reckoning_again_is_one_entry_and_none_when_nothing_differs(announced: Lawbook) -> None:
    start(on=NEW_YEARS_EVE)
    start("objection-decide-own", on=NEW_YEARS_EVE)
    size = ledger.size()
    assert actions.recompute(announced, at=LATER, **BY) == 2
    assert ledger.entry(size).kind == "clocks.recomputed"
    assert ledger.entry(size).payload["clocks"] == 2
    assert actions.recompute(announced, at=LATER, **BY) == 0
    assert ledger.size() == size + 1


def test_who_was_late_on_a_provisional_day_and_in_time_by_the_announced_one_was_in_time(
    announced: Lawbook,
) -> None:
    start(on=NEW_YEARS_EVE)
    late = actions.stop(CASE, "objection-transfer", at=at(date(2027, 1, 6)), **BY)
    assert late is not None
    assert late.state is ClockState.MET_LATE
    actions.recompute(announced, at=LATER, **BY)
    (now,) = service.clocks_about(CASE)
    assert (now.state, now.due_on, now.stopped_at) == (ClockState.MET, date(2027, 1, 6), late.stopped_at)


def test_a_day_that_was_certain_when_it_ended_is_not_touched(announced: Lawbook) -> None:
    start(on=date(2026, 9, 14))
    actions.stop(CASE, "objection-transfer", at=at(date(2026, 9, 15)), **BY)
    start("objection-decide-own", on=NEW_YEARS_EVE)
    actions.cancel(CASE, why="撤回", at=at(NEW_YEARS_EVE), **BY)
    before = service.clocks_about(CASE)
    assert actions.recompute(announced, at=LATER, **BY) == 0
    assert service.clocks_about(CASE) == before


def test_another_length_in_the_pack_gives_another_day(tmp_path: Path) -> None:
    start(on=date(2026, 9, 14))
    path = "cn-gz-draft-2018-10/deadlines/rights.yml"
    text = (ROOT / "lawpacks" / path).read_text("utf-8").replace("length: 2\n", "length: 3\n")
    assert actions.recompute(law_with(tmp_path, {path: text}), at=LATER, **BY) == 1
    (now,) = service.clocks_about(CASE)
    assert now.due_on == date(2026, 9, 17)


def test_another_version_that_says_the_same_changes_nothing(tmp_path: Path) -> None:
    clock = start(on=date(2026, 9, 14))
    path = "cn-gz-draft-2018-10/pack.yml"
    text = (
        (ROOT / "lawpacks" / path)
        .read_text("utf-8")
        .replace("\nversion: ", "\nversion: 9.", 1)
        .replace('9."', '"9.')
    )
    assert actions.recompute(law_with(tmp_path, {path: text}), at=LATER, **BY) == 0
    assert service.clocks_about(CASE) == (clock,)


def test_a_clock_whose_rule_is_gone_keeps_its_day() -> None:
    clock = start(on=date(2026, 9, 14))
    plain = load_packs(ROOT / "lawpacks", Node(pack="cn-gz"))
    assert actions.recompute(plain, at=LATER, **BY) == 0
    assert service.clocks_about(CASE) == (clock,)


def test_a_rule_that_becomes_law_changes_the_standing_of_its_clocks(tmp_path: Path) -> None:
    """The enacted text takes the place of the draft, with another number of days."""
    start(on=date(2026, 9, 14))
    enacted = """\
- id: objection-transfer
  title: {zh: 转交, en: Transfer}
  items: []
  unit: working_day
  length: 4
  starts: received_on
  counts: day_after
  basis:
    - {instrument: implementation-plan, article: item-38, quote: 在作出行政决定之日起7个工作日内上网公示}
  in_force: {from: 2023-01-01, to: null}
  status: in_force
"""
    node = Node(
        pack="cn-gz",
        adopt=(
            Adoption(
                entry="cn-gz-draft-2018-10/repair-withdraw", decision="1", signed_by="甲", on=date(2023, 1, 1)
            ),
        ),
    )
    path = "cn-gz-draft-2018-10/deadlines/rights.yml"
    text = (ROOT / "lawpacks" / path).read_text("utf-8")
    draft = text.replace(
        "- id: objection-transfer\n", "- id: objection-transfer\n  overrides: cn-gz/objection-transfer\n"
    )
    law = law_with(tmp_path, {"cn-gz/deadlines/enacted.yml": enacted, path: draft}, node)
    assert actions.recompute(law, at=LATER, **BY) == 1
    (now,) = service.clocks_about(CASE)
    assert (now.due_on, now.status) == (date(2026, 9, 18), Status.IN_FORCE)
    assert now.rule.startswith("cn-gz/objection-transfer@")


def test_the_number_of_statements_does_not_grow_with_the_clocks(announced: Lawbook) -> None:
    def cost(clocks: int) -> int:
        for number in range(clocks):
            start(on=NEW_YEARS_EVE, case=("objection", f"{clocks}-{number}"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert actions.recompute(announced, at=LATER, **BY) == clocks
        return len(asked)

    assert cost(1) == cost(20)


def test_facts_are_frozen() -> None:
    clock = start(on=NEW_YEARS_EVE)
    with pytest.raises(dataclasses.FrozenInstanceError):
        clock.due_on = NEW_YEARS_EVE  # type: ignore[misc]

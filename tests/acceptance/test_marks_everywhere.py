"""A mark on a record has its effect on every surface at once: contested is told, the others hide; no job takes part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.acceptance.conftest import at
from tests.acceptance.rows import MILL, ORGAN, penalty
from tests.acceptance.surfaces import Sought, Surfaces, the_only
from xinheng.areas.archive import actions as archive
from xinheng.areas.archive.terms import HIDING_MARKS, MarkKind
from xinheng.areas.clocks import actions as clocks
from xinheng.areas.clocks.terms import CENTRE
from xinheng.areas.departments import service as departments
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import BARRED_BY, Visibility
from xinheng.areas.ledger import actions as ledger
from xinheng.kernel.text import Text
from xinheng.plumbing.crypto.signing import node_signer

SENT, PAST = date(2026, 3, 5), date(2026, 3, 6)
MARKED = date(2026, 3, 9)
CASE = ("objection", "YY20260309-0000001")
WORDS = Text(zh="对罚款金额有异议，正在核查。", en="The amount of the fine is contested and examined.")
WHO = {"actor": "test"}


@pytest.fixture
def record(department: Callable, send: Callable) -> Sought:
    """A penalty on display."""
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty()], on=SENT)
    ledger.checkpoint(at=at(SENT, 11), signer=node_signer())
    return the_only("penalty", at=at(SENT))


def mark(record: Sought, kind: MarkKind) -> None:
    """Mark it on the day `MARKED` at 12:00."""
    named = [(record.item, bytes.fromhex(record.key))]
    archive.mark(named, kind, case=CASE, words=WORDS, at=at(MARKED, 12), **WHO)


def counted(moment_day: date, hour: int) -> int:
    return len(disclosure.counting([MILL], day=moment_day, moment=at(moment_day, hour)))


@pytest.mark.parametrize("kind", sorted(HIDING_MARKS))
def test_a_mark_that_hides_takes_the_record_off_every_surface_at_once(
    record: Sought, surfaces: Surfaces, kind: MarkKind
) -> None:
    assert surfaces.at(at(MARKED, 12, 1)).everywhere(record, past=PAST) is True
    mark(record, kind)
    assert surfaces.at(at(MARKED, 12, 1)).everywhere(record, past=PAST) is False
    gone = disclosure.when_gone(record.item, bytes.fromhex(record.key), at=at(MARKED, 13))
    assert gone is not None
    assert (gone.at, gone.why) == (at(MARKED, 12), BARRED_BY[kind])
    archive.end_marks(case=CASE, kinds=[kind], why="更正", at=at(MARKED, 14), **WHO)
    assert surfaces.at(at(MARKED, 14)).everywhere(record, past=PAST) is True
    assert disclosure.when_gone(record.item, bytes.fromhex(record.key), at=at(MARKED, 15)) is None


@pytest.mark.parametrize("kind", sorted(MarkKind))
def test_what_is_void_or_repaired_counts_for_nothing_from_that_moment(record: Sought, kind: MarkKind) -> None:
    mark(record, kind)
    spent = kind in {MarkKind.REVOKED, MarkKind.REMOVED, MarkKind.REPAIRED}
    assert counted(MARKED, 11) == 1
    assert counted(MARKED, 12) == (0 if spent else 1)


def test_a_contested_record_says_so_wherever_it_is_shown(record: Sought, surfaces: Surfaces) -> None:
    mark(record, MarkKind.OBJECTED)
    surfaces.at(at(MARKED, 12))
    assert surfaces.everywhere(record, past=PAST) is True
    told = surfaces.told(record, "异议标注")
    assert told == dict.fromkeys(told, True)
    assert [row["异议标注自"] for row in surfaces.csv()] == ["2026-03-09"]
    assert [row["objected_since"] for row in surfaces.parquet()] == [MARKED]
    shown = surfaces.api_record(record)
    assert shown is not None
    assert [(one["kind"], one["words"]["zh"], one["since"]) for one in shown["marks"]] == [
        ("objected", WORDS.zh, "2026-03-09T12:00:00+08:00")
    ]
    assert WORDS.zh in surfaces.text(record.page)
    archive.end_marks(case=CASE, kinds=[MarkKind.OBJECTED], why="维持", at=at(MARKED, 15), **WHO)
    assert not any(surfaces.at(at(MARKED, 15)).told(record, "异议标注").values())
    assert [row["异议标注自"] for row in surfaces.csv()] == [""]


def test_the_subjects_statement_stands_beside_the_record_and_repairs_nothing(
    record: Sought, surfaces: Surfaces
) -> None:
    mark(record, MarkKind.STATED)
    surfaces.at(at(MARKED, 12))
    assert surfaces.everywhere(record) is True
    assert counted(MARKED, 12) == 1
    assert WORDS.zh in surfaces.text(record.page)
    assert "由信用主体自行提供" in surfaces.text(record.page)
    assert [row["主体说明"] for row in surfaces.csv()] == [WORDS.zh]
    assert [row["statement"] for row in surfaces.parquet()] == [WORDS.zh]


def test_an_objection_whose_deadline_lapsed_suspends_display_at_midnight_until_it_is_decided(
    record: Sought, surfaces: Surfaces
) -> None:
    """Five working days from Monday 9 March 2026 end on Monday the 16th."""
    mark(record, MarkKind.OBJECTED)
    running = clocks.start(
        "objection-decide-own", about=CASE, bound=CENTRE, event_on=MARKED, at=at(MARKED, 12), **WHO
    )
    assert running is not None
    assert running.due_on == date(2026, 3, 16)
    lapsed = date(2026, 3, 17)
    assert surfaces.at(at(running.due_on, 23, 59)).everywhere(record, past=PAST) is True
    assert surfaces.at(at(lapsed, 0)).everywhere(record, past=PAST) is False
    assert counted(lapsed, 0) == 1, "it still counts, and its mark says that it is contested"
    gone = disclosure.when_gone(record.item, bytes.fromhex(record.key), at=at(lapsed, 9))
    assert gone is not None
    assert (gone.at, gone.why) == (at(lapsed, 0), Visibility.LAPSED)
    clocks.stop(CASE, "objection-decide-own", at=at(lapsed, 10), **WHO)
    archive.end_marks(case=CASE, kinds=[MarkKind.OBJECTED], why="维持", at=at(lapsed, 10), **WHO)
    assert surfaces.at(at(lapsed, 10)).everywhere(record, past=PAST) is True


@pytest.mark.requirement("DIS-08")
def test_a_past_view_never_brings_back_a_value_that_was_given_up(
    record: Sought, surfaces: Surfaces, send: Callable
) -> None:
    sender = departments.department("scjg")
    send(sender, "penalty", [penalty(CF_NR="罚款2000元，限期改正")], on=MARKED)
    ledger.checkpoint(at=at(MARKED, 11), signer=node_signer())
    assert surfaces.at(at(MARKED, 12)).everywhere(record) is True
    path = f"/api/v1/records/{record.item}/{record.key}"
    assert surfaces.status(f"{path}?as_of={PAST}") == 404
    assert surfaces.status(f"{path}?known_at={PAST}T12:00:00%2B08:00") == 404
    assert surfaces.status(f"{path}?as_of={MARKED}") == 200

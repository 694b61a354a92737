"""Completeness, compliance, trend and coverage from rows and records in the tables."""

from __future__ import annotations

from datetime import date

import pytest

from tests.db.quality.support import (
    ECOLOGY,
    MARKET,
    NOW,
    at,
    department,
    law,
    problem,
    record,
    submission,
    take_back,
    waiting,
)  # fmt: skip
from xinheng.areas.intake.terms import State
from xinheng.areas.quality import service
from xinheng.areas.quality.terms import Asked, PeriodKind, Share

pytestmark = pytest.mark.django_db

APRIL = service.span(PeriodKind.MONTH, date(2026, 4, 1))


@pytest.mark.requirement("DQ-02", "DQ-03")
def test_completeness_and_compliance_come_from_the_rows_of_deposited_files() -> None:
    law()
    department()
    sent = submission(
        received_at=at(4, 2), new=10, corrected=2, withdrawn=1, unchanged=3, rejected=3, pending=1
    )
    problem(sent, 17, "cell.missing", "date.future")
    problem(sent, 18, "cell.missing", state="mended")
    problem(sent, 19, "date.future")
    submission(received_at=at(4, 3), state=State.REFUSED)
    submission(received_at=at(4, 3), state=State.TAKEN_BACK, new=7)
    submission(received_at=at(4, 3), state=State.PREVIEWED, new=7)
    total = service.board(APRIL, Asked(), moment=NOW).total
    assert (total.files, total.refused_files, total.received) == (1, 1, 20)
    assert (total.accepted, total.rejected, total.pending, total.incomplete) == (16, 3, 1, 2)
    assert (total.completeness, total.compliance) == (Share(18, 20), Share(16, 19))


def test_a_period_begins_and_ends_at_midnight_in_shanghai() -> None:
    law()
    department()
    submission(received_at=at(3, 31, 23), new=1)
    submission(received_at=at(4, 1, 0), new=10)
    submission(received_at=at(4, 30, 23), new=100)
    assert service.board(APRIL, Asked(), moment=at(5, 2)).total.received == 110
    assert service.board(APRIL, Asked(), moment=at(5, 2)).previous.received == 1


@pytest.mark.requirement("DQ-01", "DQ-07")
def test_the_trend_has_every_period_also_those_without_data() -> None:
    law()
    department()
    for month, new in ((2, 3), (4, 5)):
        sent = submission(received_at=at(month, 10), new=new, rejected=1)
        record(sent, 1, decided_on=date(2026, month, 9), known_from=at(month, 10))
    found = service.trend(APRIL, Asked(), count=4, moment=NOW)
    assert [point.span.first for point in found] == [
        date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1),
    ]  # fmt: skip
    assert [point.tally.compliance for point in found] == [Share(0, 0), Share(3, 4), Share(0, 0), Share(5, 6)]
    assert [point.tally.timeliness for point in found] == [Share(0, 0), Share(1, 1), Share(0, 0), Share(1, 1)]
    weeks = service.trend(service.span(PeriodKind.WEEK, date(2026, 4, 10)), Asked(), count=2, moment=NOW)
    assert [(point.span.first, point.tally.received) for point in weeks] == [
        (date(2026, 3, 30), 0),
        (date(2026, 4, 6), 6),
    ]


@pytest.mark.requirement("PUB-10")
def test_departments_and_regions_are_scored_and_items_are_not() -> None:
    law()
    department()
    department(ECOLOGY, kind="ecology_environment", region="520100")
    good, bad = (
        submission(received_at=at(4, 2), new=4),
        submission(ECOLOGY, received_at=at(4, 2), new=3, rejected=1),
    )
    record(good, 1, decided_on=date(2026, 4, 1), known_from=at(4, 2), region="520300")
    record(bad, 1, of=ECOLOGY, decided_on=date(2026, 1, 5), known_from=at(4, 2), region="520102")
    board = service.board(APRIL, Asked(), moment=NOW)
    assert [(line.code, line.score.points) for line in board.departments if line.score] == [
        (MARKET, "100.00"),
        # (0/1 + 4/4 + 3/4) / 3
        (ECOLOGY, "58.33"),
    ]
    assert [
        (line.code, line.score.points, len(line.score.counted)) for line in board.regions if line.score
    ] == [
        ("520000", "100.00", 2),
        ("520300", "100.00", 1),
        ("520100", "58.33", 3),
    ]
    assert [line.score for line in board.items] == [None]


@pytest.mark.requirement("COL-01", "USCC-03", "USCC-05", "SUB-05")
def test_coverage_and_the_use_of_codes() -> None:
    law()
    department()
    sent = submission(item="registration", received_at=at(4, 2), new=2, rejected=3, pending=1)
    record(sent, 1, item="registration", decided_on=None, known_from=at(4, 2))
    problem(sent, 3, "uscc.check_character", "cell.missing")
    problem(sent, 4, "row.key_conflict", state="closed")
    problem(sent, 5, "date.future")
    waiting(sent, 6, "subject.name_only")
    penalties = submission(received_at=at(4, 2), new=1, rejected=1)
    record(penalties, 1, decided_on=date(2026, 4, 1), known_from=at(4, 2))
    record(penalties, 2, decided_on=date(2026, 4, 1), known_from=at(4, 2), person=True)
    problem(penalties, 3, "row.key_conflict")
    (use,) = service.code_use(Asked(), moment=NOW)
    assert (use.code, use.received, use.wrong, use.duplicate) == (MARKET, 8, 1, 1)
    assert (use.fault_share, use.use_share) == (Share(2, 8), Share(2, 3))
    # one registration stands; two rows are still sent back and one waits
    assert service.registration_coverage(moment=NOW) == Share(1, 4)
    lines = {line.item: line for line in service.coverage(Asked(), moment=NOW).lines}
    assert (lines["registration"].expected, lines["registration"].records) == ((MARKET,), 1)
    assert (lines["penalty"].open_to_any, lines["penalty"].records) == (True, 2)
    take_back(penalties, moment=at(4, 3))
    lines = {line.item: line for line in service.coverage(Asked(), moment=NOW).lines}
    assert lines["penalty"].records == 0

"""The clock of every record: known by its due day, or late (PUB-01, PUB-02, DQ-02, DQ-03)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.db.quality.support import ECOLOGY, MARKET, NOW, at, department, law, record, submission, take_back
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.quality import service
from xinheng.areas.quality.models import Due
from xinheng.areas.quality.terms import Asked, PeriodKind, Tally
from xinheng.kernel.lawbook import due_on

pytestmark = pytest.mark.django_db

APRIL = service.span(PeriodKind.MONTH, date(2026, 4, 1))


@pytest.mark.requirement("PUB-01", "PUB-02")
def test_the_table_of_due_days_says_what_the_rule_says() -> None:
    assert law() == Due.objects.count()
    book = catalogue.lawbook()
    deadline = book.as_of(date(2026, 1, 1)).deadline("double-publicity").value
    told = dict(Due.objects.filter(item="licence", start_day__year=2026).values_list("start_day", "due_day"))
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert told == {day: due_on(deadline, day, book.calendar()).day for day in days}


@pytest.mark.requirement("PUB-02")
def test_a_clock_holds_only_while_its_rule_is_in_force() -> None:
    law()
    span = lambda item: tuple(  # noqa: E731
        Due.objects.filter(item=item).order_by(order).values_list("start_day", flat=True)[0]
        for order in ("start_day", "-start_day")
    )
    assert span("penalty") == (date(2023, 1, 1), date(2036, 12, 31))
    assert span("reward") == (date(2021, 11, 10), date(2025, 12, 31))
    assert not Due.objects.filter(item="registration").exists()


def test_a_due_day_in_a_year_without_an_announced_calendar_is_provisional() -> None:
    law()
    told = {
        due.start_day: due.provisional
        for due in Due.objects.filter(item="licence", start_day__in=[date(2026, 3, 2), date(2027, 3, 1)])
    }
    assert told == {date(2026, 3, 2): False, date(2027, 3, 1): True}


@pytest.mark.requirement("PUB-01", "DQ-02", "DQ-03")
def test_records_are_in_time_on_their_due_day_and_late_the_day_after() -> None:
    law()
    department()
    # 2026-03-25 is a Wednesday; 清明 gives 4, 5 and 6 April off: the seventh working day is 3 April
    due = Due.objects.get(item="penalty", start_day=date(2026, 3, 25)).due_day
    assert due == date(2026, 4, 3)
    sent = submission(received_at=at(4, 3), new=2)
    record(sent, 1, decided_on=date(2026, 3, 25), known_from=at(4, 3, 23))
    late = submission(received_at=at(4, 7), new=1)
    record(late, 1, decided_on=date(2026, 3, 25), known_from=at(4, 7, 0))
    record(sent, 2, decided_on=None, known_from=at(4, 3))
    board = service.board(APRIL, Asked(), moment=NOW)
    assert (board.total.records, board.total.measured, board.total.in_time, board.total.late) == (3, 2, 1, 1)
    assert (board.total.timeliness.percent, board.total.timeliness.whole) == ("50.00%", 2)
    (found,) = service.late_records(Asked(), span=APRIL, moment=NOW)
    assert (found.submission, found.due_day, found.known_on) == (late, date(2026, 4, 3), date(2026, 4, 7))
    assert (found.working_days_late, found.provisional, found.closed) == (1, False, False)
    assert service.late_count(Asked(), span=APRIL, moment=NOW) == 1


def test_a_correction_does_not_make_a_record_late_and_a_first_telling_taken_back_does_not_count() -> None:
    law()
    department()
    first = submission(received_at=at(4, 1), new=1)
    version = record(first, 1, act="甲", decided_on=date(2026, 3, 25), known_from=at(4, 1))
    second = submission(received_at=at(4, 16), corrected=1)
    record(
        second, 1, act="甲", decided_on=date(2026, 3, 25), known_from=at(4, 16), change="corrected",
        instead_of=version,
    )  # fmt: skip
    assert service.board(APRIL, Asked(), moment=NOW).total.timeliness.part == 1
    take_back(first, moment=at(4, 18))
    total = service.board(APRIL, Asked(), moment=NOW).total
    assert (total.measured, total.in_time) == (1, 0)
    # what was known before it was taken back is still what was known then
    assert service.board(APRIL, Asked(), moment=at(4, 17)).total.in_time == 1


def test_withdrawn_records_and_items_without_a_clock_are_not_measured() -> None:
    law()
    department()
    sent = submission(received_at=at(4, 16), new=2)
    version = record(sent, 1, act="乙", decided_on=date(2026, 1, 5), known_from=at(4, 16))
    record(sent, 2, item="registration", decided_on=date(2026, 1, 5), known_from=at(4, 16))
    assert service.board(APRIL, Asked(), moment=NOW).total.late == 1
    gone = submission(received_at=at(4, 17), withdrawn=1)
    record(
        gone, 1, act="乙", decided_on=date(2026, 1, 5), known_from=at(4, 17), change="withdrawn",
        instead_of=version,
    )  # fmt: skip
    total = service.board(APRIL, Asked(), moment=NOW).total
    assert (total.records, total.measured, total.late) == (1, 0, 0)
    assert not total.timeliness.known


def test_the_board_is_narrowed_by_department_item_and_region() -> None:
    law()
    department()
    department(ECOLOGY, kind="ecology_environment", region="520100")
    mine = submission(received_at=at(4, 1), new=2)
    theirs = submission(ECOLOGY, item="licence", received_at=at(4, 1), new=1)
    record(mine, 1, decided_on=date(2026, 3, 31), known_from=at(4, 1), region="520102")
    record(mine, 2, decided_on=date(2026, 3, 31), known_from=at(4, 1), region="520302")
    record(theirs, 1, of=ECOLOGY, item="licence", decided_on=date(2026, 3, 31), known_from=at(4, 1))

    def records(asked: Asked) -> tuple[int, int]:
        total: Tally = service.board(APRIL, asked, moment=NOW).total
        return total.records, total.received

    assert records(Asked()) == (3, 3)
    assert records(Asked(departments=frozenset({MARKET}))) == (2, 2)
    assert records(Asked(departments=frozenset())) == (0, 0)
    assert records(Asked(item="licence")) == (1, 1)
    # the act's region narrows records, the department's seat narrows rows
    assert records(Asked(region="520100")) == (2, 1)
    assert records(Asked(region="520302")) == (1, 0)
    regions = service.board(APRIL, Asked(), moment=NOW).regions
    assert {line.code: (line.tally.records, line.tally.received) for line in regions} == {
        "520000": (0, 2),
        "520100": (2, 1),
        "520300": (1, 0),
    }

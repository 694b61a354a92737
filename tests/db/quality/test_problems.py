"""Wrong, late and concealed until they are closed; source counts; records that should be shown and are not."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter
from django.db import DatabaseError, connection, transaction

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
)  # fmt: skip
from xinheng.areas.archive import actions as archive
from xinheng.areas.archive.models import Version
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.departments import service as departments
from xinheng.areas.disclosure import actions as disclosure
from xinheng.areas.disclosure.terms import ReviewDecision, ReviewScope
from xinheng.areas.ledger import service as ledger
from xinheng.areas.ledger.store import log_size
from xinheng.areas.quality import actions, service
from xinheng.areas.quality.models import Closure, SourceCount
from xinheng.areas.quality.store import faults
from xinheng.areas.quality.terms import Asked, Fault, Match, PeriodKind, ProblemTally, Undisplayed
from xinheng.kernel.text import Text
from xinheng.plumbing.tabular.terms import UnreadableTable

pytestmark = pytest.mark.django_db

APRIL = service.span(PeriodKind.MONTH, date(2026, 4, 1))
HEAD = "部门,事项,期间起,期间止,数量"


def report(text: str, *, name: str = "counts.csv", moment: object = NOW) -> int:
    mine = [facts for facts in departments.departments() if facts.code == MARKET]
    taken = actions.report_source_counts(
        io.BytesIO(text.encode("gb18030")), file_name=name, departments=mine, actor="officer", at=moment
    )
    return taken.pk


@pytest.mark.requirement("DQ-03", "IMP-10")
def test_source_counts_show_what_was_concealed() -> None:
    law()
    department()
    sent = submission(received_at=at(4, 10), new=3)
    for row, day in enumerate((1, 8, 31), start=1):
        record(sent, row, decided_on=date(2026, 3, day), known_from=at(4, 10))
    record(sent, 4, decided_on=date(2026, 4, 1), known_from=at(4, 10))
    before = log_size()
    number = report(
        f"{HEAD}\n测试省市场监管局,行政处罚,2026-03-01,2026-03-31,5\n{MARKET},penalty,2026-04-01,2026-04-15,2\n"
        f"{MARKET},行政许可,2026-03-01,2026-03-31,0\n"
    )
    assert log_size() == before + 1
    (entry,) = ledger.entries_about("source_report", str(number))
    assert (entry.kind, entry.payload["lines"], entry.payload["counted"]) == ("quality.counts_reported", 3, 7)
    found = {(each.line.item, each.line.first): each for each in service.reconciliation(Asked(), moment=NOW)}
    march = found["penalty", date(2026, 3, 1)]
    assert (march.received, march.missing, march.match) == (3, 2, Match.CONCEALED)
    # decisions of 15 April are due on 24 April, and it is the 20th
    april = found["penalty", date(2026, 4, 1)]
    assert (april.received, april.missing, april.due_day) == (1, 1, date(2026, 4, 24))
    assert april.match is Match.IN_TIME_YET
    assert found["licence", date(2026, 3, 1)].match is Match.MATCHED
    later = {
        each.line.first: each.match
        for each in service.reconciliation(Asked(item="penalty"), moment=at(4, 25))
    }
    assert later == {date(2026, 3, 1): Match.CONCEALED, date(2026, 4, 1): Match.CONCEALED}
    march_span = service.span(PeriodKind.MONTH, date(2026, 3, 1))
    assert service.board(march_span, Asked(), moment=NOW).total.concealed == 2
    assert service.board(APRIL, Asked(), moment=NOW).total.concealed == 0


def test_a_later_count_of_the_same_period_stands_in_place_of_the_earlier() -> None:
    law()
    department()
    report(f"{HEAD}\n{MARKET},penalty,2026-03-01,2026-03-31,5\n", moment=at(4, 18))
    report(f"{HEAD}\n{MARKET},penalty,2026-03-01,2026-03-31,0\n", moment=at(4, 19))
    assert [each.match for each in service.reconciliation(Asked(), moment=NOW)] == [Match.MATCHED]
    assert [each.line.count for each in service.reconciliation(Asked(), moment=at(4, 18, 12))] == [5]
    assert SourceCount.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        SourceCount.objects.update(count=1)


def test_a_faulty_file_is_not_taken_and_says_why() -> None:
    law()
    department()
    before = log_size()
    with pytest.raises(actions.FaultyCounts) as refused:
        report(
            f"源头数量表,,,,\n{HEAD}\n{MARKET},penalty,2026-03-01,2026-03-31,5\n{ECOLOGY},penalty,2026-03-01,2026-03-31,x\n"
        )
    assert [(fault.row_no, fault.text.zh) for fault in refused.value.faults] == [
        (4, f"部门“{ECOLOGY}”不存在，或者不由您报送。")
    ]
    with pytest.raises(actions.FaultyCounts) as refused:
        report(f"部门,事项\n{MARKET},penalty\n")
    assert [fault.text.zh for fault in refused.value.faults] == ["缺少列：期间起、期间止、数量。"]
    with pytest.raises(UnreadableTable):
        report("")
    assert (SourceCount.objects.count(), log_size()) == (0, before)


def test_a_workbook_is_read_like_a_text_file() -> None:
    law()
    department()
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD.split(","))
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(1, 0, [MARKET, "行政处罚"])
        sheet.write_datetime(1, 2, date(2026, 3, 1), day)
        sheet.write_datetime(1, 3, date(2026, 3, 31), day)
        sheet.write_number(1, 4, 7)
    buffer.seek(0)
    mine = departments.departments()
    actions.report_source_counts(buffer, file_name="数量.xlsx", departments=mine, actor="officer", at=NOW)
    (found,) = service.reconciliation(Asked(), moment=NOW)
    assert (found.line.first, found.line.last, found.line.count) == (date(2026, 3, 1), date(2026, 3, 31), 7)


@pytest.mark.requirement("DQ-04")
def test_problems_are_counted_until_they_are_closed_with_a_reason() -> None:
    law()
    department()
    sent = submission(received_at=at(4, 10), new=3, rejected=3)
    for row in (1, 2):
        record(sent, row, decided_on=date(2026, 2, 2), known_from=at(4, 10))
    record(sent, 3, decided_on=date(2026, 4, 9), known_from=at(4, 10))
    problem(sent, 4, "date.future")
    problem(sent, 5, "date.future", state="mended")
    problem(sent, 6, "date.future", state="closed")
    report(f"{HEAD}\n{MARKET},penalty,2026-03-01,2026-03-31,5\n")
    (line,) = service.problems(Asked(), moment=NOW)
    assert line.by_fault == {
        Fault.WRONG: ProblemTally(1, 1, 1),
        Fault.LATE: ProblemTally(open=2),
        Fault.CONCEALED: ProblemTally(open=5),
    }
    (count,) = service.reconciliation(Asked(), moment=NOW)
    with pytest.raises(actions.UnableToClose):
        actions.close_late(sent, reason=" ", actor="officer", at=NOW)
    before = log_size()
    assert actions.close_late(sent, reason="系统升级", actor="officer", at=NOW) == 2
    assert actions.close_concealed(count.id, reason="涉密不报", actor="officer", at=NOW) == 5
    assert log_size() == before + 2
    for again in (
        lambda: actions.close_late(sent, reason="再说", actor="officer", at=NOW),
        lambda: actions.close_concealed(count.id, reason="再说", actor="officer", at=NOW),
        lambda: actions.close_late(sent + 1000, reason="没有", actor="officer", at=NOW),
    ):
        with pytest.raises(actions.UnableToClose):
            again()
    (line,) = service.problems(Asked(), moment=NOW)
    assert line.by_fault[Fault.LATE] == ProblemTally(closed=2)
    assert line.by_fault[Fault.CONCEALED] == ProblemTally(closed=5)
    # an explanation closes the problem and changes no number
    assert service.board(APRIL, Asked(), moment=NOW).total.late == 2
    assert [each.closed_reason for each in service.late_records(Asked(), span=APRIL, moment=NOW)] == [
        "系统升级"
    ] * 2
    with pytest.raises(DatabaseError), transaction.atomic():
        Closure.objects.all().delete()


@pytest.mark.requirement("PUB-03")
def test_a_record_of_the_public_class_without_a_bar_is_shown_or_an_error() -> None:
    law()
    department()
    sent = submission(received_at=at(4, 10), new=3)
    record(sent, 1, decided_on=date(2026, 4, 9), known_from=at(4, 10))
    record(sent, 2, decided_on=date(2015, 4, 9), known_from=at(4, 10))
    record(sent, 3, decided_on=date(2026, 4, 9), known_from=at(4, 10), person=True)

    def found() -> list[tuple[str, Undisplayed, int]]:
        lines = service.undisplayed(Asked(), day=NOW.date(), moment=NOW)
        return [(line.item, line.why, line.records) for line in lines]

    # one is shown, one past its term, one about a person: nothing is wrong
    assert found() == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_term SET review = true WHERE item = 'penalty'")
    # a review has its time: a decision of the 9th is due on the 20th
    record(sent, 4, decided_on=date(2026, 3, 2), known_from=at(4, 10))
    assert found() == [("penalty", Undisplayed.REVIEW_PENDING, 1)]
    disclosure.review(
        ReviewScope.SUBMISSION,
        sent,
        decision=ReviewDecision.REFUSED,
        reason="依据不足",
        actor="legal",
        at=at(4, 11),
    )
    assert found() == []


def test_a_record_that_a_mark_hides_is_not_missing_from_display() -> None:
    law()
    department()
    sent = submission(received_at=at(4, 10), new=1)
    number = record(sent, 1, decided_on=date(2026, 3, 2), known_from=at(4, 10))
    key = bytes(Version.objects.get(id=number).key)
    archive.mark(
        [("penalty", key)], MarkKind.REPAIRED, case=("repair", "1"), words=Text(zh="已修复", en="Repaired"),
        actor="test", at=at(4, 12),
    )  # fmt: skip
    assert service.undisplayed(Asked(), day=NOW.date(), moment=NOW) == ()


def test_a_public_item_without_any_rule_of_display_is_an_error() -> None:
    law()
    department()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM disclosure_term WHERE item = 'penalty'")
    sent = submission(received_at=at(4, 10), new=1)
    record(sent, 1, decided_on=date(2026, 4, 9), known_from=at(4, 10))
    (line,) = faults.undisplayed(Asked(), day=NOW.date(), moment=NOW, unruled=["penalty"])
    assert (line.department, line.item, line.why, line.records) == (MARKET, "penalty", Undisplayed.NO_TERM, 1)
    assert line.since == date(2026, 4, 10)
    assert faults.undisplayed(Asked(), day=NOW.date(), moment=NOW, unruled=[]) == ()

"""Marks on records: one entry each, kept for ever, borne by later versions, ended at most once."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from tests.db.archive.support import at, hold, key_of
from xinheng.areas.archive import actions, service
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.ledger import service as ledger
from xinheng.areas.ledger.actions import leaves_of
from xinheng.cli.auditing import mark_faults
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.batch import batch_root

pytestmark = pytest.mark.django_db

CASE = ("objection", "YY20261125-0000001")
WORDS = Text(zh="本条记录正在接受异议核查。", en="This record is contested.")
ONE = ("penalty", key_of("one"))


def mark(
    *records: tuple[str, bytes],
    kind: MarkKind = MarkKind.OBJECTED,
    case: tuple[str, str] = CASE,
    day: int = 10,
) -> int:
    return actions.mark(records, kind, case=case, words=WORDS, actor="test", at=at(3, day))


def standing(day: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM archive_marks(%s) ORDER BY mark_id", [at(3, day, 12)])
        return [kind for (kind,) in cursor.fetchall()]


def test_a_mark_stands_from_its_moment_until_it_is_ended() -> None:
    hold("one", known_from=at(3, 5))
    assert mark(ONE, day=10) == 1
    ended = actions.end_marks(
        case=CASE, kinds=[MarkKind.OBJECTED], why="核查完毕", actor="test", at=at(3, 12)
    )
    assert ended == 1
    assert [standing(day) for day in (9, 10, 11, 12)] == [[], ["objected"], ["objected"], []]
    (facts,) = service.marks(item="penalty", key=ONE[1], moment=at(3, 20))
    assert (facts.kind, facts.case, facts.words, facts.at, facts.ended_at) == (
        MarkKind.OBJECTED, CASE, WORDS, at(3, 10), at(3, 12),
    )  # fmt: skip
    (earlier,) = service.marks(item="penalty", key=ONE[1], moment=at(3, 11))
    assert earlier.ended_at is None


def test_each_change_is_one_entry_that_names_the_record_and_keeps_the_words_out() -> None:
    hold("one", known_from=at(3, 5))
    mark(ONE)
    actions.end_marks(case=CASE, kinds=list(MarkKind), why="核查完毕", actor="test", at=at(3, 12))
    marked, ended = ledger.entries_about(*CASE)
    assert (marked.kind, ended.kind) == ("archive.marked", "archive.marks_ended")
    assert marked.payload["of"] == [["penalty", ONE[1].hex()]]
    assert marked.payload["says"] == actions.mark_content(MarkKind.OBJECTED, case=CASE, words=WORDS).hex()
    assert WORDS.zh not in str(marked.payload)
    assert ended.payload["records"] == 1


def test_ending_what_does_not_stand_keeps_nothing() -> None:
    hold("one", known_from=at(3, 5))
    mark(ONE)
    before = ledger.size()
    assert actions.end_marks(case=CASE, kinds=[MarkKind.REPAIRED], why="无", actor="test", at=at(3, 12)) == 0
    assert ledger.size() == before


def test_a_record_bears_a_mark_of_a_case_once_and_of_another_case_again() -> None:
    hold("one", known_from=at(3, 5))
    hold("two", row=2, known_from=at(3, 5))
    mark(ONE, ONE)
    with pytest.raises(actions.UnableToMark):
        mark(ONE)
    assert mark(ONE, ("penalty", key_of("two"))) == 1
    assert mark(ONE, case=("objection", "YY20261125-0000002")) == 1
    assert len(service.marks_of_case(CASE)) == 2


@pytest.mark.parametrize("records", [(), (("penalty", key_of("nowhere")),), (("licence", key_of("one")),)])
def test_what_the_archive_never_held_cannot_be_marked(records: tuple[tuple[str, bytes], ...]) -> None:
    hold("one", known_from=at(3, 5))
    before = ledger.size()
    with pytest.raises(actions.UnableToMark):
        mark(*records)
    assert ledger.size() == before


@pytest.mark.parametrize("table", ["archive_mark", "archive_marked", "archive_markend"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_keeps_marks(table: str, change: str) -> None:
    hold("one", known_from=at(3, 5))
    mark(ONE)
    actions.end_marks(case=CASE, kinds=list(MarkKind), why="核查完毕", actor="test", at=at(3, 12))
    columns = {"archive_mark": "words_zh", "archive_marked": "item", "archive_markend": "why"}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(Error, match="refused"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table, f"{columns[table]} = 'x'"))


def test_a_mark_ends_once() -> None:
    hold("one", known_from=at(3, 5))
    mark(ONE)
    end = {"case": CASE, "kinds": [MarkKind.OBJECTED], "why": "核查完毕", "actor": "test"}
    assert [actions.end_marks(**end, at=at(3, 12)), actions.end_marks(**end, at=at(3, 13))] == [1, 0]


def test_many_records_are_marked_under_one_root() -> None:
    records = [("penalty", key_of(f"{n}")) for n in range(300)]
    for n in range(300):
        hold(f"{n}", row=n + 1, known_from=at(3, 5))
    case = ("withdrawal", "CX20260310-0000001")
    assert mark(*records, kind=MarkKind.REVOKED, case=case) == 300
    (entry,) = ledger.entries_about(*case)
    assert entry.batch is not None
    assert "of" not in entry.payload
    kept = service.kept_mark(int(entry.payload["mark"]))
    assert kept is not None
    assert kept.records == tuple(sorted(records))
    rows = actions.mark_rows(kept.records, actions.mark_content(MarkKind.REVOKED, case=case, words=WORDS))
    assert batch_root(leaves_of(rows, secret=ledger.batch(entry.seq).secret)).root == entry.batch.root
    assert not list(ledger.deposits()), "an audit of deposits does not take it for one"


@pytest.mark.parametrize("kind", sorted(MarkKind))
def test_what_counts_is_asked_for_a_moment(kind: MarkKind) -> None:
    hold("one", known_from=at(3, 5))
    hold("two", row=2, known_from=at(3, 5), change="withdrawn")
    mark(ONE, kind=kind, day=10)
    subject = ["91520100MA00000016"]
    spent = kind in {MarkKind.REVOKED, MarkKind.REMOVED, MarkKind.REPAIRED}
    assert [version.key for version in service.counting(subject, moment=at(3, 9))] == [ONE[1]]
    assert len(service.counting(subject, moment=at(3, 11))) == (0 if spent else 1)
    assert service.counting(subject, items=["licence"], moment=at(3, 9)) == ()
    assert service.counting(["somebody else"], moment=at(3, 9)) == ()


def test_a_later_version_bears_the_mark_too() -> None:
    first = hold("one", known_from=at(3, 5))
    mark(ONE, kind=MarkKind.REVOKED, day=10)
    hold("one", sent=2, known_from=at(3, 12), change="corrected", instead_of=first)
    assert service.counting(["91520100MA00000016"], moment=at(3, 12)) == ()


def fault(*statements: str) -> list[str]:
    """What the audit finds after somebody with the database's keys changed it; everything is undone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("archive_mark", "archive_marked", "archive_markend"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        found = [text.en for text in mark_faults()]
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE archive_mark SET words_zh = '无' WHERE id = (SELECT min(id) FROM archive_mark)",
        "UPDATE archive_mark SET kind = 'stated' WHERE id = (SELECT max(id) FROM archive_mark)",
        "DELETE FROM archive_marked WHERE key = (SELECT key FROM archive_marked ORDER BY key LIMIT 1)",
        "UPDATE archive_marked SET item = 'licence' WHERE key = (SELECT key FROM archive_marked ORDER BY key LIMIT 1)",
        "DELETE FROM archive_markend",
        "INSERT INTO archive_markend SELECT max(id), '2026-03-20', '无' FROM archive_mark",
        "INSERT INTO archive_mark (kind, case_kind, case_id, words_zh, words_en, at, records)"
        " VALUES ('repaired', 'repair', 'x', '', '', '2026-03-20', 0)",
    ],
)
def test_the_audit_finds_marks_that_are_not_those_of_the_log(statement: str) -> None:
    records = [("penalty", key_of(f"{n}")) for n in range(30)]
    for n in range(30):
        hold(f"{n}", row=n + 1, known_from=at(3, 5))
    mark(records[0], day=10)
    actions.end_marks(case=CASE, kinds=[MarkKind.OBJECTED], why="维持", actor="test", at=at(3, 11))
    mark(*records, kind=MarkKind.REVOKED, case=("withdrawal", "1"), day=12)
    assert fault() == []
    assert fault(statement) != []

"""A notice is in the inbox with the transaction that it tells about, complete, once, and stays as it was given."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction

from tests.db.notices.support import ADVERSE, AT, CASE, FARM, MILL, OFFICE, PERSON, PLAIN
from xinheng.areas.ledger import service as ledger
from xinheng.areas.ledger.actions import one_entry_each
from xinheng.areas.notices import actions, service
from xinheng.areas.notices.models import Notice
from xinheng.areas.notices.rules import content as rules
from xinheng.areas.notices.terms import (
    ADVERSE as ADVERSE_KINDS,
)
from xinheng.areas.notices.terms import (
    DECIDED,
    THE_CENTRE,
    NoticeKind,
    Part,
    required,
)
from xinheng.kernel.tlog.tree import MemoryTree

pytestmark = pytest.mark.django_db

RECEIVED = NoticeKind.OBJECTION_RECEIVED


def send(to: Any = MILL, kind: NoticeKind = RECEIVED, text: Any = PLAIN) -> Any:
    return actions.send(to, kind, text, about=CASE, actor="centre", at=AT)


def test_a_notice_is_in_the_inbox_at_once_and_reads_as_it_was_sent() -> None:
    sent = send(kind=NoticeKind.ADVERSE_EFFECT_INTENDED, text=ADVERSE)
    (found,) = service.inbox(MILL)
    assert (found.number, found.text.basis, found.text.due_on) == (sent.number, ADVERSE.basis, ADVERSE.due_on)
    assert (found.text.reasons, found.text.remedy, found.at) == (ADVERSE.reasons, ADVERSE.remedy, AT)
    assert service.inbox(FARM) == ()
    assert service.notices_about(CASE) == (found,)
    assert sent.number.startswith("TZ20260305-")


def test_the_entry_names_the_hash_and_no_person() -> None:
    sent = send(PERSON)
    (entry,) = ledger.entries_about("notice", sent.number)
    assert entry.payload["root"] == sent.leaf.hex()
    assert PERSON.id not in str(entry.said())
    (other,) = ledger.entries_about("notice", send(OFFICE).number)
    assert other.payload["addressee"] == {"kind": "department", "id": "scjg"}


def test_a_notice_goes_down_with_the_transaction_that_it_tells_about() -> None:
    def fail() -> None:
        with one_entry_each():
            send()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert service.inbox(MILL) == ()


def test_many_are_sent_with_one_entry_and_the_root_over_all() -> None:
    before = ledger.size()
    sent = actions.send_many(
        [(MILL, PLAIN), (FARM, PLAIN), (MILL, PLAIN)],
        NoticeKind.RECORD_WITHDRAWN,
        about=CASE,
        actor="scjg",
        at=AT,
    )
    assert ledger.size() == before + 1
    (entry,) = ledger.entries_about("notice", sent[0].number)
    assert entry.payload["root"] == MemoryTree(each.leaf for each in sent).root().hex()
    assert entry.payload["notices"] == 3
    assert [each.number for each in service.inbox(MILL)] == [sent[2].number, sent[0].number]


def test_unread_notices_are_counted_in_one_query(django_assert_num_queries: Any) -> None:
    first, _, _ = send(OFFICE), send(OFFICE), send(THE_CENTRE)
    actions.mark_read(first.number, actor="officer", at=AT)
    with django_assert_num_queries(1):
        assert service.unread([OFFICE, THE_CENTRE]) == 2
    assert service.counts(OFFICE) == (2, 1)
    assert len(service.inbox(OFFICE, unread_only=True)) == 1


def test_only_the_first_reading_is_noted() -> None:
    sent = send()
    read = actions.mark_read(sent.number, actor="boss", at=AT)
    again = actions.mark_read(sent.number, actor="clerk", at=AT + timedelta(days=1))
    assert (read.read_by, again.read_by, again.read_at) == ("boss", "boss", AT)
    assert [entry.kind for entry in ledger.entries_about("notice", sent.number)] == [
        "notices.sent",
        "notices.read",
    ]
    with pytest.raises(actions.UnableToRead):
        actions.mark_read("TZ-none", actor="boss", at=AT)
    with pytest.raises(actions.UnableToRead):
        actions.note_reading(sent.number, actor="clerk", at=AT)


@pytest.mark.parametrize("change", [{"reasons": "x"}, {"read_by": "y"}, {"addressee": "z"}])
def test_a_notice_that_was_given_is_never_changed(change: dict[str, str]) -> None:
    sent = send()
    with pytest.raises(Error, match="only the first reading"), transaction.atomic():
        Notice.objects.filter(number=sent.number).update(**change)
    actions.mark_read(sent.number, actor="boss", at=AT)
    with pytest.raises(Error, match="only the first reading"), transaction.atomic():
        Notice.objects.filter(number=sent.number).update(read_at=AT, read_by="z")
    with pytest.raises(Error, match="only ever added"), transaction.atomic():
        Notice.objects.filter(number=sent.number).delete()


LACKING = {
    Part.BASIS: [
        "[]",
        '[{"article": "34", "quote": null}]',
        '[{"article": "", "quote": "x"}]',
        '[{"quote": "x"}]',
    ],
    Part.REASONS: ["", " "],
    Part.REMEDY: ["", " "],
    Part.DUE_DAY: [None],
}
COLUMN = {Part.BASIS: "basis", Part.REASONS: "reasons", Part.REMEDY: "remedy_en", Part.DUE_DAY: "due_on"}


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("part", Part)
def test_the_database_refuses_what_lacks_a_part_that_its_kind_must_carry(
    kind: NoticeKind, part: Part
) -> None:
    complete = send(kind=NoticeKind.ADVERSE_EFFECT_INTENDED, text=ADVERSE)
    kept = [name for name in (field.column for field in Notice._meta.fields) if name not in {"id", "number"}]
    for number, lack in enumerate(LACKING[part]):
        values = {"kind": "%s", COLUMN[part]: "%s::jsonb" if part is Part.BASIS else "%s"}
        statement = (
            f"INSERT INTO notices_notice (number, {', '.join(kept)}) "
            f"SELECT %s, {', '.join(values.get(name, name) for name in kept)} FROM notices_notice WHERE id = %s"
        )
        given = {"kind": kind.value, COLUMN[part]: lack}
        with connection.cursor() as cursor:

            def insert(given: dict[str, Any] = given, number: int = number) -> None:
                cursor.execute(
                    statement, [f"TZ-{number}", *(given[name] for name in kept if name in given), complete.id]
                )

            if part in required(kind):
                with pytest.raises(IntegrityError, match="_complete"), transaction.atomic():
                    insert()
            else:
                insert()


def test_kinds_that_must_carry_something_are_known() -> None:
    assert {kind for kind in NoticeKind if required(kind)} == ADVERSE_KINDS | DECIDED


def test_the_salt_is_kept_with_the_notice() -> None:
    sent = send()
    row = Notice.objects.get(number=sent.number)
    said = rules.content(sent.number, MILL, RECEIVED, PLAIN, about=CASE, at=AT)
    assert rules.leaf_of(said, salt=bytes(row.salt)) == sent.leaf == bytes(row.leaf)

"""What no program can do to a case, whatever it tries: the triggers say no."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.db.rights.support import NOON, case, provider, take
from xinheng.areas.rights.cases.models import Case, Evidence, Step
from xinheng.areas.rights.cases.terms import CaseKind
from xinheng.areas.rights.objection.models import Objection
from xinheng.areas.rights.objection.terms import OBJECTION
from xinheng.areas.rights.repair.terms import REPAIR
from xinheng.areas.rights.withdrawal.terms import WITHDRAWAL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _provider() -> None:
    provider()


def refused(do: Any, said: str) -> None:
    """The database refuses, in these words."""
    with pytest.raises(DatabaseError, match=said), transaction.atomic():
        do()


def lodged(kind: CaseKind = CaseKind.OBJECTION, **changes: Any) -> Case:
    found = case(kind, **changes)
    step, target, by = {
        CaseKind.OBJECTION: ("lodged", "lodged", "party"), CaseKind.REPAIR: ("applied", "applied", "party"),
        CaseKind.WITHDRAWAL: ("withdrawn", "withdrawn", "provider"),
    }[kind]  # fmt: skip
    take(found, step, target, by=by, source="", no=1)
    found.refresh_from_db()
    return found


def test_the_table_of_the_database_is_that_of_the_code() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, source, step, target, by, settles, reasoned FROM rights_transition")
        known = set(cursor.fetchall())
    assert known == {
        (machine.kind.value, each.source, each.step, each.target, each.by.value,
         each.target in machine.settled, each.step in machine.reasoned)
        for machine in (OBJECTION, REPAIR, WITHDRAWAL) for each in machine.transitions
    }  # fmt: skip


def test_a_step_moves_its_case() -> None:
    found = lodged()
    assert (found.state, found.settled, found.steps) == ("lodged", False, 1)
    take(found, "given_up", "given_up", by="party", source="lodged", no=2)
    found.refresh_from_db()
    assert (found.state, found.settled, found.steps) == ("given_up", True, 2)


def test_a_step_that_leads_nowhere_is_refused() -> None:
    found = lodged()
    refused(
        lambda: take(found, "granted", "granted", by="provider", source="lodged", no=2, reason="x"),
        "no granted",
    )
    refused(
        lambda: take(found, "own_fault", "granted", by="centre", source="lodged", no=2, reason="x"),
        "no own_fault",
    )
    refused(
        lambda: take(found, "own_fault", "with_centre", by="provider", source="lodged", no=2, reason="x"),
        "no own",
    )


def test_steps_are_numbered_without_gaps_and_from_where_the_case_is() -> None:
    found = lodged()
    refused(
        lambda: take(found, "transferred", "with_provider", by="centre", source="lodged", no=3), "moved on"
    )
    refused(
        lambda: take(found, "granted", "granted", by="provider", source="with_provider", no=2), "moved on"
    )
    take(found, "transferred", "with_provider", by="centre", source="lodged", no=2)
    refused(
        lambda: take(found, "transferred", "with_provider", by="centre", source="lodged", no=2), "moved on"
    )


def test_no_step_lies_before_the_last() -> None:
    found = lodged()
    early = NOON - timedelta(seconds=1)
    refused(
        lambda: take(found, "transferred", "with_provider", by="centre", source="lodged", no=2, at=early),
        "before the last",
    )


def test_reasons_are_no_blanks() -> None:
    found = lodged()
    refused(
        lambda: take(
            found, "own_fault", "with_centre", by="centre", source="lodged", no=2, reason=" \u3000\n"
        ),
        "without reasons",
    )


def test_nobody_moves_a_case_by_hand() -> None:
    found = lodged()
    for change in (
        {"state": "granted"},
        {"settled": True},
        {"department_id": "gz-market"},
        {"party": "other"},
    ):
        refused(lambda change=change: Case.objects.filter(pk=found.pk).update(**change), "by its steps alone")
    refused(lambda: case(state="granted"), "begin at the beginning")
    refused(lambda: case(settled=True), "begin at the beginning")


def test_a_case_without_a_first_step_is_not_committed() -> None:
    def begin() -> None:
        case()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    refused(begin, "no first step")


def test_nothing_that_was_said_is_changed_or_deleted() -> None:
    found = lodged()
    Objection.objects.create(case=found, ground="wrong", says="金额写错", wants="correct")
    Evidence.objects.create(
        case=found, step_no=1, sha256="0" * 64, name="a.pdf", media_type="application/pdf", size=1, stored={},
        by="party", actor="test", at=NOON,
    )  # fmt: skip
    for rows in (Case.objects, Step.objects, Evidence.objects, Objection.objects):
        refused(lambda rows=rows: rows.all()._raw_delete("default"), "only ever added")
    for rows, change in (
        (Step.objects, {"reason": ""}), (Evidence.objects, {"name": ""}), (Objection.objects, {"says": "-"}),
    ):  # fmt: skip
        refused(lambda rows=rows, change=change: rows.update(**change), "only ever added")


def test_one_open_case_of_a_party_about_a_record() -> None:
    first = lodged()
    same = {"key": bytes(first.key), "item": first.item}
    with pytest.raises(IntegrityError, match="rights_case_one_open"), transaction.atomic():
        case(**same)
    lodged(CaseKind.REPAIR, **same)
    lodged(**same, party="91520100MA00000002")
    take(first, "given_up", "given_up", by="party", source="lodged", no=2)
    lodged(**same)


def test_an_objection_is_about_a_record_and_a_notice_may_be_about_several() -> None:
    refused(lambda: case(key=None), "rights_case_about_a_record")
    refused(lambda: case(subject=""), "rights_case_about_a_record")
    refused(lambda: case(party=""), "rights_case_party")
    lodged(
        CaseKind.WITHDRAWAL, key=None, version=None, content_hash=None, subject_kind="", subject="",
        party_kind="department", party="gz-market",
    )  # fmt: skip

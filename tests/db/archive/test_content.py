"""A record's content in two parts: how it is split, that the same is the same, that a change of either is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from tests.acceptance.conftest import at, counts, department, law, send
from tests.acceptance.rows import MILL, ORGAN, OTHER_ORGAN, licence, penalty
from xinheng.areas.archive import service as archive
from xinheng.areas.archive.models import Version
from xinheng.areas.archive.terms import BatchPlace
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import PublicityFilter
from xinheng.areas.intake import actions
from xinheng.areas.intake import service as intake
from xinheng.areas.ledger import actions as ledger
from xinheng.kernel.tlog.content import closed
from xinheng.plumbing.crypto.signing import node_signer
from xinheng.verifier.record import check_record

__all__ = ["department", "law", "send"]
DAY, LATER = date(2026, 3, 5), date(2026, 3, 9)
REPRESENTATIVE = {"CF_FRDB": "示例甲某", "CF_FR_ZJLX": "身份证"}


def parts() -> list[tuple[dict[str, str], dict[str, str]]]:
    """Shown and withheld fields of every version, oldest first."""
    return list(Version.objects.order_by("id").values_list("data", "withheld"))


def reordered(row: dict[str, str]) -> dict[str, str]:
    """The same row with its columns the other way round: another file, the same content."""
    return dict(reversed(row.items()))


@pytest.mark.requirement("SEC-07")
def test_person_columns_lie_apart_from_what_anybody_may_be_shown(
    department: Callable, send: Callable
) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty(**REPRESENTATIVE)], on=DAY)
    send(sender, "licence", [licence()], on=DAY)
    (shown, withheld), (licensed, named) = parts()
    assert (withheld, named) == (REPRESENTATIVE, {"XK_FRDB": "示例甲某"})
    assert not shown.keys() & {"CF_FRDB", "CF_FR_ZJLX", "CF_SJLY", "CF_SJLYDM"}
    assert (shown["CF_NR"], licensed["XK_NR"]) == ("罚款2000元", "粮食加工品")


def test_the_same_content_again_is_unchanged_and_another_name_corrects(
    department: Callable, send: Callable
) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    row = penalty(**REPRESENTATIVE)
    send(sender, "penalty", [row], on=DAY)
    same = send(sender, "penalty", [reordered(row)], on=LATER)
    assert counts(same) == {"received": 1, "unchanged": 1}
    other = send(sender, "penalty", [row | {"CF_FRDB": "示例丙某"}], on=LATER)
    assert counts(other) == {"received": 1, "corrected": 1}
    (first, _), (second, withheld) = parts()
    assert first == second
    assert withheld["CF_FRDB"] == "示例丙某"


def test_a_row_that_waited_is_hashed_as_if_it_had_been_whole(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "licence", [licence()], on=DAY)
    send(sender, "penalty", [penalty(CF_XDR_SHXYM="", **REPRESENTATIVE)], on=DAY)
    (row,) = intake.pending_rows()
    actions.attach(row, uscc=MILL, reason="经与登记机关核对", actor="centre", at=at(DAY, 11))
    (record,) = disclosure.publicity(PublicityFilter(items=("penalty",)), day=DAY, moment=at(DAY, 12))
    ledger.checkpoint(at=at(DAY, 13), signer=node_signer())
    proof = intake.record_proof(record.id, shown={field.code for field in record.fields})
    assert check_record(proof, [node_signer().key]).proof.content is not None
    assert parts()[1][1] == REPRESENTATIVE


def test_who_decides_a_conflict_sees_what_is_withheld_but_no_person(
    department: Callable, send: Callable
) -> None:
    from xinheng.areas.intake.pages.resolving import _cells

    sender = department("scjg", "market_regulation", uscc=ORGAN)
    other = department("fgw", "market_regulation", uscc=OTHER_ORGAN)
    send(sender, "penalty", [penalty()], on=DAY)
    send(other, "penalty", [penalty(CF_NR="罚款9000元", CF_NR_FK="0.9")], on=LATER)
    (row,) = intake.pending_rows()
    row.row["withheld"] = json.dumps({"CF_FRDB": "示例丙某", "BZ": "仅内部"})
    cells = _cells(row)
    assert {cell.title.zh for cell in cells if cell.differs} == {"处罚内容", "罚款金额（万元）", "备注"}
    assert "示例" not in "".join(
        cell.sent + cell.held for cell in cells if cell.title.zh.startswith("法定代表人")
    )


@pytest.mark.requirement("SEC-07", "LIA-01")
@pytest.mark.parametrize(
    ("part", "found"), [('data = data || \'{"CF_NR": "免罚"}\'', (2,)), ("withheld = '{}'", (2,))]
)
def test_a_change_of_either_part_is_found(
    department: Callable, send: Callable, part: str, found: tuple[int, ...]
) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    rows = [penalty(CF_WSH=f"黔示罚〔2026〕{n}号", **REPRESENTATIVE) for n in (1, 2, 3)]
    done = send(sender, "penalty", rows, on=DAY)
    place = BatchPlace(submission=done.pk, at=at(DAY), index=0)
    assert archive.changed_rows(place, wanted=range(3)) == ()
    version = Version.objects.get(row_no=2)
    was = archive.content(version.id)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE archive_version DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE archive_version SET {part} WHERE row_no = 2")
        cursor.execute("ALTER TABLE archive_version ENABLE TRIGGER USER")
    assert archive.changed_rows(place, wanted=range(3)) == found
    now = archive.content(version.id)
    assert was is not None
    assert now is not None
    assert closed(was).fits(bytes(version.content_hash))
    assert not closed(now).fits(bytes(version.content_hash)), "the public proof of a changed row fails too"


def test_questions_about_what_is_public_do_not_read_the_withheld_part(
    department: Callable, send: Callable
) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty(**REPRESENTATIVE)], on=DAY)
    moment, told = at(DAY, 12), []

    def look(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        answer = execute(sql, params, many, context)
        told.append((sql, [column.name for column in context["cursor"].description or ()]))
        return answer

    with connection.execute_wrapper(look):
        (record,) = disclosure.publicity(PublicityFilter(), day=DAY, moment=moment)
        key = bytes.fromhex(record.key)
        assert list(disclosure.publicity_export(PublicityFilter(), day=DAY, moment=moment)) == [[record]]
        disclosure.shown_records([MILL], day=DAY, moment=moment)
        disclosure.shown_overview([MILL], items=["penalty"], day=DAY, moment=moment, each=3)
        disclosure.shown_record(record.item, record.key, day=DAY, moment=moment)
        disclosure.awaiting_records(1, day=DAY, moment=moment)
        disclosure.visibility_of(record.item, key, day=DAY, moment=moment)
        disclosure.when_gone(record.item, key, at=moment)
        archive.history(item=record.item, key=key, moment=moment)
    assert len(told) >= 8
    for sql, columns in told:
        assert "withheld" not in sql
        assert "* FROM archive_version" not in sql
        assert "v.*" not in sql
        assert "withheld" not in columns

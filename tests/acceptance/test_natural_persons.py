"""Persons only as named in a numbered instrument, never shown, never searched, their numbers never in clear (R1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from tests.acceptance.conftest import at, counts
from tests.acceptance.rows import MILL, ORGAN, penalty
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import PublicityFilter
from xinheng.areas.intake import service as intake
from xinheng.areas.subjects import service as subjects

DAY = date(2026, 3, 5)


def person(**given: str) -> dict[str, str]:
    """A penalty on a made-up person."""
    import numpy as np

    from demo.province.codes import citizen_ids

    (number,) = citizen_ids(births=np.array([19900101]), serials=np.array([1]))
    return penalty(
        CF_XDR_MC="示例乙某", CF_XDR_LB="自然人", CF_XDR_SHXYM="", CF_FRDB="", CF_XDR_ZJLX="身份证", CF_XDR_ZJHM=number,
    ) | given  # fmt: skip


@pytest.mark.requirement("PER-01", "USCC-08", "DIS-14", "PER-05")
def test_a_person_with_an_instrument_is_kept_and_never_shown(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    row = person()
    done = send(sender, "penalty", [row], on=DAY)
    assert counts(done) == {"received": 1, "new": 1}
    assert disclosure.publicity(PublicityFilter(), day=DAY, moment=at(DAY, 12)) == []
    assert subjects.search("示例乙某").hits == ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject_kind, subject, data::text FROM archive_version")
        ((kind, subject, data),) = cursor.fetchall()
    assert kind == "person"
    assert subject.startswith("h:")
    assert row["CF_XDR_ZJHM"] not in data


@pytest.mark.requirement("PER-01")
def test_a_person_without_an_instrument_is_refused(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    done = send(sender, "penalty", [person(CF_WSH="")], on=DAY)
    assert counts(done) == {"received": 1, "rejected": 1}
    assert "person.no_instrument" in {rule.rule for rule in intake.facts(done).rules}
    assert done.stored is None


@pytest.mark.requirement("CON-07", "CAT-15", "IMP-15")
def test_a_file_with_a_forbidden_column_is_not_kept(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    done = send(sender, "penalty", [penalty() | {"血型": "A"}], on=DAY)
    assert done.state == "refused"
    assert done.stored is None
    assert done.error["zh"] == "“血型”属于禁止归集的信息，整份文件不予接收且不留存。请删除该列后重新报送。"


def test_an_id_number_in_free_text_is_masked(department: Callable, send: Callable) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    number = person()["CF_XDR_ZJHM"]
    send(sender, "penalty", [penalty(CF_SY=f"当事人雇员{number}参与。")], on=DAY)
    (record,) = disclosure.publicity(PublicityFilter(), day=DAY, moment=at(DAY, 12))
    assert number not in str(record)


@pytest.mark.requirement("SUB-07")
def test_a_legal_representative_is_linked_to_the_organisation_alone(
    department: Callable, send: Callable
) -> None:
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    send(sender, "penalty", [penalty(CF_FR_ZJLX="身份证", CF_FR_ZJHM=person()["CF_XDR_ZJHM"])], on=DAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT role, o.uscc, r.source FROM subjects_personroleheld r JOIN subjects_organisation o ON o.id = organisation_id"
        )
        assert cursor.fetchall() == [("legal_representative", MILL, "scjg")]

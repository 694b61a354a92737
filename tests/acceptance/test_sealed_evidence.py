"""What was withdrawn, repaired or is past its term leaves a sealed copy: the audit reads it, nobody else, and every try is logged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.acceptance.conftest import at
from tests.acceptance.rows import MILL, ORGAN, OTHER_ORGAN, penalty
from tests.acceptance.surfaces import Sought, the_only
from xinheng.areas.archive import actions as archive
from xinheng.areas.archive.terms import MarkKind
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments import service as access
from xinheng.areas.departments.models import User
from xinheng.areas.departments.terms import AccessResult, Role
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import HeldRecord, View, Visibility
from xinheng.kernel.text import Text

SENT, CORRECTED, MARKED = date(2026, 3, 5), date(2026, 3, 7), date(2026, 3, 9)
OVER = date(2029, 3, 3)
WHY = {"matter": "复核异议", "legal_basis": "条例（草案）第十九条"}
WORDS = Text(zh="已修复", en="Repaired")


@pytest.fixture
def record(department: Callable, send: Callable) -> Sought:
    """A penalty that was corrected once."""
    sender = department("scjg", "market_regulation", uscc=ORGAN)
    department("zj", "housing", uscc=OTHER_ORGAN)
    send(sender, "penalty", [penalty()], on=SENT)
    send(sender, "penalty", [penalty(CF_NR="罚款1000元")], on=CORRECTED)
    return the_only("penalty", at=at(CORRECTED))


@pytest.fixture
def reader(law: None) -> Callable[..., User]:
    """Makes a user of a role."""

    def make(role: Role, *, of: str | None = None) -> User:
        name = f"{role.value}-{of or 'node'}"
        new = departments.NewUser(
            username=name, name="测试", role=role, department=of, password="Qianling-Shan-2026"
        )
        departments.create_user(new, actor="test", at=at(date(2026, 1, 5)))
        return User.objects.get(username=name)

    return make


def read(record: Sought, user: object, *, on: date = MARKED, as_of: date | None = None) -> HeldRecord | None:
    """What a user is given on a day, of the same day or of another."""
    day = as_of or on
    return disclosure.held_record(
        record.item,
        bytes.fromhex(record.key),
        view=View(day, min(at(day, 23), at(on, 23))),
        user=user,
        at=at(on, 12),
        **WHY,
    )


def mark(record: Sought, kind: MarkKind) -> None:
    archive.mark(
        [(record.item, bytes.fromhex(record.key))],
        kind,
        case=("case", "1"),
        words=WORDS,
        actor="test",
        at=at(MARKED),
    )


@pytest.mark.requirement("DIS-15", "DIS-16")
def test_the_whole_past_view_is_for_its_readers_and_logged(record: Sought, reader: Callable) -> None:
    officer = reader(Role.DATA_OFFICER, of="scjg")
    past = read(record, officer, as_of=SENT)
    assert past is not None
    assert past.version is not None
    assert past.version.data["CF_NR"] == "罚款2000元"
    assert [one.change for one in past.versions] == ["new"]
    today = read(record, officer)
    assert today is not None
    assert today.version is not None
    assert (today.version.data["CF_NR"], len(today.versions)) == ("罚款1000元", 2)
    lines = access.accesses(subject=MILL)
    assert [(line.actor, line.matter, line.legal_basis, line.result) for line in lines] == [
        ("data_officer-scjg", WHY["matter"], WHY["legal_basis"], AccessResult.GRANTED)
    ] * 2


@pytest.mark.requirement("DIS-16", "DIS-20")
def test_another_department_finds_nothing_and_the_query_is_logged(record: Sought, reader: Callable) -> None:
    assert read(record, reader(Role.DATA_OFFICER, of="zj")) is None
    assert read(record, reader(Role.CENTRE_OFFICER)) is not None
    with pytest.raises(access.AccessRefused):
        read(record, AnonymousUser())
    with pytest.raises(access.AccessRefused):
        read(record, reader(Role.CENTRE_ADMIN))
    results = [line.result for line in access.accesses(subject=MILL)]
    assert results == [
        AccessResult.REFUSED,
        AccessResult.REFUSED,
        AccessResult.GRANTED,
        AccessResult.NOTHING_FOUND,
    ]


@pytest.mark.requirement("WDR-04")
@pytest.mark.parametrize("ending", ["revoked", "removed", "repaired", "withdrawn", "over"])
def test_a_sealed_copy_is_for_the_audit_alone(
    record: Sought, reader: Callable, send: Callable, ending: str
) -> None:
    on = MARKED
    if ending == "withdrawn":
        sender = access.department("scjg")
        send(sender, "penalty", [penalty(CF_NR="罚款1000元", ACTION="withdraw")], on=MARKED)
    elif ending == "over":
        on = OVER + timedelta(days=1)
    else:
        mark(record, MarkKind(ending))
    others = [reader(role) for role in (Role.CENTRE_OFFICER, Role.LEGAL_OFFICER)]
    for other in [*others, reader(Role.DATA_OFFICER, of="scjg"), reader(Role.LEAD_OFFICER, of="scjg")]:
        with pytest.raises(access.AccessRefused):
            read(record, other, on=on)
        with pytest.raises(access.AccessRefused):
            read(record, other, on=on, as_of=CORRECTED)
    found = read(record, reader(Role.AUDITOR), on=on, as_of=CORRECTED)
    assert found is not None
    assert (found.sealed, found.now.outcome) == (True, Visibility(ending))
    assert found.version is not None
    assert found.version.data["CF_NR"] == "罚款1000元"
    results = [line.result for line in access.accesses(subject=MILL)]
    assert results == [AccessResult.GRANTED] + [AccessResult.REFUSED] * 8


def test_a_reading_without_matter_or_basis_is_no_reading(record: Sought, reader: Callable) -> None:
    officer = reader(Role.CENTRE_OFFICER)
    with pytest.raises(access.NoBasisGiven):
        disclosure.held_record(
            record.item, bytes.fromhex(record.key), view=View(MARKED, at(MARKED)), user=officer, at=at(MARKED),
            matter=" ", legal_basis="",
        )  # fmt: skip
    assert access.accesses(subject=MILL) == ()

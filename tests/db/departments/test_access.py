"""Every access is in the log before the answer leaves, and the log only grows."""

import pytest
from django.db import DatabaseError, transaction

from tests.db.departments.support import AT, user
from xinheng.areas.departments import service
from xinheng.areas.departments.models import Access
from xinheng.areas.departments.terms import AccessResult, Permission, Role

pytestmark = pytest.mark.django_db

PERSON = "h:" + "0" * 32


def purpose(basis: str = "草案第十六条") -> service.Purpose:
    return service.Purpose("person", PERSON, "异议核查", basis, Permission.PERSONS_READ)


@pytest.mark.requirement("DIS-15", "PER-12")
def test_the_line_says_who_for_whom_why_on_which_basis_with_which_result_and_when() -> None:
    officer = user("officer", Role.CENTRE_OFFICER)
    assert service.read_logged(officer, purpose(), lambda: "答案", at=AT) == "答案"
    assert service.read_logged(officer, purpose(), lambda: None, at=AT) is None
    (nothing, granted) = service.accesses(subject=PERSON)
    assert granted.result is AccessResult.GRANTED
    assert nothing.result is AccessResult.NOTHING_FOUND
    assert (granted.actor, granted.role, granted.matter, granted.legal_basis, granted.at) == (
        "officer",
        "centre_officer",
        "异议核查",
        "草案第十六条",
        AT,
    )


@pytest.mark.requirement("DIS-20")
def test_who_may_not_reads_nothing_and_is_logged() -> None:
    auditor = user("auditor", Role.AUDITOR)
    for who, name in ((auditor, "auditor"), (None, "anonymous")):
        with pytest.raises(service.AccessRefused):
            service.read_logged(who, purpose(), lambda: pytest.fail("it was read"), at=AT)
        assert service.accesses(actor=name)[0].result is AccessResult.REFUSED


@pytest.mark.requirement("PER-12")
def test_without_a_basis_nothing_is_read() -> None:
    officer = user("officer", Role.CENTRE_OFFICER)
    with pytest.raises(service.NoBasisGiven):
        service.read_logged(officer, purpose(" "), lambda: pytest.fail("it was read"), at=AT)


@pytest.mark.requirement("DIS-15", "IMP-08")
def test_lines_are_only_ever_added() -> None:
    officer = user("officer", Role.CENTRE_OFFICER)
    service.read_logged(officer, purpose(), lambda: 1, at=AT)
    for change in (lambda: Access.objects.update(actor="nobody"), lambda: Access.objects.all().delete()):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_a_reading_that_could_be_rolled_back_is_refused() -> None:
    officer = user("officer", Role.CENTRE_OFFICER)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        service.read_logged(officer, purpose(), lambda: 1, at=AT)

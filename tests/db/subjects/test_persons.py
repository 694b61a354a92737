"""Persons: by role only, never searchable, read through the log, nothing to evaluate."""

from datetime import date

import polars as pl
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tests.db.departments.support import user
from tests.db.subjects.support import AT, code, opened
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import Role
from xinheng.areas.ledger.models import Entry
from xinheng.areas.subjects import actions, service
from xinheng.areas.subjects.models import Person, PersonRoleHeld
from xinheng.areas.subjects.terms import PersonRole
from xinheng.plumbing.crypto.keyed_hash import keyed_hash
from xinheng.plumbing.crypto.keyring import key_ring

pytestmark = pytest.mark.django_db

NUMBER = "520102199003071233"
ONE = code(1)


def save(**columns: object) -> int:
    held = keyed_hash(NUMBER, ring=key_ring())
    return actions.save_persons(
        pl.DataFrame({"keyed_hash": [held], "number": [NUMBER], **columns}), actor="intake", at=AT
    )


def read(name: str = "officer") -> object:
    officer = departments.user(name) or user(name, Role.CENTRE_OFFICER)
    return service.person(
        keyed_hash(NUMBER, ring=key_ring()), user=officer, matter="异议核查", legal_basis="第十六条", at=AT
    )


@pytest.mark.requirement("SUB-07", "USCC-08")
def test_a_person_is_kept_by_role_with_the_number_encrypted() -> None:
    opened((ONE, "甲公司"))
    columns = {
        "role": ["legal_representative"],
        "uscc": [ONE],
        "since": [date(2020, 1, 1)],
        "until": [None],
        "source": ["登记"],
    }
    assert save(**columns) == 1
    assert save(**columns) == 0
    held = Person.objects.get()
    assert NUMBER.encode() not in bytes(held.encrypted)
    found = read()
    assert found is not None
    assert found.masked_number.endswith(NUMBER[-4:]) or "*" in found.masked_number
    assert NUMBER not in repr(found)
    (role,) = found.roles
    assert (role.role, role.organisation, role.since, role.source) == (
        PersonRole.LEGAL_REPRESENTATIVE,
        ONE,
        date(2020, 1, 1),
        "登记",
    )
    assert NUMBER not in str(list(Entry.objects.values_list("payload", flat=True)))


@pytest.mark.requirement("SUB-01")
def test_a_person_whose_role_has_ended_is_not_found() -> None:
    save(role=["licence_holder"], until=[date(2026, 3, 1)])
    assert read() is None
    save(role=["licence_holder"], until=[date(2026, 3, 2)], source=["另一证书"])
    assert read() is not None


@pytest.mark.requirement("DIS-15", "PER-12", "PER-09")
def test_each_reading_is_in_the_access_log() -> None:
    save()
    assert departments.accesses() == ()
    read()
    (line,) = departments.accesses(subject=keyed_hash(NUMBER, ring=key_ring()))
    assert (line.actor, line.matter, line.legal_basis) == ("officer", "异议核查", "第十六条")


@pytest.mark.requirement("DIS-20")
def test_another_role_reads_nothing() -> None:
    save()
    user("officer", Role.CENTRE_ADMIN)
    with pytest.raises(departments.AccessRefused):
        read()


def test_the_database_wants_a_role_with_source_and_organisation() -> None:
    save()
    held = Person.objects.get()
    for wrong in (
        {"role": "neighbour", "source": "x"},
        {"role": "legal_representative", "source": "x"},
        {"role": "licence_holder", "source": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonRoleHeld.objects.create(person=held, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(keyed_hash=NUMBER, encrypted=b"", since=AT)


@pytest.mark.requirement("PER-10", "SUB-06", "USCC-08")
def test_a_person_has_no_column_to_search_count_or_evaluate_by() -> None:
    columns = {field.name: type(field) for field in Person._meta.concrete_fields}
    assert columns == {
        "keyed_hash": models.CharField,
        "encrypted": models.BinaryField,
        "since": models.DateTimeField,
    }
    held = {field.name for field in PersonRoleHeld._meta.concrete_fields}
    assert held == {"id", "person", "role", "organisation", "since", "until", "source"}


@pytest.mark.requirement("PER-10")
def test_nothing_in_the_library_weighs_anybody() -> None:
    numbers = {"smallint", "integer", "bigint", "numeric", "real", "double precision"}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT table_name, column_name, data_type FROM information_schema.columns
            WHERE table_name LIKE 'subjects\\_%'
            """
        )
        columns = cursor.fetchall()
    keys = {
        (model._meta.db_table, field.column)
        for model in apps.get_app_config("subjects").get_models()
        for field in model._meta.concrete_fields
        if field.primary_key or field.is_relation
    }
    assert {(table, name) for table, name, kind in columns if kind in numbers} <= keys
    words = ("score", "grade", "rating", "rank", "point", "credit_level", "weight")
    assert not [(table, name) for table, name, _ in columns if any(word in name for word in words)]


@pytest.mark.requirement("USCC-08")
def test_a_person_is_found_by_no_search() -> None:
    save()
    for text in (NUMBER, NUMBER[:10], keyed_hash(NUMBER, ring=key_ring())):
        assert service.search(text).total == 0

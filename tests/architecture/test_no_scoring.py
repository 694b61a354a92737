"""R1: nothing in the platform can hold, compute or show a score, grade, rating or rank of a natural person."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import get_resolver

from tests.architecture.test_bands import area_of
from tests.architecture.test_routes import routes
from tests.architecture.tree import PROJECT, Module, modules, written
from xinheng.areas.departments.terms import Permission
from xinheng.areas.subjects.models import Organisation, Person, PersonRoleHeld
from xinheng.kernel.forbidden import Kind, forbidden_name
from xinheng.kernel.lawbook import load_packs
from xinheng.kernel.lawbook.meta import FieldType, SubjectBase

SCORING = re.compile(
    r"(^|_)(score|scores|scored|scoring|grade|grades|graded|rating|ratings|rank|ranks|ranking|points|stars"
    r"|creditworthiness|trustworthiness|reputation)(_|$)"
)
PERSONS = re.compile(r"(^|_)(person|persons|people|citizen|citizens|resident|residents|individual)(_|$)")
THE_SCREEN = "xinheng/kernel/forbidden.py"
"""Names what is refused."""
WHAT_A_PERSON_IS = {"keyed_hash", "encrypted", "since"}
WHAT_A_ROLE_IS = {"id", "person_id", "role", "organisation_id", "since", "until", "source"}


def words(name: str) -> str:
    """`PersonScore` → `person_score`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def scoring_faults(module: Module) -> Iterator[str]:
    """Classes, functions, fields and arguments whose name is that of a person's grading."""
    for node in ast.walk(module.tree):
        names: list[str] = []
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names.append(node.name)
        elif isinstance(node, ast.arg):
            names.append(node.arg)
        elif isinstance(node, ast.AnnAssign | ast.Assign):
            targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
            names += [target.id for target in targets if isinstance(target, ast.Name)]
        for name in names:
            if SCORING.search(words(name)) and PERSONS.search(words(name)):
                yield f"{module.at(node)}: {name}"


def columns() -> list[tuple[str, str]]:
    """Every column of every table and view in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        )
        return list(cursor.fetchall())


@pytest.mark.requirement("PER-10")
@pytest.mark.django_db
def test_no_table_has_a_column_for_a_score() -> None:
    found = [f"{table}.{column}" for table, column in columns() if SCORING.search(column)]
    assert found == []
    assert len(columns()) > 100


@pytest.mark.requirement("PER-10", "SUB-01")
@pytest.mark.django_db
def test_a_person_is_a_keyed_hash_with_roles_and_nothing_else() -> None:
    found = {table: {column for name, column in columns() if name == table} for table, _ in columns()}
    assert found["subjects_person"] == WHAT_A_PERSON_IS
    assert found["subjects_personroleheld"] == WHAT_A_ROLE_IS


@pytest.mark.requirement("PER-10")
def test_nothing_else_is_keyed_by_a_person() -> None:
    holders = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if area_of(model) is not None
        for field in model._meta.get_fields()
        if getattr(field, "related_model", None) in {Person, PersonRoleHeld} and field.concrete
    }
    assert holders == {f"{PersonRoleHeld._meta.label}.person"}


@pytest.mark.requirement("PER-10", "SUB-03")
@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["natural_person"])
def test_the_database_refuses_a_person_among_organisations(kind: str) -> None:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    with pytest.raises(IntegrityError, match="subjects_organisation_is_no_person"), transaction.atomic():
        Organisation.objects.create(name="某人", kind=kind, opened_by="test", opened_at=at)


@pytest.mark.requirement("PER-10")
@pytest.mark.django_db
def test_the_database_refuses_a_role_that_is_none_of_the_five_or_own_request() -> None:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    person = Person.objects.create(keyed_hash="h:" + "0" * 32, encrypted=b"x", since=at)
    with pytest.raises(IntegrityError, match="subjects_personrole_known"), transaction.atomic():
        PersonRoleHeld.objects.create(person=person, role="scored", source="test")


def test_no_type_or_function_grades_a_person() -> None:
    assert [
        fault for module in modules() if module.place != THE_SCREEN for fault in scoring_faults(module)
    ] == []


@pytest.mark.parametrize(
    "planted",
    [
        "class PersonScore: ...",
        "def rank_citizens(rows): ...",
        "person_rating: int = 3",
        "def f(citizen_grade): ...",
    ],
)
def test_a_score_of_a_person_is_caught(planted: str) -> None:
    assert len(list(scoring_faults(written("areas/evaluation/terms.py", planted)))) == 1


@pytest.mark.requirement("PER-10")
def test_no_route_and_no_permission_leads_to_a_person_search_or_a_score() -> None:
    addresses = [
        address for address, view in routes(get_resolver().url_patterns) if view.__module__[:7] == "xinheng"
    ]
    steps = {step for address in addresses for step in re.split(r"[/<>:.^$()?]+", words(address))}
    assert [step for step in sorted(steps) if SCORING.search(step) or PERSONS.search(step)] == []
    granted = {permission.value for permission in Permission}
    assert [name for name in granted if SCORING.search(name.replace(".", "_"))] == []


@pytest.mark.requirement("PER-10", "SUB-03")
def test_no_pack_evaluates_persons_or_individual_businesses_and_no_item_grades_a_person() -> None:
    book = load_packs(PROJECT / "lawpacks", PROJECT / "demo" / "node.yml")
    for day in book.days_of_change():
        law = book.as_of(day)
        for ruled in law.subject_kinds():
            if ruled.value.base in {SubjectBase.NATURAL_PERSON, SubjectBase.INDIVIDUAL_BUSINESS}:
                assert not ruled.value.evaluated, ruled.entry
        for item in law.items():
            if item.value.about_persons:
                graded = [
                    field.code
                    for field in item.value.fields
                    if re.search("评分|积分|评级|排名", field.title.zh)
                ]
                assert graded == [], item.entry
                assert {FieldType.INTEGER} & {field.type for field in item.value.fields} == set(), item.entry


@pytest.mark.requirement("PER-10")
@pytest.mark.parametrize("header", ["个人信用评分", "个人信用积分", "居民信用等级", "personal_credit_score"])
def test_a_column_with_a_persons_score_is_refused(header: str) -> None:
    found = forbidden_name(header)
    assert found is not None
    assert found.kind is Kind.PERSON_SCORE

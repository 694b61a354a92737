"""Who may do what: the table of roles, how far each sees, tokens that only narrow."""

import pytest

from xinheng.areas.departments import rules
from xinheng.areas.departments.terms import (
    PERMISSION_TITLES,
    ROLE_TITLES,
    DepartmentFacts,
    Permission,
    Role,
    Standing,
)
from xinheng.kernel.text import Text


def department(code: str, region: str) -> DepartmentFacts:
    return DepartmentFacts(code=code, name=Text(zh=code, en=code), kind="market_regulation", region=region)


GUIYANG = department("guiyang-market", "520100")
NANMING = department("nanming-market", "520102")
BIJIE = department("bijie-market", "520500")


def standing(role: Role, own: DepartmentFacts | None = GUIYANG, **more: object) -> Standing:
    return Standing(role=role, department=own, active=True, **more)  # type: ignore[arg-type]


@pytest.mark.requirement("DIS-16", "DIS-20", "SEC-02")
def test_a_data_officer_acts_for_the_own_department_alone() -> None:
    officer = standing(Role.DATA_OFFICER)
    assert rules.allowed(officer, Permission.INTAKE_SUBMIT, GUIYANG)
    assert not rules.allowed(officer, Permission.INTAKE_SUBMIT, NANMING)
    assert not rules.allowed(officer, Permission.INTAKE_READ, BIJIE)


def test_a_lead_department_sees_its_region_and_nothing_beside_it() -> None:
    lead = standing(Role.LEAD_OFFICER)
    seen = [each for each in (GUIYANG, NANMING, BIJIE) if rules.allowed(lead, Permission.INTAKE_READ, each)]
    assert seen == [GUIYANG, NANMING]
    assert not rules.allowed(lead, Permission.INTAKE_SUBMIT, GUIYANG)


@pytest.mark.requirement("GEN-09")
def test_the_bodies_of_the_role_model_have_rights_of_their_own() -> None:
    bodies = (Role.LEAD_OFFICER, Role.CENTRE_OFFICER, Role.DATA_OFFICER, Role.REGULATOR)
    assert len({rules.PERMISSIONS[role] for role in bodies}) == 4


def test_every_role_is_in_every_table() -> None:
    assert set(rules.PERMISSIONS) == set(rules.REACH) == set(ROLE_TITLES) == set(Role)
    assert set(PERMISSION_TITLES) == set(Permission)


def test_every_permission_is_somebodys() -> None:
    assert frozenset().union(*rules.PERMISSIONS.values()) == frozenset(Permission)


@pytest.mark.parametrize("role", list(Role))
def test_an_inactive_user_may_nothing(role: Role) -> None:
    idle = Standing(role=role, department=GUIYANG, active=False)
    assert not any(rules.allowed(idle, permission, GUIYANG) for permission in Permission)


def test_a_role_that_hangs_on_a_department_is_nothing_without_one() -> None:
    lost = standing(Role.DATA_OFFICER, None)
    assert not any(rules.allowed(lost, permission) for permission in Permission)


def test_a_token_narrows_and_never_widens() -> None:
    system = standing(Role.SYSTEM, scopes=frozenset({"intake.submit", "users.manage"}))
    assert rules.allowed(system, Permission.INTAKE_SUBMIT, GUIYANG)
    assert not rules.allowed(system, Permission.INTAKE_READ, GUIYANG)
    assert not rules.allowed(system, Permission.USERS_MANAGE)


def test_an_administrator_does_not_touch_the_data() -> None:
    theirs = rules.PERMISSIONS[Role.CENTRE_ADMIN]
    assert not theirs & {Permission.INTAKE_SUBMIT, Permission.INTAKE_RESOLVE, Permission.PERSONS_READ}
    assert [role for role in Role if Permission.USERS_MANAGE in rules.PERMISSIONS[role]] == [
        Role.CENTRE_ADMIN
    ]


def test_staff_need_a_second_factor_and_systems_have_no_login() -> None:
    assert [role for role in Role if not rules.needs_second_factor(role)] == [Role.SYSTEM, Role.SUBJECT]
    assert [role for role in Role if not rules.has_password(role)] == [Role.SYSTEM, Role.SUBJECT]
    assert [role for role in Role if not rules.may_log_in(role)] == [Role.SYSTEM]


@pytest.mark.parametrize(
    ("wide", "narrow", "covers"),
    [
        ("520000", "520581", True),
        ("520100", "520102", True),
        ("520102", "520102", True),
        ("520102", "520100", False),
        ("520100", "520200", False),
        ("000000", "520100", False),
    ],
)
def test_regions_cover_what_lies_in_them(wide: str, narrow: str, covers: bool) -> None:
    assert rules.region_covers(wide, narrow) is covers

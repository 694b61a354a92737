"""Users and departments come, change and stop; each time with one ledger entry."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from tests.db.departments.support import AT, PASSWORD, department, user
from xinheng.areas.departments import actions, service
from xinheng.areas.departments.models import User
from xinheng.areas.departments.terms import InterfaceLanguage, Role
from xinheng.areas.ledger.models import Entry
from xinheng.kernel.text import Text

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("kind", flat=True))


def test_a_life_of_a_user_is_in_the_ledger_without_the_password() -> None:
    department()
    user("officer", Role.DATA_OFFICER, of="guiyang-market")
    actions.change_user(
        "officer", name="李", email="li@example.org", language=InterfaceLanguage.ENGLISH, actor="root", at=AT
    )
    actions.set_password("officer", password="Another-Good-One-7", actor="root", at=AT)
    actions.set_role("officer", role=Role.AUDITOR, department=None, actor="root", at=AT)
    actions.deactivate_user("officer", reason="调离", actor="root", at=AT)
    actions.reactivate_user("officer", reason="调回", actor="root", at=AT)
    assert kinds() == [
        "departments.department_created",
        "departments.user_created",
        "departments.user_changed",
        "departments.password_set",
        "departments.role_set",
        "departments.user_deactivated",
        "departments.user_reactivated",
    ]
    told = json.dumps(list(Entry.objects.values()), default=str)
    assert PASSWORD not in told
    assert "Another-Good-One-7" not in told
    held = User.objects.get(username="officer")
    assert held.check_password("Another-Good-One-7")
    assert (held.role, held.department, held.language, held.name) == ("auditor", None, "en", "李")


@pytest.mark.requirement("DIS-20")
def test_staff_may_for_their_own_department_only() -> None:
    department("a", region="520100")
    department("b", region="520100")
    officer = user("officer", Role.DATA_OFFICER, of="a")
    assert service.may(officer, "intake.submit")
    assert service.may(officer, "intake.submit", department="a")
    assert not service.may(officer, "intake.submit", department="b")
    assert not service.may(officer, "intake.submit", department="nowhere")
    assert [each.code for each in service.departments_for(officer, "intake.read")] == ["a"]
    assert not service.sees_every_department(officer, "intake.read")
    assert service.sees_every_department(user("centre", Role.CENTRE_OFFICER), "intake.read")


def test_anybody_else_may_nothing() -> None:
    officer = user("centre", Role.CENTRE_OFFICER)
    assert not service.may(AnonymousUser(), "catalogue.read")
    assert not service.may(None, "catalogue.read")
    assert not service.may(officer, "catalogue.rewrite")
    officer.is_superuser = True
    assert not service.may(officer, "users.manage")


def test_a_department_that_stops_takes_its_users_with_it() -> None:
    department("a")
    user("officer", Role.DATA_OFFICER, of="a")
    actions.deactivate_department("a", reason="机构改革", actor="root", at=AT)
    assert not service.may(User.objects.get(username="officer"), "intake.submit")
    assert not service.may_log_in(User.objects.get(username="officer"))


@pytest.mark.parametrize(
    ("name", "role", "of", "password", "said"),
    [
        ("x", Role.DATA_OFFICER, None, PASSWORD, "该角色须属于一个部门。"),
        ("x", Role.DATA_OFFICER, "nowhere", PASSWORD, "没有在用的部门“nowhere”。"),
        ("x", Role.SYSTEM, "a", PASSWORD, "业务系统不设密码，请签发令牌。"),
        ("taken", Role.AUDITOR, None, PASSWORD, "用户名“taken”已被使用。"),
    ],
)
def test_what_a_user_cannot_be(name: str, role: Role, of: str | None, password: str, said: str) -> None:
    department("a")
    user("taken", Role.AUDITOR)
    with pytest.raises(actions.UnableToChangeUser) as refused:
        actions.create_user(
            actions.NewUser(username=name, name="", role=role, department=of, password=password),
            actor="root",
            at=AT,
        )
    assert refused.value.text.zh == said


def test_weak_passwords_and_bad_names_are_refused() -> None:
    for name, password in (("new", "123"), ("no spaces please", PASSWORD)):
        with pytest.raises(actions.UnableToChangeUser):
            actions.create_user(
                actions.NewUser(username=name, name="", role=Role.AUDITOR, password=password),
                actor="root",
                at=AT,
            )
    assert not User.objects.exists()


def test_the_last_administrator_stays_and_nobody_raises_themselves() -> None:
    user("admin", Role.CENTRE_ADMIN)
    with pytest.raises(actions.UnableToChangeUser, match="最后一名管理员"):
        actions.deactivate_user("admin", reason="离职", actor="other", at=AT)
    with pytest.raises(actions.UnableToChangeUser, match="最后一名管理员"):
        actions.set_role("admin", role=Role.AUDITOR, department=None, actor="other", at=AT)
    with pytest.raises(actions.UnableToChangeUser, match="不能更改自己的角色"):
        actions.set_role("admin", role=Role.CENTRE_ADMIN, department=None, actor="admin", at=AT)
    user("second", Role.CENTRE_ADMIN)
    assert not actions.deactivate_user("admin", reason="离职", actor="second", at=AT).active


def test_the_database_itself_wants_a_known_role_and_a_department() -> None:
    for row in (User(username="x", role="emperor"), User(username="y", role="data_officer")):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_department_changes_and_keeps_its_code() -> None:
    made = department("a")
    changed = actions.change_department(
        type(made)(code="a", name=Text(zh="新名", en="New"), kind="civil_affairs", region="520000"),
        actor="root",
        at=AT,
    )
    assert (changed.name.zh, changed.kind, changed.region) == ("新名", "civil_affairs", "520000")
    assert service.department("a") == changed
    with pytest.raises(actions.UnableToChangeDepartment):
        department("a")
    with pytest.raises(actions.UnableToChangeDepartment):
        department("A b")

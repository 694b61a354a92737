"""Who gets in, with what, and where they arrive."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from tests.db.web.conftest import PASSWORD, visitor
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments.models import User
from xinheng.areas.departments.terms import DepartmentFacts, Role
from xinheng.areas.ledger import service as ledger
from xinheng.plumbing import clock

pytestmark = pytest.mark.django_db(transaction=True)

LOGIN = "/accounts/login/"
ENROL = "/accounts/2fa/totp/activate/"


def enter(client: Client, username: str, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": username, "password": password})


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


@pytest.fixture
def strict(settings: Any) -> None:
    """A node that is no demo."""
    settings.XINHENG = replace(settings.XINHENG, demo=False)


@pytest.mark.parametrize(
    ("role", "desk"),
    [
        (Role.DATA_OFFICER, "/desk/intake/send/"), (Role.LEAD_OFFICER, "/desk/centre/"),
        (Role.CENTRE_OFFICER, "/desk/centre/"), (Role.CENTRE_ADMIN, "/desk/centre/"),
        (Role.LEGAL_OFFICER, "/desk/reviews/"), (Role.AUDITOR, "/desk/centre/"), (Role.REGULATOR, "/desk/centre/"),
    ],
)  # fmt: skip
@pytest.mark.requirement("GEN-09")
def test_each_role_arrives_at_its_own_desk(
    account: Callable[..., User], market: DepartmentFacts, role: Role, desk: str
) -> None:
    account("somebody", role, of=market.code)
    client = visitor()
    answer = enter(client, "somebody")
    assert answer["Location"] == "/desk/"
    assert client.get("/desk/")["Location"] == desk
    assert client.get(desk).status_code == 200


@pytest.mark.requirement("SEC-02")
def test_after_five_wrong_passwords_the_right_one_does_not_help(account: Callable[..., User]) -> None:
    account("centre", Role.CENTRE_OFFICER)
    client = visitor()
    for _ in range(5):
        assert "您提供的用户名或密码不正确。" in enter(client, "centre", "wrong").content.decode()
    assert "登录失败次数过多，请稍后重试。" in enter(client, "centre").content.decode()


def test_an_address_that_tries_too_often_is_told_to_wait(account: Callable[..., User]) -> None:
    client = visitor()
    answers = [enter(client, f"name{number}", "wrong") for number in range(31)]
    assert answers[-1].status_code == 429
    assert "尝试次数过多" in answers[-1].content.decode()


def test_a_system_has_no_login(account: Callable[..., User], market: DepartmentFacts) -> None:
    user = account("system", Role.SYSTEM, of=market.code)
    user.set_password(PASSWORD)  # even if one were set
    user.save()
    answer = enter(visitor(), "system")
    assert answer["Location"] == "/accounts/inactive/"
    assert "账号不能登录" in visitor().get("/accounts/inactive/").content.decode()


def test_users_of_a_stopped_department_do_not_get_in(
    account: Callable[..., User], market: DepartmentFacts
) -> None:
    account("officer", Role.DATA_OFFICER, of=market.code)
    inside = visitor()
    enter(inside, "officer")
    departments.deactivate_department(market.code, reason="机构改革", actor="test", at=clock.now())
    assert enter(visitor(), "officer")["Location"] == "/accounts/inactive/"
    assert inside.get("/desk/intake/send/").status_code == 403


def test_the_demo_offers_the_second_factor_and_says_so(account: Callable[..., User]) -> None:
    account("centre", Role.CENTRE_OFFICER)
    client = visitor()
    assert "二次验证可以启用，但不强制" in client.get(LOGIN).content.decode()
    enter(client, "centre")
    assert "您的账号还没有启用二次验证。" in client.get("/desk/centre/").content.decode()


@pytest.mark.requirement("SEC-01")
def test_elsewhere_nothing_can_be_done_before_it_is_set_up(
    account: Callable[..., User], strict: None
) -> None:
    account("admin", Role.CENTRE_ADMIN)
    client = visitor()
    assert "演示" not in client.get(LOGIN).content.decode()
    enter(client, "admin")
    for path in ("/desk/", "/desk/users/", "/admin/", "/accounts/password/change/", "/accounts/2fa/"):
        assert client.get(path)["Location"] == ENROL, path
    assert client.post("/desk/ledger/sign/")["Location"] == ENROL
    assert client.get("/").status_code == 200
    assert client.get("/accounts/logout/").status_code == 200
    assert "工作人员须先启用二次验证，才能使用工作台。" in client.get(ENROL).content.decode()


def test_set_up_then_asked_for_and_a_recovery_code_works_once(
    account: Callable[..., User], strict: None
) -> None:
    account("admin", Role.CENTRE_ADMIN)
    client = visitor()
    enter(client, "admin")
    secret = re.search(r"密钥 <span class=\"code\">([A-Z2-7]+)<", client.get(ENROL).content.decode())
    assert secret is not None
    assert "错误代码。" in client.post(ENROL, {"code": "000000"}).content.decode()
    answer = client.post(ENROL, {"code": code_of(secret[1])})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    codes = re.findall(r"<li>(\d{8})</li>", client.get(answer["Location"]).content.decode())
    assert len(set(codes)) == 10
    assert secret[1] not in str(Authenticator.objects.values_list("data", flat=True))
    assert client.get("/desk/users/").status_code == 200
    # whoever must have it cannot take it off
    assert "您不能停用两步验证。" in client.post("/accounts/2fa/totp/deactivate/").content.decode()

    with_code, with_recovery, again = visitor(), visitor(), visitor()
    assert enter(with_code, "admin")["Location"] == "/accounts/2fa/authenticate/"
    assert with_code.get("/desk/users/")["Location"] == "/accounts/login/?next=/desk/users/"
    assert "二次验证" in with_code.get("/accounts/2fa/authenticate/").content.decode()
    enter(with_recovery, "admin")
    assert with_recovery.post("/accounts/2fa/authenticate/", {"code": codes[0]})["Location"] == "/desk/"
    assert with_recovery.get("/desk/users/").status_code == 200
    enter(again, "admin")
    assert "错误代码。" in again.post("/accounts/2fa/authenticate/", {"code": codes[0]}).content.decode()


def test_an_administrator_resets_a_lost_second_factor(desk: Callable[..., Client]) -> None:
    admin, holder = desk("admin", Role.CENTRE_ADMIN), desk("centre", Role.CENTRE_OFFICER)
    enter(holder, "centre")
    user = User.objects.get(username="centre")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    path = "/desk/users/centre/second-factor/"
    assert admin.post(path, {"reason": ""}).status_code == 422
    admin.post(path, {"reason": "手机遗失，已当面核实身份"})
    assert not Authenticator.objects.filter(user=user).exists()
    (entry,) = [
        line
        for line in ledger.entries_about("user", "centre")
        if line.kind == "departments.second_factor_reset"
    ]
    assert (entry.actor, entry.payload["reason"]) == ("admin", "手机遗失，已当面核实身份")


def test_a_holders_own_change_of_password_is_in_the_ledger(account: Callable[..., User]) -> None:
    account("centre", Role.CENTRE_OFFICER)
    client = visitor()
    enter(client, "centre")
    new = "Wumeng-Shan-2027"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", form).status_code == 302
    assert client.get("/desk/centre/").status_code == 200
    assert "您提供的用户名或密码不正确。" in enter(visitor(), "centre").content.decode()
    assert enter(visitor(), "centre", new)["Location"] == "/desk/"
    kinds = [(line.kind, line.actor) for line in ledger.entries_about("user", "centre")]
    assert kinds[-1] == ("departments.password_set", "centre")


def test_there_is_no_sign_up_no_mail_and_no_reset_by_the_holder() -> None:
    for path in ("signup/", "email/", "password/reset/", "password/set/", "confirm-email/"):
        assert visitor().get(f"/accounts/{path}").status_code == 404, path

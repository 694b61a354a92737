"""Login at the identity provider: what is checked, and that nothing but a subject comes of it."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.contrib.sessions.models import Session

from tests.db.consent.support import AT, FARM, MILL, number
from tests.db.departments.support import user
from tests.db.mine.provider import ISSUER, OTHER_KEY, SECRET, SETTINGS, Provider
from tests.db.web.conftest import visitor
from xinheng.areas.consent import service as consent
from xinheng.areas.consent.models import Holder, Representation
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments.models import User
from xinheng.areas.departments.terms import Role
from xinheng.plumbing.identity import read_identity
from xinheng.plumbing.node import UnsafeSettings, read_node

pytestmark = pytest.mark.django_db


def logged_in(client: Any) -> User | None:
    """Whom the browser's session is of."""
    number = client.session.get("_auth_user_id")
    return User.objects.filter(pk=number).first() if number else None


@pytest.mark.requirement("IMP-07", "CON-07", "PER-06")
def test_a_person_logs_in_and_the_platform_keeps_no_claim(provider: Provider) -> None:
    provider.claims["organisations"] = [{"uscc": MILL, "capacity": "legal_representative"}]
    provider.claims["email"] = "jia@example.test"
    client = visitor()
    answer = provider.log_in(client, next_url="/mine/accesses/")
    assert (answer.status_code, answer["Location"]) == (302, "/mine/accesses/")
    row = logged_in(client)
    assert row is not None
    assert (row.role, row.email, row.has_usable_password()) == ("subject", "", False)
    (account,) = SocialAccount.objects.all()
    assert (account.user, account.extra_data, account.uid[:2]) == (row, {}, "h:")
    assert not EmailAddress.objects.exists()
    kept = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    assert number(1) not in kept
    assert [one.uscc for one in Representation.objects.all()] == [MILL]
    page = client.get("/mine/").content.decode()
    assert MILL in page
    assert "示例甲" in page


def test_the_way_there_has_state_nonce_and_pkce(provider: Provider) -> None:
    client = visitor()
    provider.log_in(client)
    asked = provider.asked
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://localhost/mine/login/callback/"]
    assert len(asked["state"][0]) >= 16
    assert len(asked["nonce"][0]) >= 24
    digest = hashlib.sha256(provider.handed_in["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"][0]
    assert provider.handed_in["client_secret"] == SECRET
    first = dict(asked)
    provider.log_in(visitor())
    assert all(first[name] != provider.asked[name] for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"}, {"nonce": None}, {"nonce": ""}, {"aud": "somebody"}, {"aud": ["xinheng", "other"]},
        {"iss": "https://evil.example.test"}, {"exp": 1_000_000_000}, {"exp": None}, {"iat": None},
        {"iat": 9_999_999_999}, {"sub": None}, {"sub": "43"},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_is_not_right_logs_nobody_in(provider: Provider, lies: dict[str, Any]) -> None:
    provider.lies = lies
    client = visitor()
    answer = provider.log_in(client)
    assert answer.status_code == 403
    assert "统一身份认证没有完成" in answer.content.decode()
    assert logged_in(client) is None
    assert not User.objects.exists()


def test_a_token_with_a_wrong_signature_logs_nobody_in(provider: Provider) -> None:
    provider.key = OTHER_KEY
    assert provider.log_in(visitor()).status_code == 403
    provider.header = {"kid": "2"}
    assert provider.log_in(visitor()).status_code == 403
    assert not User.objects.exists()


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_signed_by_nobody_or_with_a_shared_secret_is_not_believed(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, algorithm: str
) -> None:
    def forged() -> str:
        told = {"iss": ISSUER, "aud": "xinheng", "iat": int(time.time()), "exp": int(time.time()) + 300}
        told |= {"nonce": provider.asked["nonce"][0]} | provider.claims
        key = None if algorithm == "none" else SECRET.ljust(32, "x")
        return jwt.encode(told, key, algorithm=algorithm, headers={"kid": "1"})

    monkeypatch.setattr(provider, "id_token", forged)
    assert provider.log_in(visitor()).status_code == 403
    monkeypatch.setattr(provider, "id_token", lambda: "")
    assert provider.log_in(visitor()).status_code == 403


def test_a_state_that_is_not_this_browsers_or_was_used_logs_nobody_in(provider: Provider) -> None:
    victim, attacker = visitor(), visitor()
    provider.log_in(attacker)
    stolen = provider.asked["state"][0]
    assert victim.get("/mine/login/callback/", {"code": "abc", "state": stolen}).status_code == 403
    assert victim.get("/mine/login/callback/", {"code": "abc"}).status_code == 403
    assert logged_in(victim) is None
    assert provider.log_in(victim, state="forged").status_code == 403
    again = attacker.get("/mine/login/callback/", {"code": "abc", "state": stolen})
    assert again.status_code == 403


def test_a_login_that_was_called_off_logs_nobody_in(provider: Provider) -> None:
    client = visitor()
    client.post("/mine/login/begin/")
    answer = client.get("/mine/login/callback/", {"error": "access_denied", "state": "x"})
    assert answer.status_code == 403


def test_userinfo_about_somebody_else_is_refused(provider: Provider) -> None:
    provider.userinfo = {"sub": "43", "citizen_id": number(2)}
    assert provider.log_in(visitor()).status_code == 403
    # what is signed wins over what is not
    provider.userinfo = {"citizen_id": number(2)}
    client = visitor()
    assert provider.log_in(client).status_code == 302
    assert Holder.objects.get().person == consent.person_of(number(1))


@pytest.mark.parametrize(
    "claims",
    [
        {"citizen_id": None}, {"citizen_id": "520100199001011234"}, {"citizen_id": 5}, {"citizen_id": [number(1)]},
        {"name": ""}, {"organisations": "x"}, {"organisations": [{"uscc": MILL}]}, {"organisations": [MILL]},
        {"organisations": [{"uscc": MILL, "capacity": "agent"}]},
        {"organisations": [{"uscc": MILL, "capacity": "self"}]},
        {"organisations": [{"uscc": MILL, "capacity": "handler"}] * 201},
    ],
    ids=lambda claims: str(claims)[:50],
)  # fmt: skip
def test_claims_of_another_form_log_nobody_in(provider: Provider, claims: dict[str, Any]) -> None:
    provider.claims |= claims
    assert provider.log_in(visitor()).status_code == 403
    assert not User.objects.exists()


@pytest.mark.requirement("LIA-01", "SEC-02")
@pytest.mark.parametrize(
    "claims",
    [
        {"role": "centre_admin", "groups": ["admin"], "is_staff": True, "is_superuser": True},
        {"preferred_username": "admin", "name": "admin"},
        {"email": "admin@example.test", "email_verified": True},
        {"sub": "1"},
    ],
    ids=str,
)
def test_no_claim_leads_to_a_staff_account(provider: Provider, claims: dict[str, Any]) -> None:
    admin = user("admin", Role.CENTRE_ADMIN)
    admin.email = "admin@example.test"
    admin.save()
    EmailAddress.objects.create(user=admin, email=admin.email, verified=True, primary=True)
    provider.claims |= claims
    client = visitor()
    assert provider.log_in(client)["Location"] == "/mine/"
    found = logged_in(client)
    assert found is not None
    assert found != admin
    assert (found.role, found.is_staff, found.is_superuser) == ("subject", False, False)
    assert client.get("/desk/users/").status_code == 403


def test_staff_who_log_in_there_become_a_subject_beside_their_account(provider: Provider) -> None:
    client = visitor()
    admin = user("admin", Role.CENTRE_ADMIN)
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    assert provider.log_in(client).status_code == 302
    found = logged_in(client)
    assert found is not None
    assert found.role == "subject"
    assert not SocialAccount.objects.filter(user=admin).exists()


def test_a_way_there_can_not_be_turned_into_tying_an_account(provider: Provider) -> None:
    client = visitor()
    client.force_login(user("admin", Role.CENTRE_ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    sent = client.post("/mine/login/begin/?process=connect&scope=email&auth_params=nonce%3DPLANTED", {})
    provider.asked = {}
    assert "process" not in sent["Location"]
    assert "email" not in sent["Location"]
    assert "PLANTED" not in sent["Location"]
    assert client.get("/mine/login/begin/").status_code == 405
    for page in ("/accounts/social/connections/", "/accounts/3rdparty/", "/accounts/signup/"):
        assert client.get(page).status_code == 404


def test_an_account_that_went_to_another_person_is_refused(provider: Provider) -> None:
    assert provider.log_in(visitor()).status_code == 302
    provider.claims |= {"citizen_id": number(2), "name": "示例乙"}
    client = visitor()
    answer = provider.log_in(client)
    assert answer.status_code == 403
    assert "另一人" in answer.content.decode()
    assert logged_in(client) is None


def test_a_person_with_a_new_account_is_the_same_person(provider: Provider) -> None:
    first, second = visitor(), visitor()
    provider.log_in(first)
    provider.claims["sub"] = "77"
    provider.log_in(second)
    assert logged_in(first) == logged_in(second)
    assert SocialAccount.objects.count() == 2


def test_a_stopped_subject_stays_out(provider: Provider) -> None:
    client = visitor()
    provider.log_in(client)
    found = logged_in(client)
    assert found is not None
    departments.deactivate_user(found.username, reason="冒用", actor="root", at=AT)
    assert client.get("/mine/").status_code == 302
    answer = provider.log_in(visitor())
    assert answer.status_code == 403
    assert "停用" in answer.content.decode()


def test_each_login_renews_whom_one_represents(provider: Provider) -> None:
    provider.claims["organisations"] = [{"uscc": MILL, "capacity": "legal_representative"}]
    provider.log_in(visitor())
    provider.claims["organisations"] = [{"uscc": FARM, "capacity": "handler"}]
    client = visitor()
    provider.log_in(client)
    page = client.get("/mine/").content.decode()
    assert FARM in page
    assert MILL not in page


def test_the_session_is_another_after_the_login(provider: Provider) -> None:
    client = visitor()
    client.post("/mine/login/begin/")
    before = client.session.session_key
    provider.log_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "target",
    ["https://evil.example.test/", "//evil.example.test/mine/", "/desk/", "/mine/../desk/", "javascript:x"],
)
def test_a_login_leads_to_no_other_place(provider: Provider, target: str) -> None:
    where = provider.log_in(visitor(), next_url=target)["Location"]
    assert where == "/mine/"


def test_too_many_logins_wait(provider: Provider, settings: Any) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"login": "3/60"}
    answers = [visitor().post("/mine/login/begin/") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert int(answers[3]["Retry-After"]) > 0


@pytest.mark.parametrize(
    "config",
    [
        {"issuer": "https://evil.example.test"}, {"jwks_uri": "http://id.example.test/jwks"},
        {"userinfo_endpoint": "http://127.0.0.1/userinfo"},
    ],
    ids=str,
)  # fmt: skip
def test_a_discovery_document_that_leads_astray_is_not_followed(
    provider: Provider, config: dict[str, str]
) -> None:
    client = visitor()
    if "issuer" not in config:
        client.post("/mine/login/begin/")
        provider.config = config
        assert provider.log_in(client).status_code == 403
    else:
        provider.config = config
        assert client.post("/mine/login/begin/").status_code == 403


def test_a_provider_in_the_database_is_none(provider: Provider) -> None:
    SocialApp.objects.create(provider="identity", provider_id="identity", name="x", client_id="evil")
    assert "client_id=xinheng" in visitor().post("/mine/login/begin/")["Location"]


def test_without_a_provider_there_is_no_login(settings: Any) -> None:
    settings.IDENTITY, settings.SOCIALACCOUNT_PROVIDERS = None, {}
    client = visitor()
    assert "尚未接入" in client.get("/mine/enter/").content.decode()
    assert client.post("/mine/login/begin/").status_code == 404
    assert client.get("/mine/login/callback/", {"code": "x", "state": "y"}).status_code == 404


@pytest.mark.parametrize(
    ("issuer", "secret"),
    [
        ("http://id.example.test", SECRET), ("https://id.example.test", ""), ("https://id.example.test", "short"),
        ("https://id.example.test", "change-me-change-me"), ("https://id.example.test", "default-secret-default"),
        ("http://127.0.0.1:1", SECRET),
    ],
)  # fmt: skip
def test_a_default_secret_or_an_address_without_tls_refuses_to_start(
    monkeypatch: pytest.MonkeyPatch, issuer: str, secret: str
) -> None:
    monkeypatch.setenv("XINHENG_OIDC_ISSUER", issuer)
    monkeypatch.setenv("XINHENG_OIDC_CLIENT_SECRET", secret)
    monkeypatch.delenv("XINHENG_DEMO")
    monkeypatch.setenv("XINHENG_MASTER_KEY", "m" * 40)
    with pytest.raises(UnsafeSettings):
        read_identity(read_node())
    monkeypatch.setenv("XINHENG_OIDC_ISSUER", "https://id.example.test/")
    monkeypatch.setenv("XINHENG_OIDC_CLIENT_SECRET", SECRET)
    found = read_identity(read_node())
    assert found is not None
    assert found.issuer == SETTINGS.issuer
    assert SECRET not in repr(found)


def test_a_subject_has_no_business_on_the_pages_of_staff_accounts(provider: Provider) -> None:
    client = visitor()
    provider.log_in(client)
    for page in (
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/reauthenticate/",
    ):
        assert client.get(page).status_code == 403, page
    assert client.post("/accounts/logout/").status_code == 302
    assert logged_in(client) is None

"""API tokens: kept as a hash, narrowed, ended by time or by hand."""

from datetime import timedelta

import pytest

from tests.db.departments.support import AT, department, user
from xinheng.areas.departments import actions, service
from xinheng.areas.departments.models import Token
from xinheng.areas.departments.terms import IssuedToken, Permission, Role

pytestmark = pytest.mark.django_db


def issue(**more: object) -> IssuedToken:
    department("a")
    user("system", Role.SYSTEM, of="a")
    scopes = {Permission.INTAKE_SUBMIT, Permission.INTAKE_READ}
    return actions.issue_token("system", label="业务系统", scopes=scopes, actor="root", at=AT, **more)  # type: ignore[arg-type]


def test_a_token_gives_its_user_narrowed_to_its_scopes() -> None:
    token = issue()
    found = service.user_of_token(token.secret, at=AT)
    assert found is not None
    assert found.username == "system"
    assert service.may(found, "intake.submit", department="a")
    assert not service.may(found, "quality.read", department="a")


@pytest.mark.requirement("SEC-05")
def test_the_secret_is_kept_nowhere() -> None:
    token = issue()
    assert token.secret not in repr(token)
    kept = Token.objects.get()
    assert len(kept.digest) == 32
    assert token.secret.encode() not in bytes(kept.digest)
    assert token.secret.startswith(f"xh_{token.facts.prefix}_")


def test_other_secrets_give_nobody() -> None:
    token = issue()
    wrong = token.secret[:-1] + ("A" if token.secret[-1] != "A" else "B")
    for secret in (wrong, "", "xh__", token.facts.prefix, f"xh_{token.facts.prefix}_"):
        assert service.user_of_token(secret, at=AT) is None


def test_a_token_ends_at_its_time_and_by_hand() -> None:
    token = issue(expires_at=AT + timedelta(days=1))
    assert service.user_of_token(token.secret, at=AT + timedelta(hours=23)) is not None
    assert service.user_of_token(token.secret, at=AT + timedelta(days=1)) is None
    actions.revoke_token(token.facts.prefix, reason="泄露", actor="root", at=AT)
    assert service.user_of_token(token.secret, at=AT) is None
    actions_at = service.tokens("system")[0].revoked_at
    assert actions_at == AT


def test_a_token_of_a_deactivated_user_is_dead() -> None:
    token = issue()
    actions.deactivate_user("system", reason="停用", actor="root", at=AT)
    assert service.user_of_token(token.secret, at=AT) is None


def test_its_use_is_noted_once_a_minute() -> None:
    token = issue()
    for seconds, noted in ((0, 0), (30, 0), (61, 61)):
        service.user_of_token(token.secret, at=AT + timedelta(seconds=seconds))
        assert service.tokens()[0].last_used_at == AT + timedelta(seconds=noted)


def test_scopes_are_some_of_the_roles_permissions() -> None:
    issue()
    for scopes in (set(), {Permission.USERS_MANAGE}):
        with pytest.raises(actions.UnableToIssueToken):
            actions.issue_token("system", label="x", scopes=scopes, actor="root", at=AT)

"""The first administrator comes from the command line, and only the first."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from xinheng.areas.departments import service
from xinheng.areas.departments.terms import Role
from xinheng.cli.main import app

WORDS = ["first-admin", "root", "--password", "a-long-pass-phrase-31"]


@pytest.mark.django_db
def test_one_administrator_is_made_and_no_second() -> None:
    done = CliRunner().invoke(app, WORDS)
    assert done.exit_code == 0, done.output
    user = service.user("root")
    assert user is not None
    assert (user.role, user.department.code if user.department else None) == (
        Role.CENTRE_ADMIN,
        "credit-centre",
    )
    again = CliRunner().invoke(app, ["first-admin", "second", "--password", "a-long-pass-phrase-31"])
    assert again.exit_code == 2
    assert service.user("second") is None


@pytest.mark.django_db
def test_a_poor_password_is_refused() -> None:
    done = CliRunner().invoke(app, ["first-admin", "root", "--password", "12345"])
    assert done.exit_code == 2
    assert service.user("root") is None

"""The demo's identity provider beside a test's server, and the way through its login page."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.architecture.tree import PROJECT
from tests.browser.conftest import Reader
from xinheng.cli import serve
from xinheng.plumbing.identity import IdentitySettings

PASSWORD = "Jia-Xiu-Lou-2026"
FIRST_PORT = 8600


@dataclass(frozen=True)
class Person:
    """Somebody who logs in at the stand-in."""

    username: str
    name: str
    number: str
    organisations: tuple[str, ...] = ()


@contextmanager
def serving(folder: Path, people: list[Person], *, site: str) -> Iterator[IdentitySettings]:
    """The stand-in, running; gives what the platform has to be told of it."""
    secret, port = secrets.token_urlsafe(24), serve.free_port(FIRST_PORT)
    told = [
        {
            "username": one.username, "password": PASSWORD, "name": one.name, "number": one.number,
            "organisations": [{"uscc": uscc, "capacity": "legal_representative"} for uscc in one.organisations],
        }
        for one in people
    ]  # fmt: skip
    client = {"id": "xinheng", "secret": secret, "redirect_uris": [f"{site}/mine/login/callback/"]}
    folder.mkdir()
    (folder / "people.json").write_text(json.dumps(told))
    (folder / "client.json").write_text(json.dumps(client))
    path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH", "")]))
    environment = os.environ | {"STANDIN_FOLDER": str(folder), "PYTHONPATH": path, "XINHENG_DEMO": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run(
        [sys.executable, "-m", "demo.identity", str(folder)], check=True, env=environment, cwd=PROJECT
    )
    command = serve.server_command(
        host="127.0.0.1", port=port, workers=1, application="demo.identity.wsgi:application"
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, start_new_session=True, cwd=PROJECT
        )
    issuer = f"http://127.0.0.1:{port}"
    try:
        serve.wait_until_up(f"{issuer}/.well-known/openid-configuration", log=folder / "log")
        yield IdentitySettings(
            issuer=issuer, client_id="xinheng", secret=secret, origins=(issuer,), scope=("openid", "profile"),
            number_claim="citizen_id", organisations_claim="organisations", demo=True,
        )  # fmt: skip
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def known(settings: Any, identity: IdentitySettings) -> None:
    """Tell the running platform of the provider."""
    settings.IDENTITY = identity
    settings.SOCIALACCOUNT_PROVIDERS = identity.as_providers
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": directives | {"form-action": ["'self'", *identity.origins]}
    }


def log_in(reader: Reader, person: Person, *, to: str = "/mine/") -> None:
    """Through the entrance, the provider's page, and back."""
    page = reader.open(to)
    assert "/mine/enter/" in page.url
    page.get_by_role("button", name="通过统一身份认证登录").click()
    page.wait_for_url("**/login/?**")
    page.get_by_label("用户名").fill(person.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"**{to}")

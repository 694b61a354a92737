"""The demo's identity provider: a stand-in beside the site, with invented people who log in there."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from xinheng.cli import serve

NAME: Final = "identity"
FIRST_PORT: Final = 8400
CLIENT: Final = "xinheng"
TITLES: Final = {
    "faren": "法定代表人 legal representative",
    "geren": "被记录的个人 person named in a record",
    "jingban": "经办人 handler",
    "daili": "代理人（待委托）agent to be",
}


def make_subjects(
    offered: dict[str, Any],
    state: Path,
    *,
    accepted: Callable[[dict[str, Any]], bool],
    invented: Callable[[int], str],
) -> None:
    """Write the stand-in's people, once: a password drawn anew for each.

    `offered` is the province's; `accepted` says whether somebody of it has a record here; `invented` gives citizen
    ids of nobody.
    """
    folder = state / NAME
    folder.mkdir(parents=True, exist_ok=True)
    named = next((one for one in offered["named"] if accepted(one)), None)
    organisations = [one for one in offered["organisations"] if accepted(one)][:2]
    made = []
    if organisations:
        first = organisations[0]
        made.append(_person("faren", first["representative"], invented(1), first, "legal_representative"))
    if named is not None:
        made.append(_person("geren", named["name"], named["number"]))
    if organisations:
        made.append(_person("jingban", "示例经办员", invented(2), organisations[-1], "handler"))
    made.append(_person("daili", "示例代理员", invented(3)))
    _keep(folder / "people.json", made)


def start(site: str, state: Path) -> dict[str, str]:
    """Serve the stand-in in the background; returns what the site has to be told by its environment."""
    folder = state / NAME
    folder.mkdir(parents=True, exist_ok=True)  # a demo made by an earlier version has nobody in it
    port = serve.free_port(FIRST_PORT)
    secret = secrets.token_urlsafe(32)
    back = [
        f"http://{host}:{site.rstrip('/').rpartition(':')[2]}/mine/login/callback/"
        for host in ("127.0.0.1", "localhost")
    ]
    _keep(folder / "client.json", {"id": CLIENT, "secret": secret, "redirect_uris": back})
    environment = os.environ | {"STANDIN_FOLDER": str(folder), "PYTHONPATH": _path()}
    words = [sys.executable, "-m", "demo.identity", str(folder)]
    subprocess.run(words, check=True, env=environment, stdout=subprocess.DEVNULL)
    command = serve.server_command(
        host="127.0.0.1", port=port, workers=1, application="demo.identity.wsgi:application"
    )
    serve.start_in_background(NAME, command, state=state, environment=environment)
    issuer = f"http://127.0.0.1:{port}"
    serve.wait_until_up(f"{issuer}/.well-known/openid-configuration", log=state / f"{NAME}.log")
    return {
        "XINHENG_OIDC_ISSUER": issuer,
        "XINHENG_OIDC_CLIENT_ID": CLIENT,
        "XINHENG_OIDC_CLIENT_SECRET": secret,
    }


def logins(state: Path) -> list[dict[str, str]]:
    """Who can log in as a subject, as the demo prints it."""
    return [
        {
            "username": one["username"],
            "password": one["password"],
            "role": f"{TITLES[one['username']]} · {one['name']} · {one['number']}",
        }
        for one in people(state)
    ]


def people(state: Path) -> list[dict[str, Any]]:
    """Everybody at the stand-in: user name, password, name, number, organisations."""
    file = state / NAME / "people.json"
    return list(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else []


def _person(
    username: str, name: str, number: str, organisation: dict[str, Any] | None = None, capacity: str = ""
) -> dict[str, Any]:
    represents = [] if organisation is None else [{"uscc": organisation["uscc"], "capacity": capacity}]
    return {
        "username": username, "password": secrets.token_urlsafe(9), "name": name, "number": number,
        "organisations": represents,
    }  # fmt: skip


def _keep(file: Path, content: object) -> None:
    """For this user's eyes alone."""
    file.touch(mode=0o600)
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _path() -> str:
    """Where Python finds the stand-in, which is no part of the installed platform."""
    from xinheng.plumbing.node import PROJECT

    return os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH", "")]))

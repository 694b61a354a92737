"""The site in a measurement: granian and the worker on one database, and somebody who looks at pages."""

from __future__ import annotations

import re
import subprocess
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path

from bench.place import PROJECT, STATE
from bench.server import Database
from xinheng.cli import serve

_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@contextmanager
def site(database: Database, *, worker: bool = False) -> Iterator[str]:
    """The site's address; the server, and the worker where one is wanted, end with the context."""
    port = serve.free_port(18_000)
    commands = [serve.server_command(host="127.0.0.1", port=port, workers=1)]
    if worker:
        commands.append(serve.worker_command())
    log = STATE / "site.log"
    running: list[subprocess.Popen[bytes]] = []
    try:
        with log.open("wb") as out:
            for command in commands:
                running.append(
                    subprocess.Popen(command, cwd=PROJECT, stdout=out, stderr=out, env=database.environment())
                )
        address = f"http://127.0.0.1:{port}"
        serve.wait_until_up(f"{address}/healthz", log=log)
        yield address
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=30)


@dataclass(frozen=True)
class Answer:
    """A page as it came: address after redirects, text, headers."""

    url: str
    text: str
    headers: dict[str, str]


@dataclass
class Visitor:
    """A browser without scripts: cookies, forms, redirects."""

    address: str
    _opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str, **headers: str) -> Answer:
        """Read a page."""
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.address, path), headers=headers))

    def post(self, path: str, form: dict[str, str], *, page: Answer, file: Path | None = None) -> Answer:
        """Send the form of a page, with a file where one is given."""
        token = _CSRF.search(page.text)
        boundary = uuid.uuid4().hex
        values = form | {"csrfmiddlewaretoken": token.group(1) if token else ""}
        request = urllib.request.Request(
            urllib.parse.urljoin(self.address, path),
            data=_body(values, file, boundary),
            headers={"Content-Type": f"multipart/form-data; boundary={boundary}", "Referer": page.url},
        )
        return self._open(request)

    def log_in(self, username: str, password: str) -> None:
        """Open a session."""
        page = self.get("/accounts/login/")
        self.post("/accounts/login/", {"login": username, "password": password}, page=page)

    def _open(self, request: urllib.request.Request) -> Answer:
        with self._opener.open(request, timeout=60) as answer:
            return Answer(answer.url, answer.read().decode(), dict(answer.headers))


def _body(values: dict[str, str], file: Path | None, boundary: str) -> bytes:
    parts = []
    if file is not None:
        named = f'Content-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
        parts.append(named.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + file.read_bytes())
    for name, value in values.items():
        parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode())
    mark = f"--{boundary}".encode()
    return b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"

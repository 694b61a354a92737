"""`xinheng serve` and `xinheng work`: the web server and the worker, in front or in the background."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated
from urllib.error import URLError
from urllib.request import urlopen

import typer

from xinheng.cli.setup import ready

FIRST_PORT = 8000
PORTS_TRIED = 50


def serve(
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port to listen on")] = FIRST_PORT,
    workers: Annotated[int, typer.Option(help="processes")] = 2,
) -> None:
    """开放网站（前台运行）· Serve the site in the foreground; a proxy in front of it ends TLS."""
    ready()
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    command = server_command(host=host, port=port, workers=workers)
    os.execv(command[0], command)  # noqa: S606 (the program is granian beside this one)


def work() -> None:
    """后台任务（前台运行）· Run the worker in the foreground."""
    command = worker_command()
    os.execv(command[0], command)  # noqa: S606 (the program is this one's Python)


class UnableToServe(RuntimeError):
    """No port is free, or the server did not come up; the message says where its log lies."""


def free_port(wanted: int) -> int:
    """The wanted port, or the next that nobody listens on."""
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise UnableToServe(f"no free port from {wanted} to {wanted + PORTS_TRIED - 1}")


def server_command(
    *, host: str, port: int, workers: int, application: str = "xinheng.web.wsgi:application"
) -> list[str]:
    """granian's words for this site, or for another application."""
    return [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", "--backlog", "256", "--no-ws",
        "--log-level", "warning", application,
    ]  # fmt: skip


def worker_command() -> list[str]:
    """procrastinate's worker on Django's database, started again when it ends by itself."""
    return [
        sys.executable, "-m", "xinheng.cli.keep", sys.executable, "-m", "django", "procrastinate",
        "--settings", "xinheng.settings", "worker", "--concurrency", "1", "--name", "xinheng",
    ]  # fmt: skip


def start_in_background(
    name: str, command: list[str], *, state: Path, environment: dict[str, str] | None = None
) -> int:
    """Start a program that outlives this one; its number and its log lie below `state`.

    Its environment is this one's unless one is given.
    """
    log = (state / f"{name}.log").open("ab")
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
        env=os.environ.copy() if environment is None else environment,
    )
    (state / f"{name}.pid").write_text(str(process.pid))
    return process.pid


def stop_background(name: str, *, state: Path, patience: float = 20.0) -> bool:
    """Ask the program to end and wait for it; True when it ran."""
    file = state / f"{name}.pid"
    if not file.exists():
        return False
    pid = int(file.read_text())
    file.unlink()
    if not _ours(pid):
        return False
    os.killpg(pid, signal.SIGTERM)
    until = time.monotonic() + patience
    while _ours(pid):
        if time.monotonic() > until:
            os.killpg(pid, signal.SIGKILL)
            break
        time.sleep(0.1)
    return True


def running(name: str, *, state: Path) -> bool:
    """Whether the program whose number was kept still runs."""
    file = state / f"{name}.pid"
    return file.exists() and _ours(int(file.read_text()))


def wait_until_up(url: str, *, log: Path, patience: float = 60.0) -> None:
    """Return when the URL answers."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            with urlopen(url, timeout=2) as answer:  # noqa: S310 (an address of this machine)
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise UnableToServe(f"the server did not answer at {url}; see {log}")


def _ours(pid: int) -> bool:
    """Whether the process lives and is one that we start (numbers are used again)."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z" and (b"granian" in words or b"procrastinate" in words)

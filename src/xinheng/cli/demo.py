"""`xinheng demo`: a synthetic province through the very intake that production uses, and the site on top of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import date, datetime
from datetime import time as hour
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from xinheng.cli import demo_identity, serve
from xinheng.cli.setup import console, errors, ready

ACTOR = "demo"
WEB, WORKER = "web", "worker"
OFFICE_HOUR = hour(10, 0)


def start(
    port: Annotated[int, typer.Option(help="first port to try")] = serve.FIRST_PORT,
    organisations: Annotated[
        int, typer.Option(min=2_000, help="organisations of the synthetic province")
    ] = 20_000,
) -> None:
    """造一个合成省并开放网站 · Make the synthetic province and serve it."""
    os.environ.setdefault("XINHENG_DEMO", "1")
    state = _state()
    if serve.running(WEB, state=state):
        _print_site(json.loads((state / "site.json").read_text()))
        return
    begun = time.monotonic()
    _start_database()
    ready()
    from django.core.management import call_command

    from xinheng.cli.database import prepare

    console.print("① 数据库与法规包 · database and lawpacks")
    prepare(actor=ACTOR)
    if not (state / "province-ready").exists():
        _fill(state, organisations)
        (state / "province-ready").touch()
    call_command("collectstatic", verbosity=0, interactive=False)
    site = _serve(port, state)
    _print_site(site | {"seconds": round(time.monotonic() - begun)})


def stop() -> None:
    """停止演示 · Stop the demo's server, worker and database."""
    from xinheng.plumbing.postgres.embedded import EmbeddedServer

    os.environ.setdefault("XINHENG_DEMO", "1")
    state = _state()
    for name in (WEB, WORKER, demo_identity.NAME):
        if serve.stop_background(name, state=state):
            console.print(f"已停止 · stopped: {name}")
    if "DATABASE_URL" not in os.environ:
        EmbeddedServer(state).stop()


def clean() -> None:
    """停止演示并删除其全部数据 · Stop the demo and remove everything it made."""
    from xinheng.plumbing.postgres.embedded import EmbeddedServer

    stop()
    state = _state()
    for server in (EmbeddedServer(state), EmbeddedServer(state / "test")):
        server.remove()
    shutil.rmtree(state, ignore_errors=True)


def _state() -> Path:
    from xinheng.plumbing.node import state_folder

    return state_folder()


def _start_database() -> None:
    """The embedded server, unless DATABASE_URL names another."""
    from xinheng.plumbing.postgres.embedded import EmbeddedServer

    if "DATABASE_URL" not in os.environ:
        EmbeddedServer(_state()).start()


def _fill(state: Path, organisations: int) -> None:
    """Make the province's files and send them through intake."""
    from xinheng.plumbing.clock import today
    from xinheng.plumbing.node import PROJECT

    folder = state / "province"
    console.print(f"② 合成省（{organisations:,} 个虚构主体）· a synthetic province, nobody in it exists")
    words = [sys.executable, "-m", "demo.province", str(folder), "--organisations", str(organisations),
             "--today", today().isoformat()]  # fmt: skip
    subprocess.run(words, check=True, cwd=PROJECT, stdout=subprocess.DEVNULL)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    _people(manifest, state)
    console.print(
        f"③ 报送 {len(manifest['files'])} 份文件 · sending {len(manifest['files'])} files through intake"
    )
    _print_outcome(_send(manifest, folder))
    demo_identity.make_subjects(manifest["people"], state, accepted=_is_recorded, invented=_nobody)
    _look_up(f"{manifest['departments'][0]['code']}-officer", state)
    _count_at_source(manifest, folder)
    _seal()


def _people(manifest: dict[str, Any], state: Path) -> None:
    """Departments of the manifest, and a login for each role."""
    from xinheng.cli.demo_people import make_people
    from xinheng.plumbing.clock import now

    (state / "logins.json").write_text(json.dumps(make_people(manifest["departments"], at=now())))


def _send(manifest: dict[str, Any], folder: Path) -> list[Any]:
    """Every file, in the order of its day, through receive and process; sent again it is the same submission."""
    from xinheng.areas.departments import service as departments
    from xinheng.areas.intake import actions
    from xinheng.areas.intake.terms import Channel
    from xinheng.cli.intake import read_mapping
    from xinheng.plumbing.clock import SHANGHAI

    done = []
    columns = (
        TextColumn("   {task.description:<44}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=len(manifest["files"]))
        for told in manifest["files"]:
            progress.update(task, description=Path(told["file"]).name[:44])
            sender = departments.department(told["department"])
            if sender is None:
                raise LookupError(told["department"])
            sending = actions.Sending(
                department=sender, item=told["item"], file_name=Path(told["file"]).name, channel=Channel.API,
                mapping=read_mapping(folder / told["mapping"] if told["mapping"] else None),
                idempotency_key=told["file"],
            )  # fmt: skip
            at = datetime.combine(date.fromisoformat(told["sent_on"]), OFFICE_HOUR, tzinfo=SHANGHAI)
            try:
                with (folder / told["file"]).open("rb") as stream:
                    submission = actions.receive(stream, sending, actor=f"{told['department']}-system", at=at)
                done.append(actions.process(submission.pk, at=at))
            except actions.UnableToReceive as refused:
                progress.console.print(f"   未接收 not taken in: {sending.file_name}: {refused.text.zh}")
            progress.advance(task)
    return done


def _count_at_source(manifest: dict[str, Any], folder: Path) -> None:
    """What each department says it decided, for the reconciliation with what it sent."""
    from xinheng.areas.departments import service as departments
    from xinheng.areas.quality import actions as quality
    from xinheng.plumbing.clock import now

    for told in manifest["source_counts"]:
        sender = departments.department(told["department"])
        if sender is None:
            raise LookupError(told["department"])
        with (folder / told["file"]).open("rb") as stream:
            quality.report_source_counts(
                stream, file_name=Path(told["file"]).name, departments=[sender], actor=ACTOR, at=now()
            )


def _print_outcome(done: list[Any]) -> None:
    """What was received, accepted, rejected, and why."""
    from collections import Counter

    from xinheng.areas.intake.terms import RULES
    from xinheng.cli.intake import COUNT_TITLES

    table = Table(
        *(" ".join(titles) for titles in COUNT_TITLES.values()), title="收到与处理 · received and done"
    )
    table.add_row(*(f"{sum(getattr(one, name) for one in done):,}" for name in COUNT_TITLES))
    console.print(table)
    rules: Counter[str] = Counter()
    for one in done:
        rules.update(one.rule_counts)
    why = Table("规则 rule", "次数 findings", "说明 what it says", title="发现的问题 · findings")
    for rule, rows in rules.most_common(15):
        why.add_row(rule, f"{rows:,}", RULES[rule].text.zh)
    console.print(why)
    for one in done:
        if one.error:
            console.print(f"   整份退回 refused whole: {one.file_name}: {one.error['zh']}")


def _seal() -> None:
    """Sign a first checkpoint over everything that was done."""
    from xinheng.areas.ledger import actions as ledger
    from xinheng.plumbing.clock import now
    from xinheng.plumbing.crypto.signing import node_signer

    ledger.checkpoint(at=now(), signer=node_signer())


def _is_recorded(somebody: dict[str, Any]) -> bool:
    """Whether the organisation or person of the province has a record here that stands."""
    from xinheng.areas.archive import service as archive
    from xinheng.areas.consent import service as consent
    from xinheng.plumbing.clock import now

    subject = somebody.get("uscc") or consent.person_of(somebody["number"])
    return bool(subject and archive.standing_about([subject], moment=now(), limit=1))


def _look_up(username: str, state: Path) -> None:
    """An officer looks the demo's subjects up, for a published matter and once for none: they see it in their list."""
    from contextlib import suppress

    from xinheng.areas.consent import service as consent
    from xinheng.areas.consent.terms import MatterAsk, PartyKind, ReadingRefused
    from xinheng.areas.departments import service as departments
    from xinheng.areas.disclosure import service as disclosure
    from xinheng.plumbing.clock import now

    officer, at = departments.user(username), now()
    for person in demo_identity.people(state):
        subjects = [(PartyKind.ORGANISATION, one["uscc"]) for one in person["organisations"]]
        subjects.append((PartyKind.PERSON, consent.person_of(person["number"]) or ""))
        for kind, subject in subjects:
            for matter in ("matter-licensing", "matter-land-transfer"):
                asked = MatterAsk(kind, subject, matter, "示例办件〔2026〕1号")
                with suppress(ReadingRefused):
                    consent.read_for_matter(
                        officer, asked, lambda permitted: disclosure.provided(permitted, at=at), at=at
                    )


def _nobody(serial: int) -> str:
    """The citizen id of nobody."""
    import numpy as np

    from demo.province.codes import citizen_ids

    return str(citizen_ids(births=np.array([19850615]), serials=np.array([serial]))[0])


def _serve(port: int, state: Path) -> dict[str, Any]:
    """Server, worker and identity provider in the background; a port in use is said and the next one taken."""
    taken = serve.free_port(port)
    if taken != port:
        errors.print(f"端口 {port} 已被占用，改用 {taken} · port {port} is in use, {taken} is taken instead")
    url = f"http://127.0.0.1:{taken}/"
    told = {"XINHENG_SITE_URL": url} | os.environ | demo_identity.start(url, state)
    command = serve.server_command(host="127.0.0.1", port=taken, workers=1)
    serve.start_in_background(WEB, command, state=state, environment=told)
    serve.start_in_background(WORKER, serve.worker_command(), state=state, environment=told)
    serve.wait_until_up(f"{url}healthz", log=state / f"{WEB}.log")
    site = {"url": url, "logins": _logins(state), "subjects": demo_identity.logins(state)}
    (state / "site.json").write_text(json.dumps(site))
    return site


def _logins(state: Path) -> list[dict[str, str]]:
    file = state / "logins.json"
    return list(json.loads(file.read_text())) if file.exists() else []


def _print_site(site: dict[str, Any]) -> None:
    """Where to look, and who one can be there."""
    titles = {
        "logins": "工作人员登录 · staff logins",
        "subjects": f"主体登录（经身份认证替身）· subjects, at {site['url']}mine/",
    }
    for kind, title in titles.items():
        logins = Table("用户名 user", "密码 password", "角色 role", title=title)
        for login in site.get(kind, []):
            logins.add_row(login["username"], login["password"], login["role"])
        console.print(logins)
    took = f"（{site['seconds']} s）" if "seconds" in site else ""
    console.print(f"[bold]信衡已开放 · Xinheng is up: {site['url']}[/bold]{took}   make stop 停止")

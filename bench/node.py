"""What a process of the node does in a measurement: `python -m bench.node TASK …`; the last line is its answer."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as hour
from pathlib import Path
from typing import Any

import django
import polars as pl
from django.db import connection, transaction

from bench.sides.rules import TODAY

DEPARTMENT = "scjg"


def prepare() -> list[dict[str, str]]:
    """Tables, packs, static files, and the department that all files come from; answers with the logins."""
    from django.core.management import call_command

    from demo.province.generate import _departments
    from demo.province.organisations import organisations
    from xinheng.cli.database import prepare as make_tables
    from xinheng.cli.demo_people import make_people
    from xinheng.plumbing.clock import now, today

    make_tables(actor="bench")
    call_command("collectstatic", verbosity=0, interactive=False)
    return make_people(_departments(organisations(2_000, today=today(), seed=1)), at=now())


def deposit(item: str, path: str, times: str) -> list[dict[str, Any]]:
    """Hand in a file so many times, one after the other: seconds from the first byte read to the receipt."""
    from xinheng.areas.catalogue import service as catalogue
    from xinheng.areas.departments import service as departments
    from xinheng.areas.intake import actions, service
    from xinheng.areas.intake.terms import Channel
    from xinheng.plumbing.clock import now

    catalogue.lawbook()  # a worker has read the law before the first file comes
    sender = departments.department(DEPARTMENT)
    assert sender is not None
    file = Path(path)
    done = []
    for _time in range(int(times)):
        sending = actions.Sending(department=sender, item=item, file_name=file.name, channel=Channel.COMMAND)
        begun = time.perf_counter()
        with file.open("rb") as stream:
            submission = actions.receive(stream, sending, actor="bench", at=now())
        told = service.facts(actions.process(submission.pk, at=now()))
        done.append(
            {"seconds": time.perf_counter() - begun, "state": str(told.state), "counts": dict(told.counts)}
        )
    return done


def bulk_create(rows: str) -> float:
    """Seconds that Django's `bulk_create` takes for so many of the finished versions, into the twin table."""
    from django.db import models

    from xinheng.areas.archive.models import Version

    finished = list(Version.objects.all()[: int(rows)].values())
    fields = {field.name: field.clone() for field in Version._meta.concrete_fields}
    options = type("Meta", (), {"app_label": "archive", "managed": False, "db_table": "bench_twin"})
    twin = type("Twin", (models.Model,), fields | {"__module__": __name__, "Meta": options})
    objects = [twin(**row) for row in finished]
    begun = time.perf_counter()
    twin.objects.bulk_create(objects, batch_size=1_000)
    return time.perf_counter() - begun


def workbook(path: str, rows: str, runs: str) -> dict[str, list[float]]:
    """Seconds of our reading, mapping and checking of a sheet of licences, and of fastexcel's reading, in turn."""
    import fastexcel

    sides = {
        "ours": lambda: _check_workbook(Path(path)),
        "fastexcel": lambda: fastexcel.read_excel(path).load_sheet(0, dtypes="string"),
    }
    seconds: dict[str, list[float]] = {side: [] for side in sides}
    for _run in range(int(runs)):
        for side, read in sides.items():
            begun = time.perf_counter()
            height = read().height
            seconds[side].append(time.perf_counter() - begun)
            assert height == int(rows), (side, height)
    return seconds


def _check_workbook(path: Path) -> pl.DataFrame:
    from xinheng.areas.catalogue import service as catalogue
    from xinheng.areas.intake.actions.opened import _limits, _tabular_field
    from xinheng.areas.intake.rules import compile_checker
    from xinheng.areas.subjects import service as subjects
    from xinheng.plumbing.tabular.columns import apply_mapping, map_columns
    from xinheng.plumbing.tabular.opening import open_table

    law = catalogue.lawbook().as_of(TODAY)
    item = law.item("licence").value
    fields = [_tabular_field(field) for field in item.fields]
    checker = compile_checker(
        item, today=TODAY, regions=subjects.regions(), term=law.disclosure("licence").value
    )
    table = open_table(path, filename=path.name, limits=_limits(), fields=fields)
    columns = map_columns(table.header, fields)
    return pl.concat([checker.check(apply_mapping(raw, columns)).rows for raw in table.batches()])


def fill(count: str) -> int:
    """Organisations straight into the library, one in twenty with a former name; found once `index` is done."""
    from demo.province.organisations import organisations
    from xinheng.areas.subjects import actions
    from xinheng.plumbing.clock import now
    from xinheng.plumbing.postgres.copying import copy_into

    made = organisations(int(count), today=TODAY, seed=7)
    actions.open_organisations(made.select("uscc", "name", "region"), actor="bench", at=now())
    former = made.filter(pl.col("former_name").is_not_null()).select("uscc", name="former_name")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE former (uscc text, name text) ON COMMIT DROP")
        copy_into("former", former)
        cursor.execute(
            "INSERT INTO subjects_organisationname (organisation_id, name, source)"
            " SELECT o.id, f.name, 'bench' FROM former f JOIN subjects_organisation o USING (uscc)"
        )
        cursor.execute(
            "INSERT INTO subjects_searchpending SELECT id FROM former JOIN subjects_organisation USING (uscc)"
            " ON CONFLICT DO NOTHING"
        )
    return former.height


def index() -> int:
    """Make waiting organisations findable until none waits; two processes may do it at once."""
    from xinheng.areas.subjects import service

    done = 0
    while part := service.index_names():
        done += part
    return done


def search(asked: str) -> dict[str, list[float]]:
    """Milliseconds in the database of each search of each kind, after a first round that warms what is cold."""
    from xinheng.areas.subjects import service

    told: dict[str, list[float]] = {}
    for kind, texts in json.loads(Path(asked).read_text(encoding="utf-8")).items():
        for text in texts[:20]:
            service.search(text)
        told[kind] = [_database_time(lambda text=text: service.search(text)) for text in texts]
    return told


def _database_time(do: Callable[[], object]) -> float:
    """Milliseconds that the queries of `do` take, as the process that asks sees them."""
    taken = 0.0

    def timed(execute: Callable[..., Any], *words: Any) -> Any:
        nonlocal taken
        begun = time.perf_counter()
        try:
            return execute(*words)
        finally:
            taken += time.perf_counter() - begun

    with connection.execute_wrapper(timed):
        do()
    return taken * 1e3


def clocks(count: str) -> int:
    """So many more running clocks of objections, reckoned by the node's law, straight into the tables."""
    from xinheng.areas.catalogue import service as catalogue
    from xinheng.areas.clocks import rules
    from xinheng.areas.clocks.models import Clock
    from xinheng.areas.departments import service as departments
    from xinheng.plumbing.clock import SHANGHAI, today

    law = catalogue.lawbook()
    bounds = [("centre", ""), *(("department", facts.code) for facts in departments.departments())]
    kinds = [ruled.value.id for ruled in law.as_of(today()).deadlines() if not ruled.value.items]
    begun = Clock.objects.count()
    days = [today() - timedelta(days=back) for back in range(20)]
    reckoned = {(kind, day): rules.reckon(kind, day, law.as_of(day)) for kind in kinds for day in days}
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY clocks_clock ({', '.join(_CLOCK)}) FROM STDIN") as out,
    ):
        for number in range(begun, begun + int(count)):
            kind, day = kinds[number % len(kinds)], days[number // 7 % len(days)]
            due, at = reckoned[kind, day], datetime.combine(day, hour(10), tzinfo=SHANGHAI)
            out.write_row(
                (kind, due.title.zh, due.title.en, "objection", f"YY{day:%Y%m%d}-{number:07d}",
                 *bounds[number // 3 % len(bounds)], day, due.due_on, due.provisional, due.rule,
                 due.status.value, due.statutory, at, "running")
            )  # fmt: skip
    return Clock.objects.count()


_CLOCK = (
    "deadline", "title_zh", "title_en", "about_kind", "about_id", "bound_kind", "bound_id", "event_on", "due_on",
    "provisional", "rule", "status", "statutory", "started_at", "state",
)  # fmt: skip


def queries(paths: str, username: str = "") -> dict[str, int]:
    """Queries that each page makes, once what is kept in memory is there; of a user where one is named."""
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from xinheng.areas.departments import service as departments

    client = Client(headers={"host": "localhost"})
    if username:
        client.force_login(departments.user(username))
    told = {}
    for path in json.loads(paths):
        client.get(path)
        with CaptureQueriesContext(connection) as made:
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        told[path] = len(made)
    return told


def mark(count: str, singly: str, kind: str) -> dict[str, float]:
    """Seconds to mark so many penalties with one action, and so many one by one; how many are shown before and after.

    Those that bear a mark already, and the first 51, are left alone.
    """
    from xinheng.areas.archive import actions
    from xinheng.areas.archive.terms import MarkKind
    from xinheng.areas.disclosure import service as disclosure
    from xinheng.kernel.text import Text
    from xinheng.plumbing.clock import now, today

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.item, v.key FROM archive_version v WHERE v.item = 'penalty' AND NOT EXISTS"
            " (SELECT FROM archive_marked m WHERE m.item = v.item AND m.key = v.key) ORDER BY v.id OFFSET 51 LIMIT %s",
            [int(count) + int(singly)],
        )
        records = [(item, bytes(key)) for item, key in cursor.fetchall()]
    several, others = records[: int(count)], records[int(count) :]
    words = Text(zh="处罚决定已被撤销", en="The decision was revoked")

    def marked(named: list[tuple[str, bytes]], case: str) -> None:
        actions.mark(named, MarkKind(kind), case=("bench", case), words=words, actor="bench", at=now())

    told: dict[str, float] = {"before": disclosure.totals(day=today(), moment=now()).get("penalty", 0)}
    begun = time.perf_counter()
    marked(several, f"{kind}-several")
    told["several"] = time.perf_counter() - begun
    told["after"] = disclosure.totals(day=today(), moment=now()).get("penalty", 0)
    begun = time.perf_counter()
    for number, record in enumerate(others):
        marked([record], f"{kind}-{number}")
    told["singly"] = time.perf_counter() - begun
    return told


TASKS: dict[str, Callable[..., Any]] = {
    "prepare": prepare, "deposit": deposit, "bulk_create": bulk_create, "workbook": workbook,
    "fill": fill, "index": index, "search": search, "queries": queries, "clocks": clocks,
    "mark": mark,
}  # fmt: skip


def main() -> None:
    """Run one task."""
    django.setup()
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])), flush=True)


if __name__ == "__main__":
    main()

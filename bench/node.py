"""What a process of the node does in a measurement: `python -m bench.node TASK …`; the last line is its answer."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

DEPARTMENT = "scjg"


def prepare() -> None:
    """Tables, packs, and the department that all files come from."""
    from demo.province.generate import _departments
    from demo.province.organisations import organisations
    from xinheng.cli.database import prepare as make_tables
    from xinheng.cli.demo_people import make_people
    from xinheng.plumbing.clock import now, today

    make_tables(actor="bench")
    make_people(_departments(organisations(2_000, today=today(), seed=1)), at=now())


def deposit(item: str, path: str, times: str) -> list[dict[str, Any]]:
    """Hand in a file so many times, one after the other: seconds from the first byte read to the receipt."""
    from xinheng.areas.catalogue import service as catalogue
    from xinheng.areas.departments import service as departments
    from xinheng.areas.intake import actions, service
    from xinheng.areas.intake.states import Channel
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
        done.append({"seconds": time.perf_counter() - begun, "state": str(told.state), "counts": dict(told.counts)})
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


TASKS: dict[str, Callable[..., Any]] = {"prepare": prepare, "deposit": deposit, "bulk_create": bulk_create}


def main() -> None:
    """Run one task."""
    django.setup()
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])), flush=True)


if __name__ == "__main__":
    main()

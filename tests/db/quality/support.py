"""A small province put straight into the tables: departments, submissions, records, rows sent back."""

from __future__ import annotations

import hashlib
import itertools
import json
from datetime import date, datetime

from django.db import connection

from tests.db.subjects.support import code
from xinheng.areas.archive.terms import version_id
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.disclosure import actions as disclosure
from xinheng.areas.intake.models import PendingRow, ProblemRow, Submission
from xinheng.areas.intake.terms import State
from xinheng.areas.quality import actions
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import SHANGHAI

NOW = datetime(2026, 4, 20, 9, 0, tzinfo=SHANGHAI)
MARKET, ECOLOGY = "gz-market", "gy-ecology"
_numbers = itertools.count(1)


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, 0, tzinfo=SHANGHAI)


def law(*, moment: datetime = NOW) -> int:
    disclosure.load_terms(catalogue.lawbook(), actor="test", at=moment)
    return actions.load_clocks(catalogue.lawbook(), actor="test", at=moment)


def department(
    name: str = MARKET, *, kind: str = "market_regulation", region: str = "520000"
) -> DepartmentFacts:
    titles = {MARKET: "测试省市场监管局", ECOLOGY: "测试市生态环境局"}
    facts = DepartmentFacts(
        code=name, name=Text(zh=titles.get(name, name), en=name), kind=kind, region=region
    )
    return departments.create_department(facts, actor="test", at=NOW)


def submission(
    of: str = MARKET,
    *,
    item: str = "penalty",
    received_at: datetime,
    state: State = State.DEPOSITED,
    **counts: int,
) -> int:
    number = next(_numbers)
    return Submission.objects.create(
        id=number, receipt_no=f"T{number:07d}", department_id=of, actor="test", channel="command", item=item,
        file_name="test.csv", file_size=1, file_hash="h", state=state, received_at=received_at,
        received=sum(counts.values()), **counts,
    ).pk  # fmt: skip


def record(
    sent: int, row: int, *, decided_on: date | None, known_from: datetime, act: str | None = None,
    item: str = "penalty", of: str = MARKET, region: str = "520102", change: str = "new",
    instead_of: int | None = None, person: bool = False, ends_on: date | None = None,
) -> int:  # fmt: skip
    """One version; returns its id. `act` names the record, the row by default."""
    instrument = act or f"测罚字〔2026〕{sent}-{row}号"
    number = version_id(sent, row)
    key = hashlib.sha256(f"{item}/{instrument}".encode()).digest()[:16]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO archive_version VALUES (0,%s,%s,%s,%s,%s,%s,'ORGAN',%s,%s,NULL,%s,%s,%s,'',%s,%s,%s,%s,%s)",
            [
                number, item, key, hashlib.sha256(str(number).encode()).digest(),
                "person" if person else "organisation", "h:" + "0" * 32 if person else code(1), instrument,
                decided_on, ends_on, region, of, sent, row, change, known_from, json.dumps({}),
            ],
        )  # fmt: skip
        if instead_of is not None:
            cursor.execute(
                "INSERT INTO archive_supersession (version_id, by_version_id, submission_id, at) VALUES (%s,%s,%s,%s)",
                [instead_of, number, sent, known_from],
            )
    return number


def take_back(sent: int, *, moment: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO archive_takenback VALUES (%s, %s, '报错', 'test')", [sent, moment])


def problem(sent: int, row: int, *rules: str, state: str = "open") -> ProblemRow:
    return ProblemRow.objects.create(
        submission_id=sent, row_no=row, instrument="", rules=list(rules), state=state
    )


def waiting(sent: int, row: int, rule: str) -> PendingRow:
    return PendingRow.objects.create(submission_id=sent, row_no=row, rule=rule, row={})

"""Records put straight into the archive's table, and what is asked about them."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime

from django.db import connection

from xinheng.areas.archive.terms import version_id
from xinheng.plumbing.clock import SHANGHAI


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    """A moment in Asia/Shanghai."""
    return datetime(year, month, day, hour, 0, tzinfo=SHANGHAI)


def key_of(name: str) -> bytes:
    """A natural key."""
    return hashlib.sha256(name.encode()).digest()[:16]


def hold(
    name: str, *, sent: int = 1, row: int = 1, item: str = "penalty", known_from: datetime,
    decided_on: date | None = date(2026, 3, 2), ends_on: date | None = None, change: str = "new",
    person: bool = False, subject: str = "91520100MA00000016", instead_of: int | None = None,
) -> int:  # fmt: skip
    """One version of the record `name`; returns its id."""
    number = version_id(sent, row)
    values = {
        "shelf": 0, "id": number, "item": item, "key": key_of(name), "content_hash": hashlib.sha256(b"{}").digest(),
        "subject_kind": "person" if person else "organisation", "subject": subject, "organ": "ORGAN",
        "instrument": name, "decided_on": decided_on, "begins_on": None, "ends_on": ends_on, "region": "520100",
        "provider": "scjg", "source": "", "submission_id": sent, "row_no": row, "change": change,
        "known_from": known_from, "data": json.dumps({}),
    }  # fmt: skip
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(values))
        cursor.execute(
            f"INSERT INTO archive_version ({', '.join(values)}) VALUES ({places})", list(values.values())
        )
        if instead_of is not None:
            cursor.execute(
                "INSERT INTO archive_supersession (version_id, by_version_id, submission_id, at) VALUES (%s,%s,%s,%s)",
                [instead_of, number, sent, known_from],
            )
    return number

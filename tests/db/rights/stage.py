"""A node with law, a provider and its record, the miller whom it is about, and somebody at every desk."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection

from tests.acceptance.rows import FARM, MILL, ORGAN
from tests.db.consent.support import entered, principal
from xinheng.areas.archive.terms import version_id
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.clocks import actions as clocks
from xinheng.areas.clocks import service as clocks_service
from xinheng.areas.clocks.terms import ClockState
from xinheng.areas.consent.terms import Principal
from xinheng.areas.departments import actions as departments
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.disclosure import actions as disclosure
from xinheng.areas.disclosure import service as shown_by
from xinheng.areas.rights.cases.actions import Upload
from xinheng.areas.rights.cases.terms import CaseFacts
from xinheng.areas.rights.objection import actions as objections
from xinheng.areas.rights.objection.terms import Ground, Lodging, Remedy
from xinheng.areas.rights.repair import actions as repairs
from xinheng.areas.rights.repair.terms import Application
from xinheng.areas.subjects import actions as subjects
from xinheng.kernel.lawbook.meta import RepairCondition
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import SHANGHAI

MARKET, OTHER, CENTRE, AGENCY = "gz-market", "gz-ecology", "credit-centre", "credit-agency"
WEDNESDAY = date(2026, 11, 18)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_rows = itertools.count(1)


def at(day: date = WEDNESDAY, hour: int = 10, minute: int = 0) -> datetime:
    """A moment in Asia/Shanghai."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def law() -> None:
    """Terms of display and lapse rules are in the database; departments and organisations are known."""
    disclosure.load_terms(catalogue.lawbook(), actor="test", at=at(date(2026, 1, 5)))
    clocks.load_lapses(catalogue.lawbook(), actor="test", at=at(date(2026, 1, 5)))
    for code, kind, uscc in (
        (MARKET, "market_regulation", ORGAN), (OTHER, "ecology_environment", None),
        (CENTRE, "credit_centre", None), (AGENCY, "credit_service_agency", None),
    ):  # fmt: skip
        name = Text(zh=f"示例{code}", en=f"Example {code}")
        facts = DepartmentFacts(code=code, name=name, kind=kind, region="520000", uscc=uscc)
        departments.create_department(facts, actor="test", at=at(date(2026, 1, 5)))
    known = pl.DataFrame(
        {"uscc": [MILL, FARM], "name": ["贵阳示例磨坊有限公司", "贵阳示例农场"], "region": ["520100"] * 2}
    )
    subjects.open_organisations(known, actor="test", at=at(date(2026, 1, 5)))


def department(code: str = MARKET) -> DepartmentFacts:
    """A department of the stage."""
    from xinheng.areas.departments import service

    found = service.department(code)
    assert found is not None
    return found


def record(
    name: str = "黔示罚〔2026〕1号", *, subject: str = MILL, person: bool = False, provider: str = MARKET,
    data: Mapping[str, str] | None = None, withheld: Mapping[str, str] | None = None, change: str = "new", instead_of: int | None = None,
    decided_on: date = date(2026, 3, 2), known_on: date = date(2026, 3, 4), item: str = "penalty",
) -> tuple[str, bytes]:  # fmt: skip
    """One version of a record, straight into the archive; gives its item and key."""
    number = version_id(900_000 + next(_rows), 1)
    content = json.dumps(dict(data or {"CF_NR_FK": "0.2"}), sort_keys=True, separators=(",", ":"))
    key = hashlib.sha256(f"{item}/{name}".encode()).digest()[:16]
    values = {
        "shelf": 0, "id": number, "item": item, "key": key, "content_hash": hashlib.sha256(content.encode()).digest(),
        "subject_kind": "person" if person else "organisation", "subject": subject, "organ": ORGAN,
        "instrument": name, "decided_on": decided_on, "begins_on": None, "ends_on": None, "region": "520100",
        "provider": provider, "source": "", "submission_id": number >> 24, "row_no": 1, "change": change,
        "known_from": at(known_on), "data": content, "withheld": json.dumps(dict(withheld or {})),
    }  # fmt: skip
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(values))
        cursor.execute(
            f"INSERT INTO archive_version ({', '.join(values)}) VALUES ({places})", [*values.values()]
        )
        if instead_of is not None:
            cursor.execute(
                "INSERT INTO archive_supersession (version_id, by_version_id, submission_id, at) VALUES (%s,%s,%s,%s)",
                [instead_of, number, number >> 24, at(known_on)],
            )
    return item, key


def corrected(of: tuple[str, bytes], *, on: date, **data: str) -> None:
    """Its provider corrects the record."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, instrument, subject FROM archive_version WHERE item = %s AND key = %s ORDER BY id DESC",
            of,
        )
        number, instrument, subject = cursor.fetchone()
    record(instrument, subject=subject, data=data, change="corrected", instead_of=number, known_on=on)


def miller(*, when: datetime | None = None) -> Principal:
    """The miller's legal representative, who logged in."""
    return principal(entered(1, MILL), f"organisation:{MILL}", at=when or at())


def farmer() -> Principal:
    """Somebody else."""
    return principal(entered(2, FARM), f"organisation:{FARM}", at=at())


def pdf(name: str = "决定书.pdf", *, asked: str = "", more: bytes = b"") -> Upload:
    """A file that somebody hands in."""
    return Upload(name, io.BytesIO(PDF.replace(b"%%EOF", more + b"\n%%EOF")), asked)


SAYS = Lodging(ground=Ground.WRONG, says="罚款金额写错，应为0.1万元", wants=Remedy.CORRECT)
PROOFS = ("proof-of-performance", "proof-of-correction")


def lodged(about: tuple[str, bytes], *, when: datetime | None = None, **changes: Any) -> CaseFacts:
    """The miller objects."""
    given = {"asker": miller(when=when), "actor": "miller", "at": when or at()} | changes
    return objections.lodge(about, given.pop("asked", SAYS), **given)


def applied(about: tuple[str, bytes], *, when: datetime | None = None, **changes: Any) -> CaseFacts:
    """The miller applies for repair."""
    from xinheng.areas.rights.cases.actions import handed_in

    asked = Application(met=frozenset(RepairCondition), says="罚款已缴清，产品已召回")
    with handed_in([pdf(f"{name}.pdf", asked=name, more=name.encode()) for name in PROOFS]) as files:
        given = {
            "asker": miller(when=when),
            "evidence": files,
            "actor": "miller",
            "at": when or at(),
        } | changes
        return repairs.apply(about, given.pop("asked", asked), **given)


def shown(about: tuple[str, bytes], moment: datetime) -> bool:
    """Whether anybody sees the record at a moment."""
    item, key = about
    return (
        shown_by.shown_record(item, key.hex(), day=moment.astimezone(SHANGHAI).date(), moment=moment)
        is not None
    )


def clocks_of(case: CaseFacts) -> dict[str, ClockState]:
    """Deadline → how its clock stands."""
    return {clock.deadline: clock.state for clock in clocks_service.clocks_about(case.about)}

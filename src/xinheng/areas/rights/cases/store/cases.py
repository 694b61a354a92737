"""Queries of cases: opening, stepping, finding, listing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, QuerySet
from psycopg.errors import UniqueViolation

from xinheng.areas.rights.cases.models import Case, Evidence, Step
from xinheng.areas.rights.cases.rules import may_step
from xinheng.areas.rights.cases.terms import (
    NUMBER_PREFIXES,
    By,
    CaseFacts,
    Channel,
    EvidenceFacts,
    HandedIn,
    Machine,
    NoSuchCase,
    Party,
    PartyKind,
    RecordFacts,
    Ruling,
    StepFacts,
    UnableToStep,
)
from xinheng.kernel.lawbook.decision import Reason
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of
from xinheng.plumbing.files.store import StoredFile

OPEN_BEFORE = Reason(
    "open_before",
    Text(zh="对这条记录已有正在办理的同类事项。", en="A case of this kind about the record is still open."),
)


def open_case(
    machine: Machine, *, record: RecordFacts | None, item: str, department: str, party: Party, channel: Channel,
    at: datetime,
) -> Case:  # fmt: skip
    """A new case with its number, before its first step; `record` is None for a notice about several records.

    Raises UnableToStep where the party's case about the record was opened at the same moment.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('rights_case', 'id'))")
        number = int(cursor.fetchone()[0])
    about = {} if record is None else {
        "key": record.key, "version": record.version, "content_hash": record.content_hash,
        "subject_kind": record.subject_kind.value, "subject": record.subject, "instrument": record.instrument,
    }  # fmt: skip
    try:
        with transaction.atomic():
            return Case.objects.create(
                id=number, number=f"{NUMBER_PREFIXES[machine.kind]}{day_of(at):%Y%m%d}-{number:07d}",
                kind=machine.kind.value, item=item, department_id=department, party_kind=party.kind.value,
                party=party.id, mandate=party.mandate, channel=channel.value, lodged_at=at, last_at=at, **about,
            )  # fmt: skip
    except IntegrityError as taken:
        if isinstance(taken.__cause__, UniqueViolation):
            raise UnableToStep(OPEN_BEFORE) from taken
        raise


def locked(number: str, machine: Machine) -> Case:
    """The case of that number and kind; nobody else steps it before the transaction ends. Raises NoSuchCase."""
    found = Case.objects.select_for_update().filter(number=number, kind=machine.kind.value).first()
    if found is None:
        raise NoSuchCase(number)
    return found


def take_step(
    case: Case, machine: Machine, step: str, *, by: By, actor: str, at: datetime, reason: str = "",
    told: Mapping[str, str] | None = None,
) -> Case:  # fmt: skip
    """Add a step to a locked case and give the case as it stands then. Raises UnableToStep."""
    ruled = may_step(
        machine,
        step,
        by=by,
        state=case.state,
        last_at=case.last_at if case.steps else None,
        at=at,
        reason=reason,
    )
    if ruled.outcome is not Ruling.PERMITTED:
        raise UnableToStep(*ruled.reasons)
    target = machine.target(case.state, step, by) or ""
    try:
        with transaction.atomic():
            Step.objects.create(
                case=case, no=case.steps + 1, step=step, by=by.value, source=case.state, target=target, actor=actor,
                at=at, reason=reason.strip(), told=dict(told or {}),
            )  # fmt: skip
    except IntegrityError as refused:
        # a settled case opens again while the party has another one open about the record
        if isinstance(refused.__cause__, UniqueViolation):
            raise UnableToStep(OPEN_BEFORE) from refused
        raise
    case.refresh_from_db()
    return case


def add_evidence(
    case: Case, files: Sequence[HandedIn], *, by: By, actor: str, at: datetime
) -> list[HandedIn]:
    """Put files into a case, with the step that is its last; gives those whose content was not there before."""
    known = set(Evidence.objects.filter(case=case).values_list("sha256", flat=True))
    fresh = list({each.sha256: each for each in files if each.sha256 not in known}.values())
    Evidence.objects.bulk_create(
        Evidence(
            case=case, step_no=case.steps, sha256=each.sha256, asked=each.asked, name=each.name,
            media_type=each.media_type, size=each.size, stored=dict(each.stored), by=by.value, actor=actor, at=at,
        )
        for each in fresh
    )  # fmt: skip
    return fresh


def evidence_file(case_id: int, sha256: str) -> tuple[EvidenceFacts, StoredFile] | None:
    """A file of a case by the hash of its content."""
    row = Evidence.objects.filter(case_id=case_id, sha256=sha256).first()
    return None if row is None else (_evidence(row), stored_of(row.stored))


def remembered_files(names: Sequence[str]) -> set[str]:
    """Those of the names in the file store that some case remembers."""
    rows = Evidence.objects.filter(stored__name__in=list(names))
    return {str(kept["name"]) for kept in rows.values_list("stored", flat=True)}


def known_files() -> Iterator[str]:
    """Names in the file store of all evidence."""
    yield from Evidence.objects.values_list("stored__name", flat=True).iterator()


def stored_of(kept: Mapping[str, Any]) -> StoredFile:
    """What a row remembers of a file, as the file store wants it."""
    return StoredFile(**{**kept, "wrapped_key": bytes.fromhex(kept["wrapped_key"])})


def find(number: str) -> Case | None:
    """The case of that number."""
    return Case.objects.filter(number=number).first()


def steps(case_id: int, machine: Machine) -> tuple[StepFacts, ...]:
    """Every step of a case, the first first."""
    return tuple(
        StepFacts(
            no=row.no, step=row.step, title=machine.steps[row.step], by=By(row.by), source=row.source,
            target=row.target, actor=row.actor, at=row.at, reason=row.reason, told=row.told,
        )
        for row in Step.objects.filter(case_id=case_id).order_by("no")
    )  # fmt: skip


def last_actor(case_id: int, step: str) -> str:
    """Who last took a step of that name; "" when nobody did."""
    found = (
        Step.objects.filter(case_id=case_id, step=step)
        .order_by("-no")
        .values_list("actor", flat=True)
        .first()
    )
    return found or ""


def last_moment(case_id: int, named: Sequence[str]) -> datetime:
    """When one of these steps was last taken."""
    found = (
        Step.objects.filter(case_id=case_id, step__in=list(named))
        .order_by("-no")
        .values_list("at", flat=True)
    )
    return found[0]


def evidence(case_id: int) -> tuple[EvidenceFacts, ...]:
    """The files of a case in the order they came in."""
    return tuple(_evidence(row) for row in Evidence.objects.filter(case_id=case_id).order_by("id"))


def about_record(machine: Machine, item: str, key: bytes) -> QuerySet[Case]:
    """Cases of a kind about one record, the latest first."""
    return Case.objects.filter(kind=machine.kind.value, item=item, key=key).order_by("-id")


def of_party(kind: PartyKind, ids: Sequence[str]) -> QuerySet[Case]:
    """Cases that a party opened, under any of its codes, the latest first."""
    return Case.objects.filter(party_kind=kind.value, party__in=list(ids)).order_by("-id")


def state_counts(
    kinds: Sequence[str], *, departments: Sequence[str] | None = None, unsettled: bool = True
) -> dict[tuple[str, str], int]:
    """(kind, state) → number of cases, of these departments or of all."""
    asked = Case.objects.filter(kind__in=list(kinds))
    if departments is not None:
        asked = asked.filter(department__in=list(departments))
    if unsettled:
        asked = asked.filter(settled=False)
    rows = asked.values_list("kind", "state").annotate(n=Count("id")).order_by("kind", "state")
    return {(kind, state): n for kind, state, n in rows}


def facts(row: Case, machine: Machine) -> CaseFacts:
    """What a case's row says, in words."""
    return CaseFacts(
        id=row.pk, number=row.number, kind=machine.kind, state=row.state, state_title=machine.states[row.state],
        settled=row.settled, item=row.item, key=None if row.key is None else bytes(row.key), version=row.version,
        content_hash=None if row.content_hash is None else bytes(row.content_hash), subject_kind=row.subject_kind,
        subject=row.subject, instrument=row.instrument, department=row.department_id, channel=Channel(row.channel),
        lodged_at=row.lodged_at,
        last_at=row.last_at, steps=row.steps,
        party=Party(PartyKind(row.party_kind), row.party, frozenset({row.party}), mandate=row.mandate),
    )  # fmt: skip


def _evidence(row: Evidence) -> EvidenceFacts:
    return EvidenceFacts(
        sha256=row.sha256, asked=row.asked, name=row.name, media_type=row.media_type, size=row.size, by=By(row.by),
        actor=row.actor, at=row.at,
    )  # fmt: skip

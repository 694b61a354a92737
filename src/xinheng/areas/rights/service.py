"""Questions to the area: a case with all that belongs to it, lists of cases, what a user may do with one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from xinheng.areas.archive import service as archive
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.clocks import service as clocks
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.rights.cases import service as cases
from xinheng.areas.rights.cases.rules import concerns as concerns_record
from xinheng.areas.rights.cases.service import open_evidence, party_codes, waiting
from xinheng.areas.rights.cases.store import NoSuchRecord, record
from xinheng.areas.rights.cases.terms import (
    By,
    CaseFacts,
    CaseKind,
    NoSuchCase,
    Party,
    PartyKind,
    RecordFacts,
)
from xinheng.areas.rights.objection import store as objections
from xinheng.areas.rights.objection.terms import ObjectionFacts
from xinheng.areas.rights.repair import store as repairs
from xinheng.areas.rights.terms import MACHINES, CaseLine, CasePage, CaseView
from xinheng.areas.rights.withdrawal import store as withdrawals
from xinheng.areas.subjects import service as subjects
from xinheng.kernel.lawbook import NotInCatalogue, Ruled
from xinheng.kernel.lawbook.meta import CatalogueField, Regime, RepairRule
from xinheng.kernel.text import Text
from xinheng.plumbing.clock import day_of

__all__ = [
    "NoSuchCase",
    "NoSuchRecord",
    "case",
    "case_view",
    "cases_of_departments",
    "cases_of_party",
    "claims_in_words",
    "concerns",
    "contestable_fields",
    "is_agency",
    "is_theirs",
    "open_evidence",
    "parts_of",
    "record_facts",
    "repair_rule",
    "waiting",
]

FALLEN_SHOWN = 20
AGENCY_KIND = "credit_service_agency"
"""The kind of department (lawpack vocabulary) that decides about copies of its own."""


def case(number: str) -> CaseFacts:
    """The case of that number. Raises NoSuchCase."""
    return cases.case(number, MACHINES)


def case_view(found: CaseFacts, *, at: datetime) -> CaseView:
    """A case with its steps, evidence, clocks and marks as they are at a moment."""
    (line,) = _lines([found], day=day_of(at))
    is_withdrawal = found.kind is CaseKind.WITHDRAWAL
    return CaseView(
        line=line,
        steps=cases.steps(found, MACHINES[found.kind]),
        evidence=cases.evidence(found),
        clocks=clocks.clocks_about(found.about),
        marks=() if is_withdrawal else archive.marks_of_case(found.about),
        objection=objections.says(found.id) if found.kind is CaseKind.OBJECTION else None,
        repair=repairs.says(found.id) if found.kind is CaseKind.REPAIR else None,
        fallen=withdrawals.of_case(found.id, limit=FALLEN_SHOWN) if is_withdrawal else (),
        records=withdrawals.count(found.id) if is_withdrawal else 1,
        shown=found.key is not None
        and disclosure.shown_record(found.item, found.key.hex(), day=day_of(at), moment=at) is not None,
    )


def cases_of_departments(
    kind: CaseKind, *, departments: Collection[str] | None, states: Collection[str] = (), day: date, limit: int,
    offset: int = 0,
) -> CasePage:  # fmt: skip
    """Cases of a kind on the desks of these departments (None: of all), in these states (none named: in any)."""
    found, total = cases.of_departments(
        MACHINES[kind], departments=departments, states=states, limit=limit, offset=offset
    )
    return CasePage(_lines(found, day=day), total)


def cases_of_party(kind: PartyKind, ident: str, *, day: date, limit: int, offset: int = 0) -> CasePage:
    """Cases that a party opened, under any code it ever had."""
    ids = sorted(party_codes(kind, ident))
    found, total = cases.of_party(kind, ids, MACHINES, limit=limit, offset=offset)
    return CasePage(_lines(found, day=day), total)


def concerns(found: CaseFacts, kind: PartyKind, ident: str) -> bool:
    """Whether a case is a party's own, so that it may read and follow it."""
    return found.party.kind is kind and found.party.id in party_codes(kind, ident)


def is_theirs(found: RecordFacts, kind: PartyKind, ident: str) -> bool:
    """Whether a record is about a party under any of its codes, or names the person."""
    return concerns_record(found, Party(kind, ident, party_codes(kind, ident)))


def parts_of(user: object, found: CaseFacts) -> frozenset[By]:
    """In whose part a user may act on a case: as its provider or agency, or as the centre. Empty: in none."""
    parts: set[By] = set()
    if departments.may(user, "rights.decide", department=found.department):
        parts.add(By.AGENCY if is_agency(departments.department(found.department)) else By.PROVIDER)
    if departments.may(user, "rights.triage") or departments.may(user, "rights.look_again"):
        parts.add(By.CENTRE)
    return frozenset(parts)


def is_agency(department: DepartmentFacts | None) -> bool:
    """Whether a department is a credit service agency."""
    return department is not None and department.kind == AGENCY_KIND


def record_facts(item: str, key: bytes, *, at: datetime) -> RecordFacts:
    """A record as a case would be about it. Raises NoSuchRecord."""
    return record(item, key, at=at)


def repair_rule(item: str, *, day: date, regime: Regime = Regime.ORDINARY) -> Ruled[RepairRule] | None:
    """How records of an item are repaired by the law of a day; None where no rule has effect."""
    return repairs.rule_for(item, regime=regime, day=day)


def claims_in_words(found: CaseFacts, said: ObjectionFacts) -> tuple[tuple[Text, str], ...]:
    """Title of each field that the objector says is wrong, and the value that would be right."""
    try:
        item = catalogue.lawbook().as_of(day_of(found.lodged_at)).item(found.item).value
    except NotInCatalogue:
        return tuple((Text(zh=code, en=code), value) for code, value in said.claims.items())
    titles = {field.code: field.title for field in item.fields}
    return tuple((titles.get(code, Text(zh=code, en=code)), value) for code, value in said.claims.items())


def contestable_fields(item: str, *, day: date) -> tuple[CatalogueField, ...]:
    """The fields of an item whose value an objector may say is wrong: those that anybody may read."""
    try:
        found = catalogue.lawbook().as_of(day).item(item).value
    except NotInCatalogue:
        return ()
    return tuple(field for field in found.fields if field.shown)


def _lines(found: Sequence[CaseFacts], *, day: date) -> tuple[CaseLine, ...]:
    """Lines with titles, names and due days: a query for each of these, however many the lines."""
    names = subjects.names_of({each.subject for each in found if each.subject_kind == PartyKind.ORGANISATION})
    running = clocks.clocks_of([each.about for each in found])
    law = catalogue.lawbook().as_of(day)
    lines = []
    for each in found:
        due = min((clock.due_on for clock in running.get(each.about, ()) if clock.running), default=None)
        try:
            title = law.item(each.item).value.title
        except NotInCatalogue:
            title = Text(zh=each.item, en=each.item)
        lines.append(
            CaseLine(
                case=each,
                item_title=title,
                instrument=each.instrument,
                subject_name=names.get(each.subject, ""),
                due_on=due,
                overdue=due is not None and due < day,
            )
        )
    return tuple(lines)

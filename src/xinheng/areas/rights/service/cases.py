"""A case with all that belongs to it, lists of cases, and what a user may do with one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from xinheng.areas.archive import service as archive
from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.clocks import service as clocks
from xinheng.areas.consent.service import basis_words
from xinheng.areas.departments import service as departments
from xinheng.areas.departments.terms import DepartmentFacts, Permission
from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.rights.actions import STEPS
from xinheng.areas.rights.cases import service as cases
from xinheng.areas.rights.cases.rules import basis
from xinheng.areas.rights.cases.rules import concerns as concerns_record
from xinheng.areas.rights.cases.service import party_codes
from xinheng.areas.rights.cases.store import record
from xinheng.areas.rights.cases.terms import (
    By,
    CaseFacts,
    CaseKind,
    Channel,
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

FALLEN_SHOWN = 20
LAPSING = "objection-decide-provider"
"""The deadline after whose lapse the centre may take a case over."""
_MATTER, _OWN_RULE = "异议修复撤销办理", "R1"
_CITED = {
    CaseKind.OBJECTION: ("objection-annotate",),
    CaseKind.REPAIR: ("repair-withdraw",),
    CaseKind.WITHDRAWAL: ("revocation-withdraw",),
}
"""The deadlines whose articles are the basis on which a desk reads a person's case."""
_SECOND_LOOK, _TAKEN_OVER = "second_look", "taken_over"
AGENCY_KIND = "credit_service_agency"
"""The kind of department (lawpack vocabulary) that decides about copies of its own."""


def case(number: str) -> CaseFacts:
    """The case of that number. Raises NoSuchCase."""
    return cases.case(number, MACHINES)


def case_for(user: object, number: str, *, at: datetime) -> CaseFacts | None:
    """The case of that number when it lies on a desk in the user's reach; None for every other.

    Reading a case of a natural person is an access to that person's data, and stands in the log that the person sees.
    Must not run inside a transaction.
    """
    try:
        found = case(number)
    except NoSuchCase:
        return None
    if not departments.may(user, Permission.RIGHTS_READ, department=found.department):
        return None
    person = _person(found)
    if person is not None:
        cited = basis(catalogue.lawbook().as_of(day_of(at)), *_CITED[found.kind])
        legal = basis_words(cited) or _OWN_RULE
        purpose = departments.Purpose("person", person, f"{_MATTER}：{number}", legal, Permission.RIGHTS_READ)
        departments.read_logged(user, purpose, lambda: found, at=at)
    return found


def _person(found: CaseFacts) -> str | None:
    """The person whose case it is, or whom its record is about."""
    if found.party.kind is PartyKind.PERSON:
        return found.party.id
    return found.subject if found.subject_kind == PartyKind.PERSON else None


def door(own: DepartmentFacts | None, *, provider: str) -> tuple[Channel, str]:
    """By which door a case comes that a department takes in, and the agency's code: an agency's own, the record's
    provider's, or a counter for the centre."""
    if own is not None and is_agency(own):
        return Channel.AGENCY, own.code
    return (Channel.PROVIDER if own is not None and own.code == provider else Channel.COUNTER), ""


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
    """In whose part a user may act on a case: its provider's or agency's, the centre's, the party's at a counter."""
    parts: set[By] = set()
    decides = "rights.withdraw" if found.kind is CaseKind.WITHDRAWAL else "rights.decide"
    own = departments.department_of(user)
    if own is not None and own.code == found.department and departments.may(user, decides, department=own):
        parts.add(By.AGENCY if is_agency(own) else By.PROVIDER)
    if departments.may(user, "rights.triage") or departments.may(user, "rights.look_again"):
        parts.add(By.CENTRE)
    if found.party.kind is not PartyKind.DEPARTMENT and departments.may(
        user, "rights.take_in", department=found.department
    ):
        parts.add(By.PARTY)
    return frozenset(parts)


def part_for(user: object, found: CaseFacts, step: str) -> By | None:
    """In whose part the user may take a step from where the case stands; None when in none."""
    if (found.kind, step) not in STEPS:
        return None
    parts = parts_of(user, found)
    for by in (By.PROVIDER, By.AGENCY, By.CENTRE, By.PARTY):
        open_here = MACHINES[found.kind].target(found.state, step, by) is not None
        if open_here and by in parts and (by is not By.CENTRE or _centre_may(user, found)):
            return by
    return None


def _centre_may(user: object, found: CaseFacts) -> bool:
    """At the centre a second look takes a permission of its own."""
    return departments.may(user, "rights.look_again" if found.state == _SECOND_LOOK else "rights.triage")


def open_steps(user: object, view: CaseView, *, day: date) -> tuple[tuple[str, By], ...]:
    """The steps that the user may take now, each with the part in which it is taken."""
    found = view.line.case
    lapsed = any(each.running and each.deadline == LAPSING and each.due_on < day for each in view.clocks)
    decider = view.repair.decider if view.repair and found.state != _SECOND_LOOK else None
    offered = []
    for step in MACHINES[found.kind].steps:
        by = part_for(user, found, step)
        if by is None or (step == _TAKEN_OVER and not lapsed):
            continue
        if decider is not None and by is not By.PARTY and by is not decider:
            continue
        offered.append((step, by))
    return tuple(offered)


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
        open_clocks = [clock for clock in running.get(each.about, ()) if clock.running]
        due = min(open_clocks, key=lambda clock: clock.due_on, default=None)
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
                due_on=None if due is None else due.due_on,
                overdue=due is not None and due.due_on < day,
                provisional=due is not None and due.provisional,
            )
        )
    return tuple(lines)

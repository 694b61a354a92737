"""The packs' executable examples: each case against the law of its own pack on its own day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from xinheng.kernel.lawbook.clocks import (
    NOT_STARTED,
    NeverShown,
    NotStarted,
    due_on,
    repairable_from,
    shown_until,
)
from xinheng.kernel.lawbook.errors import NotInCatalogue, NotRuled, Place
from xinheng.kernel.lawbook.files import WrittenCase
from xinheng.kernel.lawbook.lawbook import Lawbook, LawOnDay
from xinheng.kernel.lawbook.meta import (
    Adoption,
    Case,
    CatalogueItem,
    DeadlineCase,
    DisclosureCase,
    ItemCase,
    LapseCase,
    MatterCase,
    Node,
    RepairCase,
    WorkdayCase,
)
from xinheng.kernel.lawbook.packs import Packs
from xinheng.kernel.lawbook.ruling import Ruled

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a case expected and what the law says, by the names of the case file."""

    name: str
    pack: str
    place: Place
    article: str
    expected: Facts
    found: Facts

    @property
    def passed(self) -> bool:
        """True when all that the case expects is so."""
        return all(self.found.get(key) == value for key, value in self.expected.items())


def run_cases(packs: Packs) -> tuple[CaseResult, ...]:
    """Every case of every pack, in the order of the files."""
    return tuple(_run(written, packs) for folder in packs.folders.values() for written in folder.cases)


def _run(written: WrittenCase, packs: Packs) -> CaseResult:
    case = written.case
    adopt = tuple(
        Adoption(entry=entry, decision=case.name, signed_by=case.article, on=case.on) for entry in case.adopt
    )
    law = Lawbook(packs, Node(pack=written.pack, adopt=adopt)).as_of(case.on)
    expected = case.expect.model_dump(mode="json", by_alias=True, exclude_unset=True)
    expected |= _defaults(case)
    try:
        found = dict(_found(case, law))
    except (NotRuled, NotInCatalogue) as missing:
        found = {"not_ruled": missing.reason.zh}
    return CaseResult(case.name, written.pack, written.place, case.article, expected, found)


def _defaults(case: Case) -> Facts:
    """What a case expects without saying so: that nothing is provisional."""
    if isinstance(case, DeadlineCase | WorkdayCase):
        return {"provisional": case.expect.provisional}
    return {}


def _found(case: Case, law: LawOnDay) -> Iterator[tuple[str, Any]]:
    match case:
        case DeadlineCase():
            due = due_on(law.deadline(case.given.deadline).value, case.given.event_on, law.calendar())
            yield from {"due": due.day.isoformat(), "provisional": due.provisional}.items()
        case WorkdayCase():
            calendar, day = law.calendar(), case.given.day
            yield "workday", calendar.is_workday(day)
            yield "provisional", not calendar.announced(day.year)
        case DisclosureCase():
            yield from _display(case, law)
        case LapseCase():
            lapse = law.lapse(case.given.deadline)
            yield "effect", lapse.value.effect.value if lapse else "none"
            yield "own_rule", lapse.value.own_rule if lapse else None
        case RepairCase():
            yield from _repair(case, law)
        case MatterCase():
            yield "permitted", _permitted(case, law)
        case ItemCase():
            yield from _item(case.given.item, law)


def _item(item_id: str, law: LawOnDay) -> Iterator[tuple[str, Any]]:
    try:
        ruled = law.item(item_id)
    except NotInCatalogue:
        yield "absent", True
        return
    yield "absent", False
    yield from _facts(ruled).items()
    try:
        yield "mode", law.disclosure(item_id).value.mode.value
    except NotRuled:
        yield "mode", None


def _facts(ruled: Ruled[CatalogueItem]) -> Facts:
    item = ruled.value
    return {
        "entry": ruled.entry,
        "status": ruled.status.value,
        "class": item.class_.value,
        "required": [field.code for field in item.fields if field.required == "always"],
        "field_count": len(item.fields),
    }


def _display(case: DisclosureCase, law: LawOnDay) -> Iterator[tuple[str, Any]]:
    given = case.given
    try:
        term = law.disclosure(given.item).value
    except NotRuled:
        # without a rule nothing is shown
        yield from {"mode": None, "shown_until": "never"}.items()
        return
    yield "mode", term.mode.value
    try:
        last = shown_until(
            term,
            decided_on=given.decided_on,
            begins_on=given.begins_on,
            ends_on=given.ends_on,
            known_on=given.known_on,
        )
    except NeverShown:
        yield "shown_until", "never"
        return
    yield "shown_until", _day_words(last)


def _repair(case: RepairCase, law: LawOnDay) -> Iterator[tuple[str, Any]]:
    given = case.given
    try:
        ruled = law.repair_rule(given.item, regime=given.regime, gravity=given.gravity)
    except NotRuled:
        # without a rule nothing is repaired
        yield "permitted", False
        return
    rule = ruled.value
    first = repairable_from(rule, decided_on=given.decided_on, ends_on=given.ends_on, known_on=given.known_on)
    yield "rule", ruled.entry
    yield "permitted", rule.permitted
    yield "from", _day_words(first, without="any_day")
    yield "conditions", [condition.value for condition in rule.conditions]
    yield "documents", [one.id for one in rule.required_documents]


def _permitted(case: MatterCase, law: LawOnDay) -> bool:
    given = case.given
    try:
        matter = law.matter(given.matter).value
    except NotRuled:
        return False
    return matter.permits(given.organ, item=given.item, person=given.person)


def _day_words(day: date | NotStarted | None, *, without: str = "always") -> str:
    if day is NOT_STARTED:
        return NOT_STARTED.value
    return day.isoformat() if isinstance(day, date) else without

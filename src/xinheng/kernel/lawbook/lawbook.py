"""The law of one node: which rule has effect on which day.

Effective is an entry that is in force, on a day that both the entry and its pack cover; or a draft entry
from the day on which a signed decision of the node adopts it. Where several rule the same thing: one that
names another in `overrides` stands in its place; an enacted rule prevails over an adopted draft; then the
nation over the province over the city over the county; then the later over the earlier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar, cast

from xinheng.kernel.lawbook import keys
from xinheng.kernel.lawbook.errors import NotInCatalogue, NotRuled
from xinheng.kernel.lawbook.files import Written
from xinheng.kernel.lawbook.meta import (
    Adoption,
    CalendarYear,
    CatalogueItem,
    Deadline,
    DepartmentKind,
    DisclosureTerm,
    Effect,
    Entry,
    FixedHolidays,
    Gravity,
    Lapse,
    NameAlias,
    Node,
    Pack,
    QualityRule,
    QueryMatter,
    Reader,
    ReadingGround,
    Regime,
    RepairRule,
    Status,
    SubjectKind,
)
from xinheng.kernel.lawbook.packs import Packs
from xinheng.kernel.lawbook.ruling import Citation, Ruled
from xinheng.kernel.text import Text
from xinheng.kernel.workdays import Calendar, YearTable

SomeEntry = TypeVar("SomeEntry", bound=Entry)

_TERM = Text(zh="公开期限", en="disclosure term")
_DEADLINE = Text(zh="期限", en="deadline")
_REPAIR = Text(zh="修复规则", en="repair rule")
_MATTER = Text(zh="查询事项", en="query matter")


@dataclass(frozen=True, slots=True)
class _Rule:
    """An entry that can have effect on this node."""

    written: Written
    head: Pack
    ruled: Ruled[Entry]

    def covers(self, day: date) -> bool:
        if self.ruled.adoption is not None:
            return self.ruled.adoption.covers(day)
        return self.written.entry.in_force.covers(day) and self.head.in_force.covers(day)

    @property
    def precedence(self) -> tuple[bool, int, int]:
        """The smallest prevails."""
        adoption = self.ruled.adoption
        first = adoption.on if adoption else self.written.entry.in_force.first
        return adoption is not None, self.head.jurisdiction.level.rank, -(first.toordinal() if first else 0)


class LawOnDay:
    """What the law of the node says on one day. Every answer names the entry that gives it."""

    def __init__(self, day: date, rules: Mapping[tuple[str, str], Ruled[Entry]], lawbook: Lawbook) -> None:
        self.day = day
        self._rules = rules
        self._lawbook = lawbook

    def item(self, item_id: str) -> Ruled[CatalogueItem]:
        """The catalogue item; NotInCatalogue when none of that id is in force."""
        found = self._rules.get((keys.ITEM, item_id))
        if found is None:
            raise NotInCatalogue(item_id, self.day)
        return cast(Ruled[CatalogueItem], found)

    def items(self) -> tuple[Ruled[CatalogueItem], ...]:
        """Every item in force, by id."""
        return self._of(keys.ITEM, CatalogueItem)

    def disclosure(self, item_id: str) -> Ruled[DisclosureTerm]:
        """The item's disclosure term; NotRuled when there is none: then nothing of it is shown."""
        found = self._rules.get((keys.DISCLOSURE, item_id))
        if found is None:
            raise NotRuled(_TERM, item_id, self.day)
        return cast(Ruled[DisclosureTerm], found)

    def disclosures(self) -> tuple[Ruled[DisclosureTerm], ...]:
        """Every disclosure term in effect, by item id."""
        return self._of(keys.DISCLOSURE, DisclosureTerm)

    def deadline(self, deadline_id: str) -> Ruled[Deadline]:
        """The deadline of that id; NotRuled when there is none."""
        found = self._rules.get((keys.DEADLINE, deadline_id))
        if found is None:
            raise NotRuled(_DEADLINE, deadline_id, self.day)
        return cast(Ruled[Deadline], found)

    def deadlines(self) -> tuple[Ruled[Deadline], ...]:
        """Every deadline in effect, by id."""
        return self._of(keys.DEADLINE, Deadline)

    def deadlines_for(self, item_id: str) -> tuple[Ruled[Deadline], ...]:
        """The deadlines that apply to records of the item."""
        return tuple(ruled for ruled in self.deadlines() if item_id in ruled.value.items)

    def lapse(self, deadline_id: str) -> Ruled[Lapse] | None:
        """What follows when that deadline lapses; None where nothing does."""
        return cast("Ruled[Lapse] | None", self._rules.get((keys.LAPSE, deadline_id)))

    def lapses(self) -> tuple[Ruled[Lapse], ...]:
        """What follows when deadlines lapse, by deadline."""
        return self._of(keys.LAPSE, Lapse)

    def repair_rule(
        self, item_id: str, *, regime: Regime = Regime.ORDINARY, gravity: Gravity | None = None
    ) -> Ruled[RepairRule]:
        """How records of the item (of that class of dishonesty, where it is known) are repaired.

        The rule that names the item goes before the general one, the rule of the class before that of every
        class. NotRuled without a rule, and for an item that does no harm: there is nothing to repair. Whether
        repair is permitted, the rule itself says. Raises NotInCatalogue.
        """
        adverse = self.item(item_id).value.effect is Effect.ADVERSE
        for item in (item_id, None) if adverse else (item_id,):
            for of_class in (gravity, None):
                subject = keys.repair_subject(regime, item, of_class)
                found = self._rules.get((keys.REPAIR, subject))
                if found is not None:
                    return cast(Ruled[RepairRule], found)
        raise NotRuled(_REPAIR, item_id, self.day)

    def repair_rules(self) -> tuple[Ruled[RepairRule], ...]:
        """Every repair rule in effect."""
        return self._of(keys.REPAIR, RepairRule)

    def matter(self, matter_id: str) -> Ruled[QueryMatter]:
        """The published query matter of that id; NotRuled when there is none."""
        found = self._rules.get((keys.MATTER, matter_id))
        if found is None:
            raise NotRuled(_MATTER, matter_id, self.day)
        return cast(Ruled[QueryMatter], found)

    def matters(self, organ_kind: str | None = None) -> tuple[Ruled[QueryMatter], ...]:
        """The published query matters, by id; of every organ, or of those of one kind."""
        found = self._of(keys.MATTER, QueryMatter)
        return tuple(one for one in found if organ_kind is None or one.value.open_to(organ_kind))

    def ground(self, reader: Reader) -> Ruled[ReadingGround] | None:
        """The text that lets this reader read what is not public; None where no rule in effect does."""
        return cast("Ruled[ReadingGround] | None", self._rules.get((keys.GROUND, reader.value)))

    def quality_rules(self) -> tuple[Ruled[QualityRule], ...]:
        """Periods and thresholds of the quality board, by id."""
        return self._of(keys.QUALITY, QualityRule)

    def subject_kinds(self) -> tuple[Ruled[SubjectKind], ...]:
        """Kinds of credit subject, by id."""
        return self._of(keys.SUBJECT_KIND, SubjectKind)

    def aliases(self) -> tuple[Ruled[NameAlias], ...]:
        """Other names that are read as the name in use, by id."""
        return self._of(keys.ALIAS, NameAlias)

    def department_kinds(self) -> tuple[DepartmentKind, ...]:
        """Kinds of department that items name as providers. Vocabulary, the same on every day."""
        return self._lawbook.department_kinds()

    def calendar(self) -> Calendar:
        """Every year's working days that is known to the packs: a year's table speaks of that year alone."""
        return self._lawbook.calendar()

    def _of(self, kind: str, shape: type[SomeEntry]) -> tuple[Ruled[SomeEntry], ...]:
        found = sorted(key for key in self._rules if key[0] == kind)
        return tuple(cast(Ruled[SomeEntry], self._rules[key]) for key in found)


class Lawbook:
    """The packs as law of one node. Made by `load_packs`, which has them judged first."""

    def __init__(self, packs: Packs, node: Node) -> None:
        self.packs = packs
        self.node = node
        self.line = packs.line_of_descent(node.pack)
        self._rules = tuple(self._effective())
        self.as_of = lru_cache(maxsize=64)(self._as_of)

    @property
    def digest(self) -> str:
        """SHA-256 over the packs' files, in hexadecimal."""
        return self.packs.digest

    @property
    def heads(self) -> tuple[Pack, ...]:
        """The packs that apply here, the node's own first."""
        return tuple(self.packs[name].head for name in self.line)

    @property
    def versions(self) -> dict[str, str]:
        """Pack → version, of the packs that apply and of those an entry is adopted from."""
        adopted = {adoption.entry.partition("/")[0] for adoption in self.node.adopt}
        return {name: self.packs[name].head.version for name in sorted({*self.line, *adopted})}

    def items_ever(self) -> tuple[Ruled[CatalogueItem], ...]:
        """Every item that can have effect on some day, successors of one id included."""
        ruled = (rule.ruled for rule in self._rules if isinstance(rule.written.entry, CatalogueItem))
        return tuple(cast(Ruled[CatalogueItem], one) for one in ruled)

    def department_kinds(self) -> tuple[DepartmentKind, ...]:
        """Kinds of department, the node's own pack first; the nearest pack's word counts."""
        kinds = (kind for name in self.line for kind in self.packs[name].department_kinds)
        return tuple({kind.id: kind for kind in reversed(list(kinds))}.values())

    def calendar(self) -> Calendar:
        """The working days of every year with a table; fixed-date holidays for the others."""
        years: dict[int, YearTable] = {}
        fixed: set[tuple[int, int]] = set()
        for rule in sorted(self._rules, key=lambda rule: rule.precedence, reverse=True):
            entry = rule.written.entry
            if isinstance(entry, CalendarYear):
                years[entry.year] = YearTable(
                    frozenset(entry.holidays), frozenset(entry.workdays), entry.announced
                )
            elif isinstance(entry, FixedHolidays):
                fixed = {(int(text[:2]), int(text[3:])) for text in entry.month_days}
        return Calendar(years=years, fixed=frozenset(fixed))

    def days_of_change(self) -> tuple[date, ...]:
        """The days on which some rule begins to have effect or has just ceased to, in order."""
        days: set[date] = set()
        for rule in self._rules:
            spans = [rule.written.entry.in_force, rule.head.in_force]
            if rule.ruled.adoption is not None:
                days.add(rule.ruled.adoption.on)
                days |= (
                    {rule.ruled.adoption.until + timedelta(days=1)} if rule.ruled.adoption.until else set()
                )
            days |= {span.first for span in spans if span.first}
            days |= {span.last + timedelta(days=1) for span in spans if span.last}
        return tuple(sorted(days))

    def _as_of(self, day: date) -> LawOnDay:
        effective = [rule for rule in self._rules if rule.covers(day)]
        replaced = {rule.written.entry.overrides for rule in effective if rule.written.entry.overrides}
        chosen: dict[tuple[str, str], _Rule] = {}
        for rule in effective:
            if rule.ruled.entry in replaced:
                continue
            subject = keys.subject_of(rule.written.entry)
            rival = chosen.get(subject)
            if rival is None or rule.precedence < rival.precedence:
                chosen[subject] = rule
        return LawOnDay(day, {subject: rule.ruled for subject, rule in chosen.items()}, self)

    def _effective(self) -> Iterator[_Rule]:
        adopted = {adoption.entry: adoption for adoption in self.node.adopt}
        names = [*self.line, *sorted({entry.partition("/")[0] for entry in adopted} - set(self.line))]
        for name in names:
            folder = self.packs[name]
            for written in folder.entries:
                adoption = adopted.get(written.reference) if written.entry.status is Status.DRAFT else None
                if adoption is not None or (name in self.line and written.entry.status is Status.IN_FORCE):
                    yield _Rule(written, folder.head, self._ruled(written, folder.head, adoption))

    def _ruled(self, written: Written, head: Pack, adoption: Adoption | None) -> Ruled[Entry]:
        entry = written.entry
        return Ruled(
            value=entry,
            entry=written.reference,
            title=entry.title,
            pack=head.id,
            version=head.version,
            status=Status.ADOPTED_PROVISIONAL if adoption else entry.status,
            citations=tuple(citations(written, self.packs)),
            note=entry.note,
            adoption=adoption,
        )


def citations(written: Written, packs: Packs) -> Iterator[Citation]:
    """The entry's bases with the instruments' titles."""
    for basis in written.entry.basis:
        found = packs.instrument(written.pack, basis.instrument)
        if found is not None:
            _, one = found
            yield Citation(one.id, one.title, one.number, one.level, basis.article, basis.quote)

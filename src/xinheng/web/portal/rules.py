"""By when what must be done, how a record is repaired, for which matters organs ask: each rule with its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinheng.areas.catalogue import service
from xinheng.kernel.lawbook import Citation, Lawbook, LawOnDay, Ruled
from xinheng.kernel.lawbook.files import Written
from xinheng.kernel.lawbook.lawbook import citations
from xinheng.kernel.lawbook.meta import (
    ANY_ORGAN,
    Deadline,
    Lapse,
    QueryMatter,
    RepairRule,
    Status,
)
from xinheng.kernel.text import Text
from xinheng.kernel.workdays import Calendar
from xinheng.plumbing import clock
from xinheng.plumbing.http.permissions import public_page
from xinheng.web import words

_KINDS = (Deadline, Lapse, RepairRule, QueryMatter)
_EVERY_ORGAN = Text(zh="各级行政机关", en="Every organ")
_EVERY_ITEM = Text(zh="目录全部事项", en="Every item of the catalogue")
_EVERY_ADVERSE = Text(zh="全部不利信息", en="Every adverse record")


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A deadline in effect, the day it starts from, and what its lapse does."""

    ruled: Ruled[Deadline]
    starts: Text
    lapse: Ruled[Lapse] | None
    does: Text | None


@dataclass(frozen=True, slots=True)
class RepairView:
    """A repair rule in effect, in words."""

    ruled: Ruled[RepairRule]
    about: Text
    regime: Text
    conditions: tuple[Text, ...]
    decider: Text
    deadlines: tuple[Ruled[Deadline], ...]


@dataclass(frozen=True, slots=True)
class MatterView:
    """A published query matter, in words."""

    ruled: Ruled[QueryMatter]
    organs: tuple[Text, ...]
    items: tuple[Text, ...]
    force: Text
    subjects: Text


@dataclass(frozen=True, slots=True)
class Kept:
    """A rule that stands in the packs and has no effect here."""

    written: Written
    citations: tuple[Citation, ...]


@public_page
def rules(request: HttpRequest) -> HttpResponse:
    """Everything in effect today, then what the packs only keep."""
    lawbook = service.lawbook()
    today = clock.today()
    law = lawbook.as_of(today)
    calendar = law.calendar()
    context = {
        "deadlines": [_deadline(ruled, law) for ruled in law.deadlines()],
        "repairs": [_repair(ruled, law) for ruled in law.repair_rules()],
        "matters": [_matter(ruled, law) for ruled in law.matters()],
        "kept": list(_without_effect(lawbook, law)),
        "announced": [year for year in sorted(calendar.years) if calendar.announced(year)],
        "next_year": _first_unannounced(today, calendar),
    }
    return render(request, "portal/rules.html", context)


def _deadline(ruled: Ruled[Deadline], law: LawOnDay) -> DeadlineView:
    lapse = law.lapse(ruled.value.id)
    return DeadlineView(
        ruled=ruled,
        starts=words.DEADLINE_START_TITLES[ruled.value.starts],
        lapse=lapse,
        does=words.LAPSE_TITLES[lapse.value.effect] if lapse else None,
    )


def _repair(ruled: Ruled[RepairRule], law: LawOnDay) -> RepairView:
    rule = ruled.value
    about = law.item(rule.item).title if rule.item else _EVERY_ADVERSE
    if rule.gravity:
        of_class = words.GRAVITY_TITLES[rule.gravity]
        about = Text(zh=f"{about.zh}（{of_class.zh}）", en=f"{about.en} ({of_class.en})")
    return RepairView(
        ruled=ruled,
        about=about,
        regime=words.REGIME_TITLES[rule.regime],
        conditions=tuple(words.CONDITION_TITLES[condition] for condition in rule.conditions),
        decider=words.DECIDER_TITLES[rule.decider],
        deadlines=tuple(one for one in law.deadlines() if one.value.id in rule.deadlines),
    )


def _matter(ruled: Ruled[QueryMatter], law: LawOnDay) -> MatterView:
    matter = ruled.value
    kinds = {kind.id: kind.title for kind in law.department_kinds()}
    everybody = ANY_ORGAN in matter.organs
    titles = {one.value.id: one.title for one in law.items()}
    return MatterView(
        ruled=ruled,
        organs=(_EVERY_ORGAN,) if everybody else tuple(kinds[organ] for organ in matter.organs),
        items=tuple(titles[item] for item in matter.items if item in titles) or (_EVERY_ITEM,),
        force=words.FORCE_TITLES[matter.force],
        subjects=words.MATTER_SUBJECT_TITLES[matter.subjects],
    )


def _without_effect(lawbook: Lawbook, law: LawOnDay) -> Iterator[Kept]:
    """Entries of these kinds, of this node's packs and those adopted from, that drive nothing today."""
    effective = {
        ruled.entry for ruled in (*law.deadlines(), *law.lapses(), *law.repair_rules(), *law.matters())
    }
    for written in lawbook.packs.entries():
        ours = lawbook.packs.related(written.pack, lawbook.node.pack) and written.pack in lawbook.versions
        last = written.entry.in_force.last
        over = written.entry.status is Status.EXPIRED or (last is not None and last < law.day)
        if ours and isinstance(written.entry, _KINDS) and not over and written.reference not in effective:
            yield Kept(written, tuple(citations(written, lawbook.packs)))


def _first_unannounced(today: date, calendar: Calendar) -> int:
    year = today.year
    while calendar.announced(year):
        year += 1
    return year

"""lapses/*.yml, repair/*.yml, matters/*.yml, grounds/*.yml — lists of entries.

lapses — what follows when a deadline has passed and what it asks for is not done:
    `deadline` id of a deadline.   `effect` suspend_display (the record that the case is about is not shown
                until it is decided).
    `own_rule`  true where no text says so: the platform's own rule, built on the deadline that its basis
                quotes. Pages label it so; it is never in_force in a pack, only a node's decision adopts it.

repair — whether, when and how a record's display may end before its term:
    `item`      item id, or null: every adverse item that no entry names.
    `gravity`   minor | general | severe, or null: information of every class.
    `regime`    ordinary | reorganised (an enterprise whose reorganisation or settlement the court approved).
    `permitted` false: what the entry is about is not repaired.
    `after`     ISO 8601 duration of display before an application is accepted, or null: from the first day;
                `starts` then says from which day of the record it runs.
    `within_term` true: only as long as the record may be shown.
    `conditions` of duty_performed, act_corrected, effect_removed; all of them have to be met.
    `decider`   provider | centre: who decides.
    `documents` list of {id, title {zh, en}, required}: what is asked for.
    `deadlines` ids of the deadlines of the procedure.   `remedy` {zh, en}: against a refusal.
    With permitted: false, conditions and documents stay empty and `remedy` says what ends the display instead.

matters — for which matters which organs ask the platform (Guizhou draft regulation, art. 16, 17):
    `organs`    department kinds; any_organ = every organ.
    `items`     item ids that the matter needs, [] = every item.
    `force`     mandatory | recommended.
    `subjects`  organisations | persons | both: about whom the matter may ask. Of persons it yields nothing but
                instruments with a number, each reading is logged and the person sees it.

grounds — on which ground what is not public may be read at all, but for a matter:
    `reader`    subject (itself, or through an agent) | authorised (whoever has the subject's written authorisation).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from xinheng.kernel.lawbook.meta.base import Bilingual, Entry, Model, Slug
from xinheng.kernel.lawbook.meta.catalogue import ANY_ORGAN
from xinheng.kernel.lawbook.meta.rules import Gravity, TermStart
from xinheng.kernel.lawbook.periods import Period


class LapseEffect(StrEnum):
    """What follows when a deadline lapses."""

    SUSPEND_DISPLAY = "suspend_display"


class Lapse(Entry):
    """What follows when a deadline has passed undone."""

    deadline: Slug
    effect: LapseEffect
    own_rule: bool


class Regime(StrEnum):
    """Under which rules a record is repaired."""

    ORDINARY = "ordinary"
    REORGANISED = "reorganised"


class RepairCondition(StrEnum):
    """What a subject has to have done (Guizhou implementation plan, item 30)."""

    DUTY_PERFORMED = "duty_performed"
    ACT_CORRECTED = "act_corrected"
    EFFECT_REMOVED = "effect_removed"


class Decider(StrEnum):
    """Who decides on an application for repair."""

    PROVIDER = "provider"
    CENTRE = "centre"


class AskedDocument(Model):
    """A document that an application brings."""

    id: Slug
    title: Bilingual
    required: bool


class RepairRule(Entry):
    """Whether, when and how the records of an item are repaired."""

    item: Slug | None
    gravity: Gravity | None = None
    regime: Regime
    permitted: bool
    after: Period | None = None
    starts: TermStart | None = None
    within_term: bool = True
    conditions: tuple[RepairCondition, ...] = ()
    decider: Decider = Decider.PROVIDER
    documents: tuple[AskedDocument, ...] = ()
    deadlines: tuple[Slug, ...] = ()
    remedy: Bilingual

    @model_validator(mode="after")
    def _whole(self) -> RepairRule:
        if (self.after is None) != (self.starts is None):
            raise ValueError("after and starts are given together")
        if self.permitted and not (self.conditions and any(one.required for one in self.documents)):
            raise ValueError("a permitted repair has its conditions and asks for a document that proves them")
        if not self.permitted and (self.conditions or self.documents or self.after):
            raise ValueError("what is not repaired has no conditions, documents or time before")
        return self

    @property
    def required_documents(self) -> tuple[AskedDocument, ...]:
        """The documents without which an application is not whole."""
        return tuple(one for one in self.documents if one.required)


class MatterForce(StrEnum):
    """Whether an organ has to ask, or is only recommended to."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"


class MatterSubjects(StrEnum):
    """About whom a matter may ask."""

    ORGANISATIONS = "organisations"
    PERSONS = "persons"
    BOTH = "both"


class QueryMatter(Entry):
    """A matter for which organs ask the platform, published with its basis."""

    organs: Annotated[tuple[Slug, ...], Field(min_length=1)]
    items: tuple[Slug, ...]
    force: MatterForce
    subjects: MatterSubjects

    @property
    def about_persons(self) -> bool:
        """True where the matter may ask about a natural person."""
        return self.subjects is not MatterSubjects.ORGANISATIONS

    def open_to(self, organ_kind: str) -> bool:
        """True where an organ of that kind may ask for this matter."""
        return organ_kind in self.organs or ANY_ORGAN in self.organs

    def permits(self, organ_kind: str, *, item: str, person: bool) -> bool:
        """True where an organ of that kind may ask for the item, about a person or about an organisation."""
        about = self.about_persons if person else self.subjects is not MatterSubjects.PERSONS
        return about and self.open_to(organ_kind) and (not self.items or item in self.items)


class Reader(StrEnum):
    """Who reads on a ground."""

    SUBJECT = "subject"
    AUTHORISED = "authorised"


class ReadingGround(Entry):
    """The text that lets somebody read what is not public."""

    reader: Reader

"""cases/*.yml — examples a legal officer writes; `make law` runs them. A list of:

`name`    what the example shows, in words.
`kind`    deadline | item | disclosure | workday | lapse | repair | matter.
`on`      the day whose law applies.
`adopt`   optional list of `<pack>/<id>`: draft entries the example takes as adopted on that day.
`given`   the facts.     `expect` the outcome.     `article` where it stands, in words.

deadline    given {deadline, event_on}                      expect {due, provisional: false}
item        given {item}                                    expect {absent: true} or any of {entry, status,
            class, mode, required: [codes always required], field_count}
disclosure  given {item, decided_on, begins_on, ends_on, known_on} (absent = unknown)
            expect {mode, shown_until: day | always | not_started | never}; without a rule: never
workday     given {day}                                     expect {workday, provisional: false}
            (every case of a year that is not announced expects provisional: true)
lapse       given {deadline}                                expect {effect: suspend_display | none, own_rule}
repair      given {item, regime, gravity, decided_on, ends_on, known_on} (regime: ordinary unless said)
            expect any of {rule, permitted, from: day | any_day | not_started, conditions, documents (required
            ones)}; without a rule: permitted: false
matter      given {matter, organ, item, person}             expect {permitted}; without a matter: false
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from xinheng.kernel.lawbook.meta.base import FieldCode, Model, Reference, Slug, Status, Words
from xinheng.kernel.lawbook.meta.catalogue import InformationClass
from xinheng.kernel.lawbook.meta.rights import LapseEffect, Regime, RepairCondition
from xinheng.kernel.lawbook.meta.rules import Gravity, Mode


class CaseFrame(Model):
    """What every case has."""

    name: Words
    on: date
    adopt: tuple[Reference, ...] = ()
    article: Words


class GivenEvent(Model):
    """A deadline and the day of the event it runs from."""

    deadline: Slug
    event_on: date


class ExpectedDue(Model):
    """The last day to act."""

    due: date
    provisional: bool = False


class DeadlineCase(CaseFrame):
    """By when must something be done?"""

    kind: Literal["deadline"]
    given: GivenEvent
    expect: ExpectedDue


class GivenItem(Model):
    """An item id."""

    item: Slug


class ExpectedItem(Model):
    """What the catalogue says of an item on the day."""

    absent: bool = False
    entry: Reference | None = None
    status: Status | None = None
    class_: InformationClass | None = Field(default=None, alias="class")
    mode: Mode | None = None
    required: tuple[FieldCode, ...] | None = None
    field_count: int | None = None


class ItemCase(CaseFrame):
    """What does the catalogue hold?"""

    kind: Literal["item"]
    given: GivenItem
    expect: ExpectedItem


class GivenRecord(Model):
    """The days of a record."""

    item: Slug
    decided_on: date | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    known_on: date | None = None


class ExpectedDisplay(Model):
    """Mode and last day shown."""

    mode: Mode | None = None
    shown_until: date | Literal["always", "not_started", "never"]


class DisclosureCase(CaseFrame):
    """Until when is a record shown?"""

    kind: Literal["disclosure"]
    given: GivenRecord
    expect: ExpectedDisplay


class GivenDay(Model):
    """A day."""

    day: date


class ExpectedWorkday(Model):
    """Whether the day is worked."""

    workday: bool
    provisional: bool = False


class WorkdayCase(CaseFrame):
    """Is this a working day?"""

    kind: Literal["workday"]
    given: GivenDay
    expect: ExpectedWorkday


class GivenDeadline(Model):
    """A deadline that has passed undone."""

    deadline: Slug


class ExpectedLapse(Model):
    """What follows, and whether that is the platform's own rule."""

    effect: LapseEffect | Literal["none"]
    own_rule: bool | None = None


class LapseCase(CaseFrame):
    """What follows when a deadline lapses?"""

    kind: Literal["lapse"]
    given: GivenDeadline
    expect: ExpectedLapse


class GivenRepair(Model):
    """A record that somebody wants repaired."""

    item: Slug
    regime: Regime = Regime.ORDINARY
    gravity: Gravity | None = None
    decided_on: date | None = None
    ends_on: date | None = None
    known_on: date | None = None


class ExpectedRepair(Model):
    """Whether, from when, and what is asked for."""

    rule: Reference | None = None
    permitted: bool
    from_: date | Literal["any_day", "not_started"] | None = Field(default=None, alias="from")
    conditions: tuple[RepairCondition, ...] | None = None
    documents: tuple[Slug, ...] | None = None


class RepairCase(CaseFrame):
    """May a record be repaired?"""

    kind: Literal["repair"]
    given: GivenRepair
    expect: ExpectedRepair


class GivenQuery(Model):
    """An organ of a kind asks for an item, about an organisation or a person."""

    matter: Slug
    organ: Slug
    item: Slug
    person: bool = False


class ExpectedQuery(Model):
    """Whether it may."""

    permitted: bool


class MatterCase(CaseFrame):
    """May an organ ask for a matter?"""

    kind: Literal["matter"]
    given: GivenQuery
    expect: ExpectedQuery


Case = Annotated[
    DeadlineCase | ItemCase | DisclosureCase | WorkdayCase | LapseCase | RepairCase | MatterCase,
    Field(discriminator="kind"),
]

"""disclosure/*.yml, deadlines/*.yml, quality/*.yml, calendar/*.yml, aliases/*.yml, classes/*.yml,
subjects/kinds.yml — lists of entries.

disclosure — how long an item's records are shown:
    `item`    item id.   `mode` proactive | on_application | not_public.
    `starts`  decided_on | ends_on | known_on; needed unless the mode is not_public or `until` is given.
    `length`  ISO 8601 duration (P3Y, P1Y6M, P90D) or null; with null say
    `until`   valid (as long as the record is valid: through its end date) | always.
    `review`  true: a legality review stands before first display.

deadlines — by when something must be done:
    `items`   item ids, [] for a deadline that is not about one item.
    `unit`    working_day | calendar_day | month | year.   `length` number of units.
    `starts`  decided_on | received_on | transferred_on | notified_on.
    `counts`  day_after (the day of the event does not count) | same_day.
    `statutory` false where the text says “promptly” and names no number: the length is a service standard. It is
                never in_force in a pack; pages label it where a node's decision adopts it. true unless said.

quality — what the quality board measures:
    `purpose` report (a circular every `period`) | threshold (`indicator` and `at_least` 0–1) | closure
    (problems closed within each `period`).
    `indicator` timeliness | completeness | compliance | coverage | wrong | late | concealed.

aliases — other names of one thing, read on import as `title`: `also` [names].

classes — classes of dishonesty information: `gravity` minor | general | severe, `shortest` and `longest`
    time of display, durations or null.

calendar — `<year>.yml`, each a list of one entry: `year`, `holidays` (days off, weekends need not be listed),
    `workdays` (weekend days worked instead), `announced` true | false. `fixed.yml`, a list of one entry:
    `month_days` ["01-01", …], holidays on the same date each year, for years that have no table.

subjects/kinds.yml — kinds of credit subject:
    `base`      legal_person | unincorporated | individual_business | natural_person.
    `evaluated` whether comprehensive evaluation is open to it; never for the last two.
    `part_of`   id of the kind it is a sub-type of, or null.
    `uscc_prefixes` optional: first two characters of its unified codes (GB 32100: registration department,
                category).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, StringConstraints, model_validator

from xinheng.kernel.lawbook.meta.base import Entry, Slug, Words
from xinheng.kernel.lawbook.periods import Period

MonthDayText = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class Mode(StrEnum):
    """How an item is disclosed (Guizhou draft regulation, art. 14)."""

    PROACTIVE = "proactive"
    ON_APPLICATION = "on_application"
    NOT_PUBLIC = "not_public"


class TermStart(StrEnum):
    """From which day of the record a term of display runs."""

    DECIDED_ON = "decided_on"
    ENDS_ON = "ends_on"
    KNOWN_ON = "known_on"


class Until(StrEnum):
    """The end of display where no length is given."""

    VALID = "valid"
    ALWAYS = "always"


class DisclosureTerm(Entry):
    """How, and how long, the records of an item are shown."""

    item: Slug
    mode: Mode
    starts: TermStart | None = None
    length: Period | None = None
    until: Until | None = None
    review: bool = False

    @model_validator(mode="after")
    def _has_an_end(self) -> DisclosureTerm:
        if self.mode is Mode.NOT_PUBLIC:
            return self
        if (self.length is None) == (self.until is None):
            raise ValueError("a term needs either length or until")
        if self.length is not None and self.starts is None:
            raise ValueError("a term with a length needs starts")
        return self


class DeadlineUnit(StrEnum):
    """What a deadline is counted in."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    YEAR = "year"


class DeadlineStart(StrEnum):
    """The event a deadline runs from."""

    DECIDED_ON = "decided_on"
    RECEIVED_ON = "received_on"
    TRANSFERRED_ON = "transferred_on"
    NOTIFIED_ON = "notified_on"


class Deadline(Entry):
    """By when something must be done."""

    items: tuple[Slug, ...]
    unit: DeadlineUnit
    length: NonNegativeInt
    starts: DeadlineStart
    counts: Literal["day_after", "same_day"]
    statutory: bool = True


class QualityPurpose(StrEnum):
    """What a quality entry sets."""

    REPORT = "report"
    THRESHOLD = "threshold"
    CLOSURE = "closure"


class Indicator(StrEnum):
    """Three indicators, coverage, and three kinds of faulty report (Guizhou implementation plan, item 38)."""

    TIMELINESS = "timeliness"
    COMPLETENESS = "completeness"
    COMPLIANCE = "compliance"
    COVERAGE = "coverage"
    WRONG = "wrong"
    LATE = "late"
    CONCEALED = "concealed"


class QualityRule(Entry):
    """A period or a threshold of the quality board."""

    purpose: QualityPurpose
    indicator: Indicator | None = None
    period: Period | None = None
    at_least: Annotated[Decimal, Field(ge=0, le=1)] | None = None

    @model_validator(mode="after")
    def _whole(self) -> QualityRule:
        if self.purpose is QualityPurpose.THRESHOLD and (self.indicator is None or self.at_least is None):
            raise ValueError("a threshold needs indicator and at_least")
        if self.purpose is not QualityPurpose.THRESHOLD and self.period is None:
            raise ValueError("a report or closure needs its period")
        return self


class CalendarYear(Entry):
    """Days off and make-up working days of one year."""

    year: int
    holidays: tuple[date, ...]
    workdays: tuple[date, ...] = ()
    announced: bool

    @model_validator(mode="after")
    def _days_of_the_year(self) -> CalendarYear:
        if any(day.year != self.year for day in (*self.holidays, *self.workdays)):
            raise ValueError("a day lies outside the year")
        if set(self.holidays) & set(self.workdays):
            raise ValueError("a day is both holiday and working day")
        if any(day.weekday() < 5 for day in self.workdays):
            raise ValueError("a make-up working day must fall on a weekend")
        return self


class FixedHolidays(Entry):
    """Holidays on the same date each year."""

    month_days: tuple[
        Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")], ...
    ]


class NameAlias(Entry):
    """Other names of what the title names."""

    also: tuple[Words, ...] = Field(min_length=1)


class Gravity(StrEnum):
    """How grave an act of dishonesty is."""

    MINOR = "minor"
    GENERAL = "general"
    SEVERE = "severe"


class DishonestyClass(Entry):
    """Between which times the information of a class is shown; None = not shown, or no bound."""

    gravity: Gravity
    shortest: Period | None
    longest: Period | None


class SubjectBase(StrEnum):
    """What a credit subject is in law."""

    LEGAL_PERSON = "legal_person"
    UNINCORPORATED = "unincorporated"
    INDIVIDUAL_BUSINESS = "individual_business"
    NATURAL_PERSON = "natural_person"


class SubjectKind(Entry):
    """A kind of credit subject."""

    base: SubjectBase
    evaluated: bool
    part_of: Slug | None = None
    uscc_prefixes: tuple[Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{2}$")], ...] = ()

    @model_validator(mode="after")
    def _persons_are_never_evaluated(self) -> SubjectKind:
        if self.evaluated and self.base in {SubjectBase.INDIVIDUAL_BUSINESS, SubjectBase.NATURAL_PERSON}:
            raise ValueError("natural persons and individual businesses are never evaluated")
        return self

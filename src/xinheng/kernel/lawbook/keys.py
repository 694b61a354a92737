"""What an entry rules: two entries of the same subject are rivals, and precedence decides between them."""

from __future__ import annotations

from xinheng.kernel.lawbook.meta import (
    CalendarYear,
    CatalogueItem,
    Deadline,
    DisclosureTerm,
    DishonestyClass,
    Entry,
    FixedHolidays,
    Gravity,
    Lapse,
    NameAlias,
    QualityRule,
    QueryMatter,
    ReadingGround,
    Regime,
    RepairRule,
    SubjectKind,
    WrittenItem,
)

ITEM, DISCLOSURE, DEADLINE, QUALITY = "item", "disclosure", "deadline", "quality"
CALENDAR, FIXED_HOLIDAYS, SUBJECT_KIND = "calendar", "fixed-holidays", "subject-kind"
ALIAS, DISHONESTY_CLASS = "alias", "dishonesty-class"
LAPSE, REPAIR, MATTER, GROUND = "lapse", "repair", "matter", "ground"

_FOLDERS: dict[type[Entry], str] = {
    WrittenItem: ITEM,
    CatalogueItem: ITEM,
    DisclosureTerm: DISCLOSURE,
    Deadline: DEADLINE,
    Lapse: LAPSE,
    RepairRule: REPAIR,
    QueryMatter: MATTER,
    ReadingGround: GROUND,
    QualityRule: QUALITY,
    CalendarYear: CALENDAR,
    FixedHolidays: FIXED_HOLIDAYS,
    SubjectKind: SUBJECT_KIND,
    NameAlias: ALIAS,
    DishonestyClass: DISHONESTY_CLASS,
}


def subject_of(entry: Entry) -> tuple[str, str]:
    """(kind of rule, what it rules): a term rules its item, a calendar its year, others themselves."""
    kind = _FOLDERS[type(entry)]
    match entry:
        case DisclosureTerm():
            return kind, entry.item
        case Lapse():
            return kind, entry.deadline
        case RepairRule():
            return kind, repair_subject(entry.regime, entry.item, entry.gravity)
        case ReadingGround():
            return kind, entry.reader.value
        case CalendarYear():
            return kind, str(entry.year)
        case FixedHolidays():
            return kind, kind
        case _:
            return kind, entry.id


def repair_subject(regime: Regime, item: str | None, gravity: Gravity | None) -> str:
    """What a repair rule rules: a regime, an item or all (`*`), a class or all."""
    return f"{regime.value}/{item or '*'}/{gravity.value if gravity else '*'}"

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
    NameAlias,
    QualityRule,
    SubjectKind,
    WrittenItem,
)

ITEM, DISCLOSURE, DEADLINE, QUALITY = "item", "disclosure", "deadline", "quality"
CALENDAR, FIXED_HOLIDAYS, SUBJECT_KIND = "calendar", "fixed-holidays", "subject-kind"
ALIAS, DISHONESTY_CLASS = "alias", "dishonesty-class"

_FOLDERS: dict[type[Entry], str] = {
    WrittenItem: ITEM,
    CatalogueItem: ITEM,
    DisclosureTerm: DISCLOSURE,
    Deadline: DEADLINE,
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
        case CalendarYear():
            return kind, str(entry.year)
        case FixedHolidays():
            return kind, kind
        case _:
            return kind, entry.id

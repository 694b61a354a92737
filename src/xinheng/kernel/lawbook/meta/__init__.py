"""The shapes of lawpack files; each module's text says what its keys mean."""

from xinheng.kernel.lawbook.meta.base import Basis, Entry, Span, Status
from xinheng.kernel.lawbook.meta.cases import Case, DeadlineCase, DisclosureCase, ItemCase, WorkdayCase
from xinheng.kernel.lawbook.meta.catalogue import (
    ANY_ORGAN,
    NATURAL_PERSON,
    Act,
    Block,
    BlockUse,
    CatalogueItem,
    Category,
    DepartmentKind,
    Effect,
    Evidence,
    Head,
    InformationClass,
    Roles,
    WrittenItem,
)
from xinheng.kernel.lawbook.meta.fields import CatalogueField, Condition, FieldType, Secrecy, When
from xinheng.kernel.lawbook.meta.pack import (
    Adoption,
    Instrument,
    InstrumentLevel,
    Jurisdiction,
    JurisdictionLevel,
    Node,
    Pack,
)
from xinheng.kernel.lawbook.meta.rules import (
    CalendarYear,
    Deadline,
    DeadlineStart,
    DeadlineUnit,
    DisclosureTerm,
    FixedHolidays,
    Indicator,
    Mode,
    QualityPurpose,
    QualityRule,
    SubjectBase,
    SubjectKind,
    TermStart,
    Until,
)

__all__ = [
    "ANY_ORGAN", "NATURAL_PERSON", "Act", "Adoption", "Basis", "Block", "BlockUse", "CalendarYear",
    "Case", "CatalogueField", "CatalogueItem", "Category", "Condition", "Deadline", "DeadlineCase",
    "DeadlineStart", "DeadlineUnit", "DepartmentKind", "DisclosureCase", "DisclosureTerm", "Effect",
    "Entry", "Evidence", "FieldType", "FixedHolidays", "Head", "Indicator", "InformationClass",
    "Instrument", "InstrumentLevel", "ItemCase", "Jurisdiction", "JurisdictionLevel", "Mode", "Node",
    "Pack", "QualityPurpose", "QualityRule", "Roles", "Secrecy", "Span", "Status", "SubjectBase",
    "SubjectKind", "TermStart", "Until", "When", "WorkdayCase", "WrittenItem",
]  # fmt: skip

"""Questions to the area: a case with all that belongs to it, lists of cases, what a user may do; the public figures."""

from xinheng.areas.rights.cases.service import open_evidence, waiting
from xinheng.areas.rights.cases.store import NoSuchRecord
from xinheng.areas.rights.cases.terms import NoSuchCase
from xinheng.areas.rights.service.cases import (
    case,
    case_for,
    case_view,
    cases_of_departments,
    cases_of_party,
    claims_in_words,
    concerns,
    contestable_fields,
    door,
    is_agency,
    is_theirs,
    open_steps,
    part_for,
    parts_of,
    record_facts,
    repair_rule,
)
from xinheng.areas.rights.service.figures import NoSuchMonth, body_names, month_figures, months

__all__ = [
    "NoSuchCase",
    "NoSuchMonth",
    "NoSuchRecord",
    "body_names",
    "case",
    "case_for",
    "case_view",
    "cases_of_departments",
    "cases_of_party",
    "claims_in_words",
    "concerns",
    "contestable_fields",
    "door",
    "is_agency",
    "is_theirs",
    "month_figures",
    "months",
    "open_evidence",
    "open_steps",
    "part_for",
    "parts_of",
    "record_facts",
    "repair_rule",
    "waiting",
]

"""The words of intake: states of a submission, its counts, what a finding does, every rule, words of cells."""

from xinheng.areas.intake.terms.counts import COUNT_TITLES, Counts, CountsDoNotAddUp
from xinheng.areas.intake.terms.dispositions import (
    DISPOSITION_TITLES,
    SEVERITY_TITLES,
    Disposition,
    RowAction,
    Severity,
)
from xinheng.areas.intake.terms.rule_texts import NOT_KEPT, RULES, RuleText
from xinheng.areas.intake.terms.states import (
    NEXT_STATES,
    STATE_TITLES,
    Channel,
    PendingState,
    ProblemState,
    State,
)
from xinheng.areas.intake.terms.words import (
    ACTION_WORDS,
    CITIZEN_DOCUMENT_WORDS,
    DEFAULT_MAX_LENGTH,
    EMPTY_WORDS,
    INDIVIDUAL_BUSINESS_WORDS,
    LEGACY_KIND_BY_SUFFIX,
    NO_END,
    NO_END_WORDS,
    NO_WORDS,
    PERSON_WORDS,
    VALUE_SHOWN,
    WITHDRAWN,
    YES_WORDS,
    ZERO_WORDS,
)

__all__ = [
    "ACTION_WORDS",
    "CITIZEN_DOCUMENT_WORDS",
    "COUNT_TITLES",
    "DEFAULT_MAX_LENGTH",
    "DISPOSITION_TITLES",
    "EMPTY_WORDS",
    "INDIVIDUAL_BUSINESS_WORDS",
    "LEGACY_KIND_BY_SUFFIX",
    "NEXT_STATES",
    "NOT_KEPT",
    "NO_END",
    "NO_END_WORDS",
    "NO_WORDS",
    "PERSON_WORDS",
    "RULES",
    "SEVERITY_TITLES",
    "STATE_TITLES",
    "VALUE_SHOWN",
    "WITHDRAWN",
    "YES_WORDS",
    "ZERO_WORDS",
    "Channel",
    "Counts",
    "CountsDoNotAddUp",
    "Disposition",
    "PendingState",
    "ProblemState",
    "RowAction",
    "RuleText",
    "Severity",
    "State",
]
